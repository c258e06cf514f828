package heed.engine;

import static heed.engine.EngineFixture.automation;
import static heed.engine.EngineFixture.countryIn;
import static heed.engine.EngineFixture.setField;
import static heed.engine.EngineFixture.source;
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

import heed.engine.definition.ActionStep;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.engine.run.UndoReport;
import heed.engine.run.UndoReport.RemainingReason;
import heed.engine.run.UndoReport.RemainingValue;
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
class RunUndoTest {
    private EngineFixture fixture;
    private int runs;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new EngineFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void an_undo_restores_the_values_and_the_history_keeps_every_fact() {
        fixture.addProspects(24);
        RunId run = engine().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE)
                .run()
                .id();
        fixture.clock.advance(Duration.ofHours(1));

        UndoReport report = undo(run);

        assertThat(report).isEqualTo(new UndoReport(run, 12, 0, 0, 0, 0, 0, List.of(), 0, 0, report.freed()));
        for (int i = 1; i <= 24; i++) {
            assertThat(fixture.valueText("P" + i, EMAIL_OPT_OUT)).isEqualTo(i % 4 == 0 ? "Yes" : "No");
        }
        assertThat(fixture.history("P1", EMAIL_OPT_OUT)).endsWith("No → Yes (automation)", "Yes → No (undo)");
        assertThat(fixture.facts("P1")).last().satisfies(fact -> {
            assertThat(fact.provenance().run()).contains(run);
            assertThat(fact.provenance().actor()).isEqualTo("ann");
            assertThat(fact.provenance().reason()).isEqualTo("run 1 of opt-out was undone");
        });
        assertThat(fixture.runs().get(0).undoneAt()).contains(EngineFixture.NOW.plus(Duration.ofHours(1)));
        assertThat(fixture.runs().get(0).finishedAt()).contains(EngineFixture.NOW);
    }

    @Test
    void an_opt_out_after_the_run_stays_and_the_report_says_who_asserted_it_and_when() {
        fixture.addProspect("P1");
        RunId run = run(List.of("P1"), setField("1", EMAIL_OPT_OUT, "Yes"));
        fixture.clock.advance(Duration.ofDays(1));
        fixture.editField("P1", EMAIL_OPT_OUT, "Yes");

        UndoReport report = undo(run);

        assertThat(report.assertedSince()).isEqualTo(1);
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("Yes");
        assertThat(report.remaining()).singleElement().satisfies(remaining -> {
            assertThat(remaining.id()).isEqualTo("P1");
            assertThat(remaining.field()).isEqualTo(EMAIL_OPT_OUT);
            assertThat(remaining.value()).contains("Yes");
            assertThat(remaining.reason()).isEqualTo(RemainingReason.ASSERTED_SINCE);
            assertThat(remaining.assertedBy().orElseThrow().actor()).isEqualTo("bob");
            assertThat(remaining.assertedBy().orElseThrow().origin()).isEqualTo(Provenance.Origin.PROFILE);
            assertThat(remaining.assertedBy().orElseThrow().at()).isEqualTo(EngineFixture.NOW.plus(Duration.ofDays(1)));
        });
    }

    @Test
    void an_opt_out_before_the_run_stays_and_the_report_says_so() {
        fixture.addProspect("P1").addProspect("P2", EMAIL_OPT_OUT, "Yes");
        fixture.editField("P1", EMAIL_OPT_OUT, "Yes");
        RunId run = run(List.of("P1", "P2"), setField("1", EMAIL_OPT_OUT, "Yes"));

        UndoReport report = undo(run);

        assertThat(report.unchanged()).isEqualTo(2);
        assertThat(report.remaining())
                .extracting(RemainingValue::id, RemainingValue::reason)
                .containsExactly(tuple("P1", RemainingReason.SAME_BEFORE), tuple("P2", RemainingReason.SAME_BEFORE));
        assertThat(report.remaining().get(0).assertedBy().orElseThrow().origin())
                .isEqualTo(Provenance.Origin.PROFILE);
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("Yes");
        assertThat(fixture.valueText("P2", EMAIL_OPT_OUT)).isEqualTo("Yes");
    }

    @Test
    void an_opt_out_that_an_import_repeated_after_the_run_stays() {
        fixture.addProspect("P1");
        RunId run = run(List.of("P1"), setField("1", EMAIL_OPT_OUT, "Yes"));
        fixture.addProspect("P1", EMAIL_OPT_OUT, "Yes");

        assertThat(undo(run).remaining().get(0).assertedBy().orElseThrow().origin())
                .isEqualTo(Provenance.Origin.IMPORT);
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("Yes");
    }

    @Test
    void a_value_that_was_changed_after_the_run_stays() {
        fixture.addProspect("P1", EMAIL_OPT_OUT, "Yes");
        RunId run = run(List.of("P1"), setField("1", EMAIL_OPT_OUT, "Yes"));
        fixture.editField("P1", EMAIL_OPT_OUT, "No");

        assertThat(undo(run).assertedSince()).isEqualTo(1);
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("No");
    }

    @Test
    void undoing_a_run_that_cleared_an_opt_out_suppresses_the_address_again() {
        fixture.addProspect("P1", EMAIL, "p1@example.com", EMAIL_OPT_OUT, "Yes");
        RunId run = run(List.of("P1"), setField("1", EMAIL_OPT_OUT, "No"));
        assertThat(suppressions("p1@example.com")).isEmpty();

        undo(run);

        assertThat(suppressions("p1@example.com")).hasSize(1);
    }

    @Test
    void an_address_with_an_opt_out_of_another_prospect_stays_suppressed() {
        fixture.addProspect("P1", EMAIL, "shared@example.com").addProspect("P2", EMAIL, "shared@example.com");
        RunId run = run(List.of("P1", "P2"), setField("1", EMAIL_OPT_OUT, "Yes"));
        fixture.editField("P2", EMAIL_OPT_OUT, "Yes");

        undo(run);

        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("No");
        assertThat(suppressions("shared@example.com"))
                .extracting(Suppression::source)
                .singleElement()
                .isInstanceOfSatisfying(
                        Suppression.FlaggedProspect.class,
                        flagged -> assertThat(flagged.id()).isEqualTo("P2"));
    }

    @Test
    void a_value_that_a_later_run_set_stays_until_that_run_is_undone_too() {
        fixture.addProspect("P1", CITY, "Rome");
        RunId first = run(List.of("P1"), setField("1", CITY, "Oslo"), setField("2", EMAIL_OPT_OUT, "Yes"));
        RunId second = run(List.of("P1"), setField("1", CITY, "Bern"), setField("2", EMAIL_OPT_OUT, "Yes"));

        UndoReport report = undo(first);
        assertThat(report.assertedSince()).isEqualTo(2);
        assertThat(report.remaining())
                .allSatisfy(remaining ->
                        assertThat(remaining.assertedBy().orElseThrow().run()).contains(second));
        assertThat(fixture.valueText("P1", CITY)).isEqualTo("Bern");

        assertThat(undo(second).restored()).isEqualTo(2);
        assertThat(fixture.valueText("P1", CITY)).isEqualTo("Rome");
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("No");
    }

    @Test
    void undoing_the_later_run_first_restores_the_value_of_the_earlier_run() {
        fixture.addProspect("P1", CITY, "Rome");
        RunId first = run(List.of("P1"), setField("1", CITY, "Oslo"), setField("2", EMAIL_OPT_OUT, "Yes"));
        RunId second = run(List.of("P1"), setField("1", CITY, "Bern"), setField("2", EMAIL_OPT_OUT, "Yes"));

        UndoReport report = undo(second);
        assertThat(report.restored()).isEqualTo(1);
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(fixture.valueText("P1", CITY)).isEqualTo("Oslo");
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("Yes");

        assertThat(undo(first).restored()).isEqualTo(2);
        assertThat(fixture.valueText("P1", CITY)).isEqualTo("Rome");
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("No");
    }

    @Test
    void a_field_that_the_run_set_several_times_gets_its_value_before_the_run() {
        fixture.addProspect("P1", CITY, "Rome");
        RunId run =
                run(List.of("P1"), setField("1", CITY, "Oslo"), setField("2", CITY, "Bern"), setField("3", CITY, ""));

        assertThat(undo(run).restored()).isEqualTo(1);
        assertThat(fixture.valueText("P1", CITY)).isEqualTo("Rome");
    }

    @Test
    void values_of_every_type_are_restored() {
        Field renewal = fixture.account.addField("Renewal", ValueType.DATE_TIME, List.of());
        Field tags = fixture.account.addField("Tags", ValueType.TAGS, List.of());
        fixture.addProspect(
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
                setField("1", COUNTRY, "FR"),
                setField("2", LEAD_SCORE, "7"),
                setField("3", CITY, ""),
                setField("4", renewal, ""),
                setField("5", tags, "z"));

        assertThat(undo(run).restored()).isEqualTo(5);
        assertThat(values("P1", COUNTRY, LEAD_SCORE, CITY, renewal, tags)).isEqualTo(before);
    }

    @Test
    void restoring_an_address_restores_its_bounce() {
        fixture.addProspect("P1", EMAIL, "old@example.com");
        fixture.editField("P1", BOUNCED, "Yes");
        RunId run = run(List.of("P1"), setField("1", EMAIL, "new@example.com"));
        assertThat(fixture.valueText("P1", BOUNCED)).isEqualTo("No");

        undo(run);

        assertThat(fixture.valueText("P1", EMAIL)).isEqualTo("old@example.com");
        assertThat(fixture.valueText("P1", BOUNCED)).isEqualTo("Yes");
        assertThat(suppressions("new@example.com")).isEmpty();
        assertThat(suppressions("old@example.com")).isNotEmpty();
    }

    @Test
    void undoing_a_bounce_keeps_other_bounce_evidence_of_the_address() {
        fixture.addProspect("P1", EMAIL, "shared@example.com").addProspect("P2", EMAIL, "shared@example.com");
        fixture.editField("P2", BOUNCED, "Yes");
        RunId run = run(List.of("P1"), setField("1", BOUNCED, "Yes"));
        fixture.editField("P2", EMAIL, "moved@example.com");

        undo(run);

        assertThat(fixture.valueText("P1", BOUNCED)).isEqualTo("No");
        assertThat(suppressions("shared@example.com"))
                .extracting(Suppression::source)
                .singleElement()
                .isInstanceOfSatisfying(
                        Suppression.FormerHolder.class,
                        former -> assertThat(former.id()).isEqualTo("P2"));
    }

    @Test
    void undoing_a_cleared_bounce_restores_it_for_every_prospect_with_the_address() {
        fixture.addProspect("P1", EMAIL, "shared@example.com");
        fixture.editField("P1", BOUNCED, "Yes");
        fixture.editField("P1", EMAIL, "moved@example.com");
        fixture.addProspect("P2", EMAIL, "shared@example.com").addProspect("P3", EMAIL, "shared@example.com");
        assertThat(values("P2", BOUNCED)).isEqualTo(values("P3", BOUNCED)).containsExactly("Yes");
        RunId run = run(List.of("P2"), setField("1", BOUNCED, "No"));
        assertThat(values("P2", BOUNCED)).isEqualTo(values("P3", BOUNCED)).containsExactly("No");

        assertThat(undo(run).restored()).isEqualTo(2);

        assertThat(values("P2", BOUNCED)).isEqualTo(values("P3", BOUNCED)).containsExactly("Yes");
        assertThat(suppressions("shared@example.com")).hasSize(2);
    }

    @Test
    void restoring_an_address_moves_the_opt_out_back_with_the_person() {
        fixture.addProspect("P1", EMAIL, "old@example.com");
        RunId run = run(List.of("P1"), setField("1", EMAIL, "new@example.com"));
        fixture.editField("P1", EMAIL_OPT_OUT, "Yes");

        undo(run);

        assertThat(suppressions("old@example.com")).hasSize(1);
        assertThat(suppressions("new@example.com")).isEmpty();
    }

    @Test
    void a_second_undo_is_refused_with_the_time_of_the_first_and_changes_nothing() {
        fixture.addProspects(24);
        RunId run = engine().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE)
                .run()
                .id();
        undo(run);
        fixture.editField("P1", EMAIL_OPT_OUT, "Yes");
        List<String> before = fixture.allRows();
        fixture.clock.advance(Duration.ofDays(1));

        assertThatThrownBy(() -> undo(run))
                .isInstanceOfSatisfying(
                        RunRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(new RunRefusal.AlreadyUndone(run, EngineFixture.NOW)));
        assertThatThrownBy(() -> engine().previewUndo(run, ProgressListener.NONE))
                .hasMessage("run 1 was undone at 2026-03-01T12:00:00Z");
        assertThat(fixture.allRows()).isEqualTo(before);
    }

    @Test
    void undoing_an_unknown_run_is_refused() {
        assertThatThrownBy(() -> undo(new RunId(4))).hasMessage("there is no run 4");
    }

    @Test
    void a_preview_of_an_undo_reports_the_same_and_changes_nothing() {
        fixture.addProspects(24);
        RunId run = engine().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE)
                .run()
                .id();
        fixture.editField("P1", EMAIL_OPT_OUT, "No");
        fixture.editField("P7", EMAIL_OPT_OUT, "Yes");
        List<String> before = fixture.allRows();
        List<ProgressListener.ProgressState> steps = new ArrayList<>();

        UndoReport preview = engine().previewUndo(run, steps::add);

        assertThat(fixture.allRows()).isEqualTo(before);
        assertThat(undo(run)).usingRecursiveComparison().isEqualTo(preview);
        assertThat(preview.assertedSince()).isEqualTo(2);
        assertThat(steps).last().satisfies(state -> {
            assertThat(state.phase()).isEqualTo(ProgressListener.Phase.UNDOING);
            assertThat(state.read()).isEqualTo(12);
            assertThat(state.affected()).isEqualTo(10);
        });
    }

    @Test
    void a_stopped_run_is_undone_as_far_as_it_came() {
        fixture.addProspects(24);
        assertThatThrownBy(() -> engine().run(fixture.optOut(), RunOptions.DEFAULT, state -> {
                    if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() == 2) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .isInstanceOf(RunFailedException.class);

        assertThat(undo(new RunId(1)).restored()).isEqualTo(6);
        assertThat(fixture.runs().get(0).lease()).isEmpty();
    }

    @Test
    void an_undo_report_lists_the_first_thousand_remaining_values_and_counts_all() {
        fixture.addProspects(IntStream.rangeClosed(1, 1_100)
                .mapToObj(i -> new ImportRow(
                        i,
                        Map.of(
                                ID, Optional.of(Value.Text.of("P" + i)),
                                COUNTRY, EngineFixture.value(COUNTRY, "CA"),
                                EMAIL_OPT_OUT, Optional.of(Value.of(true)))))
                .toList());
        RunId run = engineWithBatchSize(400)
                .run(
                        source(automation("all", countryIn("CA"), setField("1", EMAIL_OPT_OUT, "Yes"))),
                        RunOptions.DEFAULT.withConfirmedCount(1_100),
                        ProgressListener.NONE)
                .run()
                .id();

        UndoReport report = engineWithBatchSize(400).undo(run, ProgressListener.NONE);

        assertThat(report.unchanged()).isEqualTo(1_100);
        assertThat(report.remaining())
                .hasSize(1_000)
                .last()
                .extracting(RemainingValue::id)
                .isEqualTo("P1000");
    }

    @Test
    void a_worker_whose_lease_was_claimed_undoes_nothing_more() {
        fixture.addProspects(24);
        RunId run = engine().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE)
                .run()
                .id();

        assertThatThrownBy(() -> engine().undo(run, state -> {
                    if (state.batches() == 2) {
                        fixture.clock.advance(Duration.ofSeconds(30));
                        undo(run);
                    }
                }))
                .isInstanceOfSatisfying(
                        RunRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(new RunRefusal.LeaseLost(run)));
        assertThat(fixture.history("P23", EMAIL_OPT_OUT))
                .filteredOn(fact -> fact.contains("undo"))
                .hasSize(1);
    }

    private List<Suppression> suppressions(String address) {
        return fixture.account.read(reading -> reading.listSuppressions(new EmailAddress(address)));
    }

    private List<String> values(String id, Field... fields) {
        return Arrays.stream(fields).map(field -> fixture.valueText(id, field)).toList();
    }

    /** Runs an automation that selects these prospects by Id. */
    private RunId run(List<String> ids, ActionStep... steps) {
        Criterion criteria = new Criterion.Comparison(
                ID, Operator.EQUALS, ids.stream().<Value>map(Value.Text::of).toList());
        return engine().run(
                        source(automation("run-" + ++runs, criteria, steps)),
                        RunOptions.DEFAULT.withConfirmedCount(ids.size()),
                        ProgressListener.NONE)
                .run()
                .id();
    }

    private UndoReport undo(RunId run) {
        return engine().undo(run, ProgressListener.NONE);
    }

    private Engine engine() {
        return engineWithBatchSize(3);
    }

    private Engine engineWithBatchSize(int batchSize) {
        return fixture.engine().batchSize(batchSize).build();
    }

    @Test
    void a_run_whose_facts_were_deleted_cannot_be_undone_but_a_run_that_set_flags_can() {
        fixture.addProspects(2);
        Engine engine = fixture.engine().maxAffectedShare(1).build();
        RunReport city = engine.run(
                source(automation("city", countryIn("CA", "FR"), setField("c", CITY, "Rome"))),
                RunOptions.DEFAULT,
                ProgressListener.NONE);
        RunReport flag = engine.run(
                source(automation("flag", countryIn("CA", "FR"), setField("f", EMAIL_OPT_OUT, "yes"))),
                RunOptions.DEFAULT,
                ProgressListener.NONE);
        fixture.clock.advance(Duration.ofDays(1));

        assertThat(engine.countDeletableFacts(fixture.clock.instant())).isEqualTo(2);
        assertThat(engine.deleteFacts(fixture.clock.instant(), ProgressListener.NONE))
                .isEqualTo(2);

        for (Runnable undoing : List.<Runnable>of(
                () -> engine.undo(city.run().id(), ProgressListener.NONE),
                () -> engine.previewUndo(city.run().id(), ProgressListener.NONE))) {
            assertThatThrownBy(undoing::run)
                    .isInstanceOfSatisfying(
                            RunRefusedException.class,
                            refused -> assertThat(refused.refusal())
                                    .isEqualTo(new RunRefusal.FactsDeleted(
                                            city.run().id())));
        }
        assertThat(fixture.valueText("P1", CITY)).isEqualTo("Rome");
        assertThat(engine.undo(flag.run().id(), ProgressListener.NONE).restored())
                .isEqualTo(2);
    }
}
