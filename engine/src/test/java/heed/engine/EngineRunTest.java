package heed.engine;

import static heed.engine.EngineFixture.automation;
import static heed.engine.EngineFixture.countryIn;
import static heed.engine.EngineFixture.customStep;
import static heed.engine.EngineFixture.everyone;
import static heed.engine.EngineFixture.fieldEquals;
import static heed.engine.EngineFixture.setField;
import static heed.engine.EngineFixture.source;
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
import heed.engine.definition.AutomationSource;
import heed.engine.preview.RunPreview;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
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

class EngineRunTest {
    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new EngineFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_run_opts_out_exactly_the_selected_prospects() {
        fixture.addProspects(24);

        RunReport report = run(RunOptions.DEFAULT, fixture.optOut());

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(report.run().status()).isEqualTo(Run.Status.FINISHED);
        assertThat(report.run().lease()).isEmpty();
        assertThat(report.resumed()).isFalse();
        for (int i = 1; i <= 24; i++) {
            assertThat(fixture.valueText("P" + i, EMAIL_OPT_OUT)).isEqualTo(i % 3 != 0 || i % 4 == 0 ? "Yes" : "No");
        }
    }

    @Test
    void each_assertion_is_a_fact_that_names_its_run_and_version() {
        fixture.addProspects(1);
        run(confirmed(1), fixture.optOut());

        assertThat(fixture.facts("P1")).last().satisfies(fact -> {
            assertThat(fact.from()).contains("No");
            assertThat(fact.to()).contains("Yes");
            assertThat(fact.provenance().actor()).isEqualTo("ann");
            assertThat(fact.provenance().reason()).isEqualTo("Opt out Canada and France");
            assertThat(fact.provenance().evidence()).contains("opt-out version 1");
            assertThat(fact.provenance().run()).isPresent();
        });
    }

    @Test
    void setting_one_flag_leaves_the_other_as_it_is() {
        fixture.addProspects(3).addProspect("P1", BOUNCED, "Yes");
        run(confirmed(2), fixture.optOut());

        assertThat(fixture.valueText("P1", BOUNCED)).isEqualTo("Yes");
        assertThat(fixture.valueText("P2", BOUNCED)).isEqualTo("No");
    }

    @Test
    void setting_a_flag_that_is_already_Yes_records_a_fact_and_an_unchanged_ledger_entry() {
        fixture.addProspect("P1", COUNTRY, "CA", EMAIL_OPT_OUT, "Yes");
        int before = fixture.history("P1", EMAIL_OPT_OUT).size();

        RunReport report = run(confirmed(1), automation("again", countryIn("CA"), setField("1", EMAIL_OPT_OUT, "Yes")));

        assertThat(report.run().tally()).isEqualTo(new RunTally(1, 0, 1, 0));
        assertThat(fixture.ledger(report.run())).containsExactly("P1 1 UNCHANGED");
        assertThat(fixture.history("P1", EMAIL_OPT_OUT)).hasSize(before + 1).endsWith("Yes → Yes (automation)");
    }

    @Test
    void setting_a_text_that_the_field_already_has_records_no_fact() {
        fixture.addProspect("P1", COUNTRY, "CA", CITY, "Paris");

        RunReport report = run(confirmed(1), automation("city", countryIn("CA"), setField("1", CITY, "Paris")));

        assertThat(report.run().tally()).isEqualTo(new RunTally(1, 0, 1, 0));
        assertThat(fixture.history("P1", CITY)).isEmpty();
    }

    @Test
    @Promise(4)
    void a_second_run_is_refused_with_the_time_of_the_first_and_a_remedy() {
        fixture.addProspects(8);
        RunReport first = run(RunOptions.DEFAULT, fixture.optOut());
        fixture.clock.advance(Duration.ofDays(1));

        assertThatThrownBy(() -> run(RunOptions.DEFAULT, fixture.optOut()))
                .isInstanceOfSatisfying(RunRefusedException.class, e -> {
                    assertThat(e.refusal())
                            .isEqualTo(new RunRefusal.AlreadyRan(
                                    "opt-out",
                                    first.run().id(),
                                    EngineFixture.NOW,
                                    Optional.of(EngineFixture.NOW),
                                    Optional.empty(),
                                    0,
                                    false));
                    assertThat(e.refusal().remedy()).contains(RunRefusal.Remedy.AGAIN);
                    assertThat(e).hasMessageContaining("2026-03-01T12:00:00Z");
                });
        assertThat(fixture.runs()).hasSize(1);
    }

    @Test
    void an_automation_runs_again_on_request() {
        fixture.addProspects(8);
        run(RunOptions.DEFAULT, fixture.optOut());
        fixture.editField("P1", EMAIL_OPT_OUT, "No");

        RunReport second = run(RunOptions.DEFAULT.withAgain(), fixture.optOut());

        assertThat(second.run().number()).isEqualTo(2);
        assertThat(second.run().tally()).isEqualTo(new RunTally(1, 1, 0, 0));
        assertThatThrownBy(() -> run(RunOptions.DEFAULT, fixture.optOut())).isInstanceOf(RunRefusedException.class);
    }

    @Test
    void the_definition_of_a_run_is_stored_unchanged() {
        fixture.addProspects(4);
        Run run = run(RunOptions.DEFAULT, fixture.optOut()).run();

        Optional<StoredDefinition> definition =
                fixture.account.read(reading -> reading.findDefinition("opt-out", run.version()));
        assertThat(definition).hasValueSatisfying(stored -> {
            assertThat(stored.json()).isEqualTo(EngineFixture.OPT_OUT);
            assertThat(stored.name()).isEqualTo("Opt out Canada and France");
        });
    }

    @Test
    void a_run_that_changes_the_fields_of_its_criteria_neither_skips_nor_repeats_a_prospect() {
        fixture.addProspects(60);
        Automation flip = automation(
                "flip",
                fieldEquals(EMAIL_OPT_OUT, "No"),
                setField("out", EMAIL_OPT_OUT, "Yes"),
                setField("city", CITY, "Elsewhere"));

        RunReport report = run(confirmed(45), flip);

        assertThat(report.run().tally()).isEqualTo(new RunTally(45, 90, 0, 0));
        assertThat(fixture.ledger(report.run()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 60)
                        .filter(i -> i % 4 != 0)
                        .boxed()
                        .flatMap(i -> List.of("P" + i + " out APPLIED", "P" + i + " city APPLIED").stream())
                        .toList());
    }

    @Test
    void an_action_sees_the_changes_of_the_earlier_actions() {
        fixture.addProspects(3);
        Automation chain = automation(
                "chain",
                countryIn("CA"),
                setField("1", CITY, "Paris"),
                customStep(
                        "2",
                        Set.of(CITY, COMPANY),
                        (prospects, evaluationTime) -> prospects.stream()
                                .<Effect>map(prospect -> new Effect.FieldChange(
                                        prospect.key(), COMPANY, prospect.value(COMPANY), prospect.value(CITY)))
                                .toList()),
                setField("3", CITY, "Paris"));

        RunReport report = run(chain);

        assertThat(fixture.valueText("P1", COMPANY)).isEqualTo("Paris");
        assertThat(fixture.ledger(report.run())).containsExactly("P1 1 APPLIED", "P1 2 APPLIED", "P1 3 UNCHANGED");
    }

    @Test
    void an_action_after_a_change_to_a_new_address_sees_Bounced_as_No() {
        fixture.addProspect("P1", COUNTRY, "CA", EMAIL, "old@example.com", BOUNCED, "Yes");
        Automation move = automation(
                "move", countryIn("CA"), setField("1", EMAIL, "new@example.com"), setField("2", BOUNCED, "No"));

        RunReport report = run(confirmed(1), move);

        assertThat(fixture.ledger(report.run())).containsExactly("P1 1 APPLIED", "P1 2 UNCHANGED");
        assertThat(fixture.valueText("P1", BOUNCED)).isEqualTo("No");
    }

    @Test
    void an_action_after_a_change_to_a_bounced_address_sees_Bounced_as_Yes() {
        fixture.addProspect("P1", COUNTRY, "CA", EMAIL, "ann@example.com")
                .addProspect("P2", COUNTRY, "FR", EMAIL, "old@example.com", BOUNCED, "Yes");
        fixture.editField("P2", EMAIL, "new@example.com");
        Automation move = automation(
                "move", countryIn("CA"), setField("1", EMAIL, "old@example.com"), setField("2", BOUNCED, "Yes"));
        RunPreview preview = fixture.engine().build().preview(move, 10, ProgressListener.NONE);

        RunReport report = run(confirmed(1), move);

        assertThat(preview.actions())
                .extracting(RunPreview.ActionPreview::changed, RunPreview.ActionPreview::unchanged)
                .containsExactly(tuple(1L, 0L), tuple(0L, 1L));
        assertThat(fixture.ledger(report.run())).containsExactly("P1 1 APPLIED", "P1 2 UNCHANGED");
        assertThat(fixture.valueText("P1", BOUNCED)).isEqualTo("Yes");
    }

    @Test
    void an_action_that_plans_no_effect_on_a_prospect_is_recorded_as_unchanged() {
        fixture.addProspects(2);
        RunReport report = run(
                confirmed(1),
                automation(
                        "nothing",
                        countryIn("CA"),
                        customStep("1", Set.of(), (prospects, evaluationTime) -> List.of())));

        assertThat(fixture.ledger(report.run())).containsExactly("P1 1 UNCHANGED");
    }

    @Test
    void an_action_that_throws_fails_only_for_the_prospects_for_which_it_throws() {
        fixture.addProspects(30);
        Automation picky = automation(
                "picky",
                countryIn("CA", "FR"),
                customStep(
                        "picky",
                        Set.of(LEAD_SCORE),
                        (prospects, evaluationTime) -> prospects.stream()
                                .map(prospect -> {
                                    if (List.of("P5", "P13").contains(prospect.id())) {
                                        throw new IllegalStateException("not on a Friday");
                                    }
                                    return score(prospect, 7);
                                })
                                .toList()),
                setField("then", CITY, "Rome"));

        RunReport report = run(confirmed(20), picky);

        assertThat(report.run().status()).isEqualTo(Run.Status.FINISHED);
        assertThat(report.run().tally()).isEqualTo(new RunTally(20, 38, 0, 2));
        assertThat(report.failures())
                .extracting(RunReport.FailedAction::id, RunReport.FailedAction::action, RunReport.FailedAction::reason)
                .containsExactly(tuple("P5", "picky", "not on a Friday"), tuple("P13", "picky", "not on a Friday"));
        assertThat(fixture.valueText("P5", LEAD_SCORE)).isEmpty();
        assertThat(fixture.valueText("P5", CITY)).isEqualTo("Rome");
        assertThat(fixture.valueText("P4", LEAD_SCORE)).isEqualTo("7");
    }

    @Test
    void an_action_with_an_invalid_effect_fails_and_none_of_its_effects_is_applied() {
        fixture.addProspects(3);
        fixture.addProspect("other", COUNTRY, "IT");
        Prospect other = fixture.find("other");
        List<List<Effect>> invalid = List.of(
                List.of(score(other, 7)),
                List.of(score(fixture.find("P1").with(LEAD_SCORE, EngineFixture.value(LEAD_SCORE, "3")), 7)),
                List.of(new Effect.FieldChange(
                        fixture.find("P1").key(), LEAD_SCORE, Optional.empty(), EngineFixture.value(CITY, "seven"))),
                List.of(new Effect.FieldChange(
                        fixture.find("P1").key(),
                        EMAIL,
                        fixture.find("P1").value(EMAIL),
                        EngineFixture.value(CITY, "no address"))),
                List.of(new Effect.FieldChange(
                        fixture.find("P1").key(),
                        StandardFields.ID,
                        EngineFixture.value(CITY, "P1"),
                        Optional.empty())),
                List.of(
                        new Effect.FieldChange(
                                fixture.find("P1").key(), CITY, Optional.empty(), EngineFixture.value(CITY, "Rome")),
                        new Effect.FieldChange(
                                fixture.find("P1").key(), CITY, Optional.empty(), EngineFixture.value(CITY, "Oslo"))));
        for (int i = 0; i < invalid.size(); i++) {
            List<Effect> effects = invalid.get(i);
            Automation automation = automation(
                    "wrong-" + i, countryIn("CA"), customStep("1", Set.of(), (prospects, evaluationTime) -> effects));

            assertThat(run(automation).run().tally()).isEqualTo(new RunTally(1, 0, 0, 1));
        }
        assertThat(fixture.history("P1", CITY)).isEmpty();
        assertThat(fixture.valueText("P1", EMAIL)).isEqualTo("p1@example.com");
    }

    @Test
    void progress_is_reported_after_each_batch() {
        fixture.addProspects(24);
        List<ProgressListener.ProgressState> running = new ArrayList<>();

        fixture.engine().batchSize(5).build().run(fixture.optOut(), RunOptions.DEFAULT, state -> {
            if (state.phase() == ProgressListener.Phase.RUNNING) {
                running.add(state);
            }
        });

        assertThat(running).last().satisfies(state -> {
            assertThat(state.affected()).isEqualTo(12);
            assertThat(state.read()).isEqualTo(state.total().orElseThrow());
        });
        assertThat(running).extracting(ProgressListener.ProgressState::batches).startsWith(0L, 1L, 2L);
    }

    @Test
    @Promise(9)
    void a_run_changes_nothing_in_another_account_of_the_store() {
        fixture.addProspects(8);
        AccountStore other = fixture.store.addAccount("Other", ZoneOffset.UTC);
        other.write(work -> work.importRows(
                List.of(new ImportRow(
                        1,
                        Map.of(
                                StandardFields.ID,
                                Optional.of(Value.Text.of("P1")),
                                COUNTRY,
                                EngineFixture.value(COUNTRY, "CA")))),
                new ImportOptions(StandardFields.ID, false),
                new Provenance(
                        EngineFixture.NOW, "x", Provenance.Origin.IMPORT, "y", Optional.empty(), Optional.empty())));
        Run run = run(RunOptions.DEFAULT, fixture.optOut()).run();

        Prospect otherProspect =
                other.read(reading -> reading.findProspects("P1")).get(0);
        assertThat(otherProspect.value(EMAIL_OPT_OUT)).contains(Value.of(false));
        List<Fact> otherFacts = other.read(reading -> reading.listFacts(otherProspect.key()));
        assertThat(otherFacts).hasSize(1);
        Engine otherEngine = fixture.engine(other).build();
        assertThatThrownBy(() -> otherEngine.undo(run.id(), ProgressListener.NONE))
                .hasMessage("there is no run " + run.id());
        assertThat(otherEngine
                        .run(fixture.optOut(), RunOptions.DEFAULT.withConfirmedCount(1), ProgressListener.NONE)
                        .run()
                        .number())
                .isEqualTo(1);
    }

    @Test
    void a_run_without_a_prefilter_selects_the_same_prospects() {
        fixture.addProspects(24);
        RunReport report = Engine.builder(fixture.account)
                .clock(fixture.clock)
                .batchSize(5)
                .build()
                .run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE);

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void a_run_that_selects_nobody_finishes() {
        RunReport report = run(automation("nobody", new Criterion.Not(everyone()), setField("1", CITY, "x")), 0);

        assertThat(report.run().status()).isEqualTo(Run.Status.FINISHED);
        assertThat(report.run().tally()).isEqualTo(RunTally.NONE);
    }

    private static Effect score(Prospect prospect, int score) {
        return new Effect.FieldChange(
                prospect.key(), LEAD_SCORE, prospect.value(LEAD_SCORE), Optional.of(new Value.Decimal(score)));
    }

    private static RunOptions confirmed(long affected) {
        return RunOptions.DEFAULT.withConfirmedCount(affected);
    }

    private RunReport run(Automation automation) {
        return run(RunOptions.DEFAULT, automation);
    }

    private RunReport run(Automation automation, long confirmed) {
        return run(confirmed(confirmed), automation);
    }

    private RunReport run(RunOptions options, Automation automation) {
        return run(options, source(automation));
    }

    private RunReport run(RunOptions options, AutomationSource source) {
        return fixture.engine().build().run(source, options, ProgressListener.NONE);
    }

    @Test
    @Promise(5)
    void a_prospect_that_changes_between_selection_and_its_batch_is_evaluated_again() {
        fixture.addProspects(9);
        Iterator<Runnable> edits = List.<Runnable>of(
                        () -> {}, // the run starts
                        () -> fixture.editField("P1", COUNTRY, "DE"),
                        () -> fixture.editField("P7", EMAIL_OPT_OUT, "yes"))
                .iterator();
        AccountStore interleaved = new InterleavedStore(fixture.account, () -> {
            if (edits.hasNext()) {
                edits.next().run();
            }
        });

        RunReport report =
                fixture.engine(interleaved).build().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE);

        assertThat(fixture.ledger(report.run())).containsExactly("P2 1 APPLIED", "P5 1 APPLIED");
        assertThat(fixture.history("P7", EMAIL_OPT_OUT)).containsExactly("No → No (import)", "No → Yes (profile edit)");
    }

    @Test
    void a_prospect_that_is_selected_only_after_an_earlier_batch_cleared_a_shared_bounce_is_affected() {
        fixture.addProspect("A0", EMAIL, "e@example.com", BOUNCED, "yes");
        fixture.editField("A0", EMAIL, "f@example.com"); // the bounce stays with the address
        fixture.addProspect("A1", EMAIL, "e@example.com");
        fixture.addProspect("A2").addProspect("A3").addProspect("A4", EMAIL, "e@example.com", CITY, "Rome");
        assertThat(fixture.valueText("A4", BOUNCED)).isEqualTo("Yes");
        Criterion criteria = new Criterion.Any(List.of(
                fieldEquals(StandardFields.ID, "A1"),
                new Criterion.All(List.of(fieldEquals(BOUNCED, "no"), fieldEquals(CITY, "Rome")))));

        RunReport report = fixture.engine()
                .batchSize(1)
                .build()
                .run(
                        source(automation("clear", criteria, setField("b", BOUNCED, "no"))),
                        RunOptions.DEFAULT,
                        ProgressListener.NONE);

        assertThat(fixture.ledger(report.run())).containsExactly("A1 b APPLIED", "A4 b UNCHANGED");
    }
}
