package heed.engine;

import static heed.engine.World.automation;
import static heed.engine.World.in;
import static heed.engine.World.set;
import static heed.engine.World.source;
import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.ID;
import static heed.model.field.StandardFields.LEAD_SCORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import heed.engine.UndoReport.Left;
import heed.engine.UndoReport.Why;
import heed.engine.definition.ActionStep;
import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.model.store.ImportRow;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Promise(6)
class UndoTest {
    private World world;
    private int runs;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = new World(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void what_the_run_set_is_put_back_and_history_keeps_all_of_it() {
        world.people(24);
        RunId run = engine().run(world.optOut(), RunOptions.FIRST, Progress.SILENT)
                .run()
                .id();
        world.clock.advance(Duration.ofHours(1));

        UndoReport report = undo(run);

        assertThat(report).isEqualTo(new UndoReport(run, 12, 0, 0, List.of(), 0, 0));
        for (int i = 1; i <= 24; i++) {
            assertThat(world.text("P" + i, EMAIL_OPT_OUT)).isEqualTo(i % 4 == 0 ? "Yes" : "No");
        }
        assertThat(world.history("P1", EMAIL_OPT_OUT)).endsWith("No → Yes (automation)", "Yes → No (undo)");
        assertThat(world.facts("P1")).last().satisfies(fact -> {
            assertThat(fact.provenance().run()).contains(run);
            assertThat(fact.provenance().actor()).isEqualTo("ann");
            assertThat(fact.provenance().reason()).isEqualTo("run 1 of opt-out was undone");
        });
        assertThat(world.runs().get(0).undoneAt()).contains(World.NOW.plus(Duration.ofHours(1)));
        assertThat(world.runs().get(0).finishedAt()).contains(World.NOW);
    }

    @Test
    void who_opted_out_after_the_run_stays_opted_out_and_the_report_says_by_whom_and_when() {
        world.person("P1");
        RunId run = run(List.of("P1"), set("1", EMAIL_OPT_OUT, "Yes"));
        world.clock.advance(Duration.ofDays(1));
        world.edit("P1", EMAIL_OPT_OUT, "Yes");

        UndoReport report = undo(run);

        assertThat(report.kept()).isEqualTo(1);
        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("Yes");
        assertThat(report.left()).singleElement().satisfies(left -> {
            assertThat(left.id()).isEqualTo("P1");
            assertThat(left.field()).isEqualTo(EMAIL_OPT_OUT);
            assertThat(left.value()).contains("Yes");
            assertThat(left.why()).isEqualTo(Why.ASSERTED_SINCE);
            assertThat(left.by().orElseThrow().actor()).isEqualTo("bob");
            assertThat(left.by().orElseThrow().origin()).isEqualTo(Provenance.Origin.PROFILE);
            assertThat(left.by().orElseThrow().at()).isEqualTo(World.NOW.plus(Duration.ofDays(1)));
        });
    }

    @Test
    void who_opted_out_before_the_run_stays_opted_out_and_the_report_says_so() {
        world.person("P1").person("P2", EMAIL_OPT_OUT, "Yes");
        world.edit("P1", EMAIL_OPT_OUT, "Yes");
        RunId run = run(List.of("P1", "P2"), set("1", EMAIL_OPT_OUT, "Yes"));

        UndoReport report = undo(run);

        assertThat(report.same()).isEqualTo(2);
        assertThat(report.left())
                .extracting(Left::id, Left::why)
                .containsExactly(tuple("P1", Why.SAME_BEFORE), tuple("P2", Why.SAME_BEFORE));
        assertThat(report.left().get(0).by().orElseThrow().origin()).isEqualTo(Provenance.Origin.PROFILE);
        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("Yes");
        assertThat(world.text("P2", EMAIL_OPT_OUT)).isEqualTo("Yes");
    }

    @Test
    void who_was_opted_out_again_by_an_import_after_the_run_stays_opted_out() {
        world.person("P1");
        RunId run = run(List.of("P1"), set("1", EMAIL_OPT_OUT, "Yes"));
        world.person("P1", EMAIL_OPT_OUT, "Yes");

        assertThat(undo(run).left().get(0).by().orElseThrow().origin()).isEqualTo(Provenance.Origin.IMPORT);
        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("Yes");
    }

    @Test
    void who_took_it_back_since_is_left_alone() {
        world.person("P1", EMAIL_OPT_OUT, "Yes");
        RunId run = run(List.of("P1"), set("1", EMAIL_OPT_OUT, "Yes"));
        world.edit("P1", EMAIL_OPT_OUT, "No");

        assertThat(undo(run).kept()).isEqualTo(1);
        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("No");
    }

    @Test
    void undoing_a_re_permission_opts_out_again_and_suppresses_the_address() {
        world.person("P1", EMAIL, "p1@example.com", EMAIL_OPT_OUT, "Yes");
        RunId run = run(List.of("P1"), set("1", EMAIL_OPT_OUT, "No"));
        assertThat(suppressions("p1@example.com")).isEmpty();

        undo(run);

        assertThat(suppressions("p1@example.com")).hasSize(1);
    }

    @Test
    void an_address_that_another_prospect_opted_out_stays_suppressed() {
        world.person("P1", EMAIL, "shared@example.com").person("P2", EMAIL, "shared@example.com");
        RunId run = run(List.of("P1", "P2"), set("1", EMAIL_OPT_OUT, "Yes"));
        world.edit("P2", EMAIL_OPT_OUT, "Yes");

        undo(run);

        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("No");
        assertThat(suppressions("shared@example.com"))
                .extracting(one -> one.source()
                        .<String>either(
                                Suppression.FlaggedProspect::id,
                                formerly -> "formerly",
                                returned -> "returned",
                                listed -> "listed"))
                .containsExactly("P2");
    }

    @Test
    void a_value_that_another_run_set_since_stays_until_that_run_is_undone_too() {
        world.person("P1", CITY, "Rome");
        RunId first = run(List.of("P1"), set("1", CITY, "Oslo"), set("2", EMAIL_OPT_OUT, "Yes"));
        RunId second = run(List.of("P1"), set("1", CITY, "Bern"), set("2", EMAIL_OPT_OUT, "Yes"));

        UndoReport report = undo(first);
        assertThat(report.kept()).isEqualTo(2);
        assertThat(report.left())
                .allSatisfy(left -> assertThat(left.by().orElseThrow().run()).contains(second));
        assertThat(world.text("P1", CITY)).isEqualTo("Bern");

        assertThat(undo(second).restored()).isEqualTo(2);
        assertThat(world.text("P1", CITY)).isEqualTo("Rome");
        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("No");
    }

    @Test
    void undone_the_other_way_round_each_leaves_what_was_before_it() {
        world.person("P1", CITY, "Rome");
        RunId first = run(List.of("P1"), set("1", CITY, "Oslo"), set("2", EMAIL_OPT_OUT, "Yes"));
        RunId second = run(List.of("P1"), set("1", CITY, "Bern"), set("2", EMAIL_OPT_OUT, "Yes"));

        UndoReport report = undo(second);
        assertThat(report.restored()).isEqualTo(1);
        assertThat(report.same()).isEqualTo(1);
        assertThat(world.text("P1", CITY)).isEqualTo("Oslo");
        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("Yes");

        assertThat(undo(first).restored()).isEqualTo(2);
        assertThat(world.text("P1", CITY)).isEqualTo("Rome");
        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("No");
    }

    @Test
    void a_run_that_set_a_field_twice_is_undone_as_one() {
        world.person("P1", CITY, "Rome");
        RunId run = run(List.of("P1"), set("1", CITY, "Oslo"), set("2", CITY, "Bern"), set("3", CITY, ""));

        assertThat(undo(run).restored()).isEqualTo(1);
        assertThat(world.text("P1", CITY)).isEqualTo("Rome");
    }

    @Test
    void every_type_of_value_is_put_back() {
        Field renewal = world.account.addField("Renewal", ValueType.DATE_TIME, List.of());
        Field tags = world.account.addField("Tags", ValueType.TAGS, List.of());
        world.person(
                "P1",
                COUNTRY,
                "Atlantis",
                LEAD_SCORE,
                "-0.000001234",
                CITY,
                "Zürich; \"\\",
                renewal,
                "2026-02-28T23:30:00.123Z",
                tags,
                "a; B\\;b; \\\\c");
        List<String> before = values("P1", COUNTRY, LEAD_SCORE, CITY, renewal, tags);
        RunId run = run(
                List.of("P1"),
                set("1", COUNTRY, "FR"),
                set("2", LEAD_SCORE, "7"),
                set("3", CITY, ""),
                set("4", renewal, ""),
                set("5", tags, "z"));

        assertThat(undo(run).restored()).isEqualTo(5);
        assertThat(values("P1", COUNTRY, LEAD_SCORE, CITY, renewal, tags)).isEqualTo(before);
    }

    @Test
    void an_address_that_is_put_back_brings_its_bounce_along() {
        world.person("P1", EMAIL, "old@example.com");
        world.edit("P1", BOUNCED, "Yes");
        RunId run = run(List.of("P1"), set("1", EMAIL, "new@example.com"));
        assertThat(world.text("P1", BOUNCED)).isEqualTo("No");

        undo(run);

        assertThat(world.text("P1", EMAIL)).isEqualTo("old@example.com");
        assertThat(world.text("P1", BOUNCED)).isEqualTo("Yes");
        assertThat(suppressions("new@example.com")).isEmpty();
        assertThat(suppressions("old@example.com")).isNotEmpty();
    }

    @Test
    void undoing_a_bounce_does_not_clear_the_address_of_another_bounce_that_it_had() {
        world.person("P1", EMAIL, "shared@example.com").person("P2", EMAIL, "shared@example.com");
        world.edit("P2", BOUNCED, "Yes");
        RunId run = run(List.of("P1"), set("1", BOUNCED, "Yes"));
        world.edit("P2", EMAIL, "moved@example.com");

        undo(run);

        assertThat(world.text("P1", BOUNCED)).isEqualTo("No");
        assertThat(suppressions("shared@example.com"))
                .extracting(one -> one.source()
                        .<String>either(
                                carrier -> "carrier",
                                Suppression.FormerHolder::id,
                                returned -> "returned",
                                listed -> "listed"))
                .containsExactly("P2");
    }

    @Test
    void clearing_a_bounce_of_everybody_with_the_address_is_undone_of_all_of_them() {
        world.person("P1", EMAIL, "shared@example.com");
        world.edit("P1", BOUNCED, "Yes");
        world.edit("P1", EMAIL, "moved@example.com");
        world.person("P2", EMAIL, "shared@example.com").person("P3", EMAIL, "shared@example.com");
        assertThat(values("P2", BOUNCED)).isEqualTo(values("P3", BOUNCED)).containsExactly("Yes");
        RunId run = run(List.of("P2"), set("1", BOUNCED, "No"));
        assertThat(values("P2", BOUNCED)).isEqualTo(values("P3", BOUNCED)).containsExactly("No");

        assertThat(undo(run).restored()).isEqualTo(2);

        assertThat(values("P2", BOUNCED)).isEqualTo(values("P3", BOUNCED)).containsExactly("Yes");
        assertThat(suppressions("shared@example.com")).hasSize(2);
    }

    @Test
    void an_opt_out_moves_back_with_the_person() {
        world.person("P1", EMAIL, "old@example.com");
        RunId run = run(List.of("P1"), set("1", EMAIL, "new@example.com"));
        world.edit("P1", EMAIL_OPT_OUT, "Yes");

        undo(run);

        assertThat(suppressions("old@example.com")).hasSize(1);
        assertThat(suppressions("new@example.com")).isEmpty();
    }

    @Test
    void a_second_undo_says_when_it_was_undone_and_does_nothing() {
        world.people(24);
        RunId run = engine().run(world.optOut(), RunOptions.FIRST, Progress.SILENT)
                .run()
                .id();
        undo(run);
        world.edit("P1", EMAIL_OPT_OUT, "Yes");
        List<String> before = world.everything();
        world.clock.advance(Duration.ofDays(1));

        assertThatThrownBy(() -> undo(run))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(new Refusal.AlreadyUndone(run, World.NOW)));
        assertThatThrownBy(() -> engine().previewUndo(run, Progress.SILENT))
                .hasMessage("run 1 was undone at 2026-03-01T12:00:00Z");
        assertThat(world.everything()).isEqualTo(before);
    }

    @Test
    void a_run_that_nobody_knows_is_not_undone() {
        assertThatThrownBy(() -> undo(new RunId(4))).hasMessage("there is no run 4");
    }

    @Test
    void a_preview_of_an_undo_says_the_same_and_changes_nothing() {
        world.people(24);
        RunId run = engine().run(world.optOut(), RunOptions.FIRST, Progress.SILENT)
                .run()
                .id();
        world.edit("P1", EMAIL_OPT_OUT, "No");
        world.edit("P7", EMAIL_OPT_OUT, "Yes");
        List<String> before = world.everything();
        List<Progress.Step> steps = new ArrayList<>();

        UndoReport preview = engine().previewUndo(run, steps::add);

        assertThat(world.everything()).isEqualTo(before);
        assertThat(preview).isEqualTo(undo(run));
        assertThat(preview.kept()).isEqualTo(2);
        assertThat(steps).last().satisfies(step -> {
            assertThat(step.phase()).isEqualTo(Progress.Phase.UNDOING);
            assertThat(step.read()).isEqualTo(12);
            assertThat(step.affected()).isEqualTo(10);
        });
    }

    @Test
    void a_run_that_stopped_is_undone_as_far_as_it_came() {
        world.people(24);
        assertThatThrownBy(() -> engine().run(world.optOut(), RunOptions.FIRST, step -> {
                    if (step.phase() == Progress.Phase.RUNNING && step.batches() == 2) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .isInstanceOf(RunFailedException.class);

        assertThat(undo(new RunId(1)).restored()).isEqualTo(6);
        assertThat(world.runs().get(0).lease()).isEmpty();
    }

    @Test
    void a_report_names_the_first_thousand_who_are_left_and_counts_all() {
        world.people(IntStream.rangeClosed(1, 1_100)
                .mapToObj(i -> new ImportRow(
                        i,
                        Map.of(
                                ID, Optional.of(Value.Text.of("P" + i)),
                                COUNTRY, World.value(COUNTRY, "CA"),
                                EMAIL_OPT_OUT, Optional.of(Value.of(true)))))
                .toList());
        RunId run = engineOf(400)
                .run(
                        source(automation("all", in("CA"), set("1", EMAIL_OPT_OUT, "Yes"))),
                        RunOptions.FIRST.confirming(1_100),
                        Progress.SILENT)
                .run()
                .id();

        UndoReport report = engineOf(400).undo(run, Progress.SILENT);

        assertThat(report.same()).isEqualTo(1_100);
        assertThat(report.left()).hasSize(1_000).last().extracting(Left::id).isEqualTo("P1000");
    }

    @Test
    void a_worker_whose_lease_was_taken_undoes_nothing_more() {
        world.people(24);
        RunId run = engine().run(world.optOut(), RunOptions.FIRST, Progress.SILENT)
                .run()
                .id();

        assertThatThrownBy(() -> engine().undo(run, step -> {
                    if (step.batches() == 2) {
                        world.clock.advance(Duration.ofSeconds(30));
                        undo(run);
                    }
                }))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(new Refusal.TakenOver(run)));
        assertThat(world.history("P23", EMAIL_OPT_OUT))
                .filteredOn(fact -> fact.contains("undo"))
                .hasSize(1);
    }

    private List<Suppression> suppressions(String address) {
        return world.account.read(reading -> reading.listSuppressions(new EmailAddress(address)));
    }

    private List<String> values(String id, Field... fields) {
        return Arrays.stream(fields).map(field -> world.text(id, field)).toList();
    }

    /** Runs an automation that selects by Id, whatever the prospects hold. */
    private RunId run(List<String> ids, ActionStep... steps) {
        Criterion who = new Criterion.Comparison(
                ID, Operator.EQUALS, ids.stream().<Value>map(Value.Text::of).toList());
        return engine().run(
                        source(automation("run-" + ++runs, who, steps)),
                        RunOptions.FIRST.confirming(ids.size()),
                        Progress.SILENT)
                .run()
                .id();
    }

    private UndoReport undo(RunId run) {
        return engine().undo(run, Progress.SILENT);
    }

    private Engine engine() {
        return engineOf(3);
    }

    private Engine engineOf(int batchSize) {
        return world.engine().batchSize(batchSize).build();
    }

    @Test
    @Promise(6)
    void a_run_whose_facts_were_dropped_is_not_undone_and_one_that_set_flags_still_is() {
        world.people(2);
        Engine engine = world.engine().largestShare(1).build();
        RunReport city = engine.run(
                source(automation("city", in("CA", "FR"), set("c", CITY, "Rome"))), RunOptions.FIRST, Progress.SILENT);
        RunReport flag = engine.run(
                source(automation("flag", in("CA", "FR"), set("f", EMAIL_OPT_OUT, "yes"))),
                RunOptions.FIRST,
                Progress.SILENT);
        world.clock.advance(Duration.ofDays(1));

        assertThat(engine.countDroppable(world.clock.instant())).isEqualTo(2);
        assertThat(engine.dropFacts(world.clock.instant(), Progress.SILENT)).isEqualTo(2);

        for (Runnable undoing : List.<Runnable>of(
                () -> engine.undo(city.run().id(), Progress.SILENT),
                () -> engine.previewUndo(city.run().id(), Progress.SILENT))) {
            assertThatThrownBy(undoing::run)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.refusal())
                                    .isEqualTo(
                                            new Refusal.FactsDropped(city.run().id())));
        }
        assertThat(world.text("P1", CITY)).isEqualTo("Rome");
        assertThat(engine.undo(flag.run().id(), Progress.SILENT).restored()).isEqualTo(2);
    }
}
