package heed.engine;

import static heed.engine.World.automation;
import static heed.engine.World.custom;
import static heed.engine.World.everyone;
import static heed.engine.World.in;
import static heed.engine.World.is;
import static heed.engine.World.set;
import static heed.engine.World.source;
import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COMPANY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.LEAD_SCORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import heed.engine.definition.Automation;
import heed.filters.Criterion;
import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.run.Effect;
import heed.model.run.Run;
import heed.model.run.RunTally;
import heed.model.run.StoredDefinition;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    private World world;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = new World(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyone_selected_is_opted_out_and_nobody_else() {
        world.people(24);

        RunReport report = run(RunOptions.FIRST, world.optOut());

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(report.run().status()).isEqualTo(Run.Status.FINISHED);
        assertThat(report.run().lease()).isEmpty();
        assertThat(report.resumed()).isFalse();
        for (int i = 1; i <= 24; i++) {
            assertThat(world.text("P" + i, EMAIL_OPT_OUT)).isEqualTo(i % 3 != 0 || i % 4 == 0 ? "Yes" : "No");
        }
    }

    @Test
    void each_assertion_is_a_fact_that_names_its_run_and_version() {
        world.people(1);
        run(confirmed(1), world.optOut());

        assertThat(world.facts("P1")).last().satisfies(fact -> {
            assertThat(fact.from()).contains("No");
            assertThat(fact.to()).contains("Yes");
            assertThat(fact.provenance().actor()).isEqualTo("ann");
            assertThat(fact.provenance().reason()).isEqualTo("Opt out Canada and France");
            assertThat(fact.provenance().evidence()).contains("opt-out version 1");
            assertThat(fact.provenance().run()).isPresent();
        });
    }

    @Test
    void the_other_flag_stays_as_it_is() {
        world.people(3).person("P1", BOUNCED, "Yes");
        run(confirmed(2), world.optOut());

        assertThat(world.text("P1", BOUNCED)).isEqualTo("Yes");
        assertThat(world.text("P2", BOUNCED)).isEqualTo("No");
    }

    @Test
    void asserting_a_flag_that_was_Yes_is_a_fact_and_the_ledger_says_unchanged() {
        world.person("P1", COUNTRY, "CA", EMAIL_OPT_OUT, "Yes");
        int before = world.history("P1", EMAIL_OPT_OUT).size();

        RunReport report = run(confirmed(1), automation("again", in("CA"), set("1", EMAIL_OPT_OUT, "Yes")));

        assertThat(report.run().tally()).isEqualTo(new RunTally(1, 0, 1, 0));
        assertThat(world.ledger(report.run())).containsExactly("P1 1 UNCHANGED");
        assertThat(world.history("P1", EMAIL_OPT_OUT)).hasSize(before + 1).endsWith("Yes → Yes (automation)");
    }

    @Test
    void text_that_is_there_already_is_unchanged_and_no_fact() {
        world.person("P1", COUNTRY, "CA", CITY, "Paris");

        RunReport report = run(confirmed(1), automation("city", in("CA"), set("1", CITY, "Paris")));

        assertThat(report.run().tally()).isEqualTo(new RunTally(1, 0, 1, 0));
        assertThat(world.history("P1", CITY)).isEmpty();
    }

    @Test
    @Promise(4)
    void it_runs_once_and_says_when_and_how_to_run_it_again() {
        world.people(8);
        RunReport first = run(RunOptions.FIRST, world.optOut());
        world.clock.advance(Duration.ofDays(1));

        assertThatThrownBy(() -> run(RunOptions.FIRST, world.optOut()))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusal())
                            .isEqualTo(new Refusal.AlreadyRan(
                                    "opt-out", first.run().id(), World.NOW, Optional.of(World.NOW), Optional.empty()));
                    assertThat(e.refusal().way()).contains(Refusal.Way.AGAIN);
                    assertThat(e).hasMessageContaining("2026-03-01T12:00:00Z");
                });
        assertThat(world.runs()).hasSize(1);
    }

    @Test
    void asked_for_again_it_runs_once_more() {
        world.people(8);
        run(RunOptions.FIRST, world.optOut());
        world.edit("P1", EMAIL_OPT_OUT, "No");

        RunReport second = run(RunOptions.FIRST.onceMore(), world.optOut());

        assertThat(second.run().number()).isEqualTo(2);
        assertThat(second.run().tally()).isEqualTo(new RunTally(1, 1, 0, 0));
        assertThatThrownBy(() -> run(RunOptions.FIRST, world.optOut())).isInstanceOf(RefusedException.class);
    }

    @Test
    void the_definition_is_kept_as_it_was_written() {
        world.people(4);
        Run run = run(RunOptions.FIRST, world.optOut()).run();

        Optional<StoredDefinition> kept =
                world.account.read(reading -> reading.findDefinition("opt-out", run.version()));
        assertThat(kept).hasValueSatisfying(stored -> {
            assertThat(stored.json()).isEqualTo(World.OPT_OUT);
            assertThat(stored.name()).isEqualTo("Opt out Canada and France");
        });
    }

    @Test
    void a_run_that_changes_what_it_selects_by_neither_skips_nor_repeats() {
        world.people(60);
        Automation flip = automation(
                "flip", is(EMAIL_OPT_OUT, "No"), set("out", EMAIL_OPT_OUT, "Yes"), set("city", CITY, "Elsewhere"));

        RunReport report = run(confirmed(45), flip);

        assertThat(report.run().tally()).isEqualTo(new RunTally(45, 90, 0, 0));
        assertThat(world.ledger(report.run()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 60)
                        .filter(i -> i % 4 != 0)
                        .boxed()
                        .flatMap(i -> List.of("P" + i + " out APPLIED", "P" + i + " city APPLIED").stream())
                        .toList());
    }

    @Test
    void an_action_finds_what_the_one_before_it_left() {
        world.people(3);
        Automation chain = automation(
                "chain",
                in("CA"),
                set("1", CITY, "Paris"),
                custom(
                        "2",
                        Set.of(CITY, COMPANY),
                        (prospects, moment) -> prospects.stream()
                                .<Effect>map(prospect -> new Effect.FieldChange(
                                        prospect.key(), COMPANY, prospect.value(COMPANY), prospect.value(CITY)))
                                .toList()),
                set("3", CITY, "Paris"));

        RunReport report = run(chain);

        assertThat(world.text("P1", COMPANY)).isEqualTo("Paris");
        assertThat(world.ledger(report.run())).containsExactly("P1 1 APPLIED", "P1 2 APPLIED", "P1 3 UNCHANGED");
    }

    @Test
    void a_new_address_leaves_no_bounce_for_the_next_action_to_find() {
        world.person("P1", COUNTRY, "CA", EMAIL, "old@example.com", BOUNCED, "Yes");
        Automation move = automation("move", in("CA"), set("1", EMAIL, "new@example.com"), set("2", BOUNCED, "No"));

        RunReport report = run(confirmed(1), move);

        assertThat(world.ledger(report.run())).containsExactly("P1 1 APPLIED", "P1 2 UNCHANGED");
        assertThat(world.text("P1", BOUNCED)).isEqualTo("No");
    }

    @Test
    void an_address_that_had_bounced_brings_its_bounce_for_the_next_action_to_find() {
        world.person("P1", COUNTRY, "CA", EMAIL, "ann@example.com")
                .person("P2", COUNTRY, "FR", EMAIL, "old@example.com", BOUNCED, "Yes");
        world.edit("P2", EMAIL, "new@example.com");
        Automation move = automation("move", in("CA"), set("1", EMAIL, "old@example.com"), set("2", BOUNCED, "Yes"));
        Preview preview = world.engine().build().preview(move, 10, Progress.SILENT);

        RunReport report = run(confirmed(1), move);

        assertThat(preview.actions())
                .extracting(Preview.ActionPreview::changed, Preview.ActionPreview::unchanged)
                .containsExactly(tuple(1L, 0L), tuple(0L, 1L));
        assertThat(world.ledger(report.run())).containsExactly("P1 1 APPLIED", "P1 2 UNCHANGED");
        assertThat(world.text("P1", BOUNCED)).isEqualTo("Yes");
    }

    @Test
    void an_action_that_leaves_a_prospect_out_is_unchanged_for_it() {
        world.people(2);
        RunReport report = run(
                confirmed(1), automation("nothing", in("CA"), custom("1", Set.of(), (people, moment) -> List.of())));

        assertThat(world.ledger(report.run())).containsExactly("P1 1 UNCHANGED");
    }

    @Test
    void an_action_that_throws_has_failed_for_the_culprits_and_the_run_goes_on() {
        world.people(30);
        Automation picky = automation(
                "picky",
                in("CA", "FR"),
                custom(
                        "picky",
                        Set.of(LEAD_SCORE),
                        (prospects, moment) -> prospects.stream()
                                .map(prospect -> {
                                    if (List.of("P5", "P13").contains(prospect.id())) {
                                        throw new IllegalStateException("not on a Friday");
                                    }
                                    return score(prospect, 7);
                                })
                                .toList()),
                set("then", CITY, "Rome"));

        RunReport report = run(confirmed(20), picky);

        assertThat(report.run().status()).isEqualTo(Run.Status.FINISHED);
        assertThat(report.run().tally()).isEqualTo(new RunTally(20, 38, 0, 2));
        assertThat(report.failures())
                .extracting(RunReport.Failure::id, RunReport.Failure::action, RunReport.Failure::why)
                .containsExactly(tuple("P5", "picky", "not on a Friday"), tuple("P13", "picky", "not on a Friday"));
        assertThat(world.text("P5", LEAD_SCORE)).isEmpty();
        assertThat(world.text("P5", CITY)).isEqualTo("Rome");
        assertThat(world.text("P4", LEAD_SCORE)).isEqualTo("7");
    }

    @Test
    void an_action_that_plans_what_cannot_be_applied_has_failed_and_nothing_of_it_is_applied() {
        world.people(3);
        world.person("other", COUNTRY, "IT");
        Prospect other = world.find("other");
        List<List<Effect>> wrong = List.of(
                List.of(score(other, 7)),
                List.of(score(world.find("P1").with(LEAD_SCORE, World.value(LEAD_SCORE, "3")), 7)),
                List.of(new Effect.FieldChange(
                        world.find("P1").key(), LEAD_SCORE, Optional.empty(), World.value(CITY, "seven"))),
                List.of(new Effect.FieldChange(
                        world.find("P1").key(), EMAIL, world.find("P1").value(EMAIL), World.value(CITY, "no address"))),
                List.of(new Effect.FieldChange(
                        world.find("P1").key(), StandardFields.ID, World.value(CITY, "P1"), Optional.empty())),
                List.of(
                        new Effect.FieldChange(
                                world.find("P1").key(), CITY, Optional.empty(), World.value(CITY, "Rome")),
                        new Effect.FieldChange(
                                world.find("P1").key(), CITY, Optional.empty(), World.value(CITY, "Oslo"))));
        for (int i = 0; i < wrong.size(); i++) {
            List<Effect> effects = wrong.get(i);
            Automation automation =
                    automation("wrong-" + i, in("CA"), custom("1", Set.of(), (people, moment) -> effects));

            assertThat(run(automation).run().tally()).isEqualTo(new RunTally(1, 0, 0, 1));
        }
        assertThat(world.history("P1", CITY)).isEmpty();
        assertThat(world.text("P1", EMAIL)).isEqualTo("p1@example.com");
    }

    @Test
    void progress_is_told_after_each_batch() {
        world.people(24);
        List<Progress.Step> running = new ArrayList<>();

        world.engine().batchSize(5).build().run(world.optOut(), RunOptions.FIRST, step -> {
            if (step.phase() == Progress.Phase.RUNNING) {
                running.add(step);
            }
        });

        assertThat(running).last().satisfies(step -> {
            assertThat(step.affected()).isEqualTo(12);
            assertThat(step.read()).isEqualTo(step.total().orElseThrow());
        });
        assertThat(running).extracting(Progress.Step::batches).startsWith(0L, 1L, 2L);
    }

    @Test
    @Promise(9)
    void another_account_of_the_store_stays_as_it_is() {
        world.people(8);
        AccountStore other = world.store.addAccount("Other", ZoneOffset.UTC);
        other.write(work -> work.importRows(
                List.of(new ImportRow(
                        1,
                        Map.of(
                                StandardFields.ID,
                                Optional.of(Value.Text.of("P1")),
                                COUNTRY,
                                World.value(COUNTRY, "CA")))),
                new ImportOptions(StandardFields.ID, false),
                new Provenance(World.NOW, "x", Provenance.Origin.IMPORT, "y", Optional.empty(), Optional.empty())));
        Run run = run(RunOptions.FIRST, world.optOut()).run();

        Prospect theirs = other.read(reading -> reading.findProspects("P1")).get(0);
        assertThat(theirs.value(EMAIL_OPT_OUT)).contains(Value.of(false));
        List<Fact> theirFacts = other.read(reading -> reading.listFacts(theirs.key()));
        assertThat(theirFacts).hasSize(1);
        Engine theirEngine = world.engine(other).build();
        assertThatThrownBy(() -> theirEngine.undo(run.id(), Progress.SILENT)).hasMessage("there is no run " + run.id());
        assertThat(theirEngine
                        .run(world.optOut(), RunOptions.FIRST.confirming(1), Progress.SILENT)
                        .run()
                        .number())
                .isEqualTo(1);
    }

    @Test
    void without_a_narrowing_everyone_is_read_and_the_same_are_selected() {
        world.people(24);
        RunReport report = Engine.on(world.account)
                .clock(world.clock)
                .batchSize(5)
                .build()
                .run(world.optOut(), RunOptions.FIRST, Progress.SILENT);

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void a_run_of_nobody_finishes() {
        RunReport report = run(automation("nobody", new Criterion.Not(everyone()), set("1", CITY, "x")), 0);

        assertThat(report.run().status()).isEqualTo(Run.Status.FINISHED);
        assertThat(report.run().tally()).isEqualTo(RunTally.NONE);
    }

    private static Effect score(Prospect prospect, int score) {
        return new Effect.FieldChange(
                prospect.key(), LEAD_SCORE, prospect.value(LEAD_SCORE), Optional.of(new Value.Decimal(score)));
    }

    private static RunOptions confirmed(long affected) {
        return RunOptions.FIRST.confirming(affected);
    }

    private RunReport run(Automation automation) {
        return run(RunOptions.FIRST, automation);
    }

    private RunReport run(Automation automation, long confirmed) {
        return run(confirmed(confirmed), automation);
    }

    private RunReport run(RunOptions options, Automation automation) {
        return run(options, source(automation));
    }

    private RunReport run(RunOptions options, AutomationSource source) {
        return world.engine().build().run(source, options, Progress.SILENT);
    }

    @Test
    @Promise(5)
    void who_was_found_and_changed_before_their_batch_was_written_is_decided_again() {
        world.people(9);
        Iterator<Runnable> edits = List.<Runnable>of(
                        () -> {}, // the run starts
                        () -> world.edit("P1", COUNTRY, "DE"),
                        () -> world.edit("P7", EMAIL_OPT_OUT, "yes"))
                .iterator();
        AccountStore disturbed = new BeforeWriting(world.account, () -> {
            if (edits.hasNext()) {
                edits.next().run();
            }
        });

        RunReport report = world.engine(disturbed).build().run(world.optOut(), RunOptions.FIRST, Progress.SILENT);

        assertThat(world.ledger(report.run())).containsExactly("P2 1 APPLIED", "P5 1 APPLIED");
        assertThat(world.history("P7", EMAIL_OPT_OUT)).containsExactly("No → No (import)", "No → Yes (profile edit)");
    }

    @Test
    void who_is_selected_only_because_an_earlier_batch_cleared_a_shared_bounce_is_affected() {
        world.person("A0", EMAIL, "e@example.com", BOUNCED, "yes");
        world.edit("A0", EMAIL, "f@example.com"); // the bounce stays with the address
        world.person("A1", EMAIL, "e@example.com");
        world.person("A2").person("A3").person("A4", EMAIL, "e@example.com", CITY, "Rome");
        assertThat(world.text("A4", BOUNCED)).isEqualTo("Yes");
        Criterion who = new Criterion.Any(
                List.of(is(StandardFields.ID, "A1"), new Criterion.All(List.of(is(BOUNCED, "no"), is(CITY, "Rome")))));

        RunReport report = world.engine()
                .batchSize(1)
                .build()
                .run(source(automation("clear", who, set("b", BOUNCED, "no"))), RunOptions.FIRST, Progress.SILENT);

        assertThat(world.ledger(report.run())).containsExactly("A1 b APPLIED", "A4 b UNCHANGED");
    }
}
