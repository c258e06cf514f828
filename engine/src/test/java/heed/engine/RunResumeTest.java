package heed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.definition.AutomationSource;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.filters.json.SourceText;
import heed.model.field.StandardFields;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunResumeTest {
    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new EngineFixture(directory).addProspects(24);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Promise(4)
    void a_resumed_run_keeps_the_evaluation_time_of_its_start() {
        AutomationSource today = fixture.read(EngineFixture.OPT_OUT.replace(
                "{ \"field\": \"Email Opt Out\", \"operator\": \"equals\", \"value\": false }",
                "{ \"field\": \"Created\", \"operator\": \"in-time-frame\", \"value\": \"today\" }"));
        runUntilStopped(today, RunOptions.DEFAULT.withConfirmedCount(16));
        fixture.clock.advance(Duration.ofDays(1));
        fixture.account.setZone(ZoneId.of("Pacific/Kiritimati"));

        RunReport report = engine().run(today, RunOptions.DEFAULT, ProgressListener.NONE);

        assertThat(report.run().tally().affected()).isEqualTo(16);
        assertThat(report.run().evaluationTime().instant()).isEqualTo(EngineFixture.NOW);
    }

    @Test
    @Promise(4)
    void an_edited_definition_is_refused_with_a_diff() {
        runUntilStopped(fixture.optOut(), RunOptions.DEFAULT);
        AutomationSource edited = fixture.read(EngineFixture.OPT_OUT.replace("Country", "City"));

        assertThatThrownBy(() -> engine().run(edited, RunOptions.DEFAULT, ProgressListener.NONE))
                .isInstanceOfSatisfying(RunRefusedException.class, e -> {
                    RunRefusal.DefinitionEdited refusal = (RunRefusal.DefinitionEdited) e.refusal();
                    assertThat(refusal.run()).isEqualTo(onlyRun().id());
                    assertThat(refusal.remedy()).contains(RunRefusal.Remedy.RESUME);
                    assertThat(refusal.diff())
                            .contains(
                                    "-    { \"field\": \"Country\", \"operator\": \"equals\", \"value\": [\"Canada\", \"France\"] },",
                                    "+    { \"field\": \"City\", \"operator\": \"equals\", \"value\": [\"Canada\", \"France\"] },",
                                    "   \"id\": \"opt-out\",");
                });
        assertThat(onlyRun().tally().affected()).isLessThan(12);
    }

    @Test
    @Promise(7)
    void an_invalid_definition_is_reported_with_all_its_problems() {
        List<String> places = engine().read(new SourceText(
                        "test.json",
                        EngineFixture.OPT_OUT.replace("Country", "Land").replace("once", "twice")))
                .either(
                        valid -> List.of(),
                        invalid -> invalid.problems().stream()
                                .map(problem -> problem.line() + " " + problem.pointer())
                                .toList());

        assertThat(places).containsExactly("5 /who/all/0/field", "8 /run/mode");
    }

    @Test
    void a_run_is_resumed_by_its_id_with_the_definition_it_was_started_with() {
        runUntilStopped(fixture.optOut(), RunOptions.DEFAULT);

        RunReport report = engine().resume(onlyRun().id(), ProgressListener.NONE);

        assertThat(report.resumed()).isTrue();
        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThatThrownBy(() -> engine().resume(onlyRun().id(), ProgressListener.NONE))
                .hasMessage("run 1 has finished at 2026-03-01T12:00:00Z");
        assertThatThrownBy(() -> engine().resume(new RunId(7), ProgressListener.NONE))
                .hasMessage("there is no run 7");
    }

    @Test
    void a_stopped_second_run_is_resumed_even_if_another_run_is_requested() {
        engine().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE);
        for (String back : List.of("P1", "P2", "P5", "P7", "P23")) {
            fixture.editField(back, StandardFields.EMAIL_OPT_OUT, "No");
        }
        runUntilStopped(fixture.optOut(), RunOptions.DEFAULT.withAgain());

        RunReport report = engine().run(fixture.optOut(), RunOptions.DEFAULT.withAgain(), ProgressListener.NONE);

        assertThat(report.run().number()).isEqualTo(2);
        assertThat(report.run().tally()).isEqualTo(new RunTally(5, 5, 0, 0));
        assertThat(fixture.runs()).hasSize(2);
    }

    @Test
    void a_stopped_run_that_was_undone_cannot_be_resumed() {
        runUntilStopped(fixture.optOut(), RunOptions.DEFAULT);
        engine().undo(onlyRun().id(), ProgressListener.NONE);

        assertThatThrownBy(() -> engine().resume(onlyRun().id(), ProgressListener.NONE))
                .hasMessage("run 1 was undone at 2026-03-01T12:00:00Z");
        assertThatThrownBy(() -> engine().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE))
                .hasMessage(
                        "opt-out runs only once, and ran at 2026-03-01T12:00:00Z (run 1), undone at 2026-03-01T12:00:00Z");
        assertThat(engine().run(fixture.optOut(), RunOptions.DEFAULT.withAgain(), ProgressListener.NONE)
                        .run()
                        .tally()
                        .affected())
                .isEqualTo(12);
    }

    @Test
    void a_stored_definition_that_is_no_longer_valid_is_refused_with_its_problems() {
        AutomationSource unreadable =
                new AutomationSource(fixture.optOut().automation(), EngineFixture.OPT_OUT.replace("Country", "Land"));
        runUntilStopped(unreadable, RunOptions.DEFAULT);

        assertThatThrownBy(() -> engine().resume(onlyRun().id(), ProgressListener.NONE))
                .isInstanceOfSatisfying(RunRefusedException.class, e -> {
                    assertThat(e.refusal().code()).isEqualTo("unreadable-definition");
                    assertThat(e).hasMessageContaining("Land");
                });
        assertThat(onlyRun().lease()).isEmpty();
    }

    @Test
    void the_progress_of_a_resumed_run_has_the_remaining_total() {
        runUntilStopped(fixture.optOut(), RunOptions.DEFAULT);
        List<ProgressListener.ProgressState> steps = new ArrayList<>();

        engine().resume(onlyRun().id(), steps::add);

        assertThat(steps).last().satisfies(state -> {
            assertThat(state.phase()).isEqualTo(ProgressListener.Phase.RUNNING);
            assertThat(state.read()).isEqualTo(state.total().orElseThrow()).isLessThan(12);
        });
    }

    /** Runs one batch and stops. */
    private void runUntilStopped(AutomationSource source, RunOptions options) {
        assertThatThrownBy(() -> engine().run(source, options, state -> {
                    if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() == 1) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .isInstanceOf(RunFailedException.class);
    }

    private Engine engine() {
        return fixture.engine().build();
    }

    private Run onlyRun() {
        assertThat(fixture.runs()).hasSize(1);
        return fixture.runs().get(0);
    }
}
