package heed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class ResumeTest {
    private World world;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = new World(directory).people(24);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Promise(4)
    void criteria_of_time_are_decided_at_the_moment_that_the_run_began() {
        AutomationSource today = world.read(World.OPT_OUT.replace(
                "{ \"field\": \"Email Opt Out\", \"operator\": \"equals\", \"value\": false }",
                "{ \"field\": \"Created\", \"operator\": \"in-time-frame\", \"value\": \"today\" }"));
        stop(today, RunOptions.FIRST.confirming(16));
        world.clock.advance(Duration.ofDays(1));
        world.account.setZone(ZoneId.of("Pacific/Kiritimati"));

        RunReport report = engine().run(today, RunOptions.FIRST, Progress.SILENT);

        assertThat(report.run().tally().affected()).isEqualTo(16);
        assertThat(report.run().evaluationTime().instant()).isEqualTo(World.NOW);
    }

    @Test
    @Promise(4)
    void an_edited_file_is_refused_with_the_difference() {
        stop(world.optOut(), RunOptions.FIRST);
        AutomationSource edited = world.read(World.OPT_OUT.replace("Country", "City"));

        assertThatThrownBy(() -> engine().run(edited, RunOptions.FIRST, Progress.SILENT))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    Refusal.Edited refusal = (Refusal.Edited) e.refusal();
                    assertThat(refusal.run()).isEqualTo(only().id());
                    assertThat(refusal.way()).contains(Refusal.Way.RESUME);
                    assertThat(refusal.difference())
                            .contains(
                                    "-    { \"field\": \"Country\", \"operator\": \"equals\", \"value\": [\"Canada\", \"France\"] },",
                                    "+    { \"field\": \"City\", \"operator\": \"equals\", \"value\": [\"Canada\", \"France\"] },",
                                    "   \"id\": \"opt-out\",");
                });
        assertThat(only().tally().affected()).isLessThan(12);
    }

    @Test
    void a_long_file_is_not_compared_line_by_line() {
        assertThat(Difference.between("a", "x\n".repeat(3_000), "b", "y\n".repeat(3_000)))
                .containsExactly("--- a", "+++ b", "(too long to be compared line by line)");
    }

    @Test
    @Promise(7)
    void a_wrong_definition_is_no_automation_and_says_all_that_is_wrong() {
        List<String> places = engine().read(new SourceText(
                        "test.json", World.OPT_OUT.replace("Country", "Land").replace("once", "twice")))
                .either(
                        valid -> List.of(),
                        invalid -> invalid.problems().stream()
                                .map(problem -> problem.line() + " " + problem.pointer())
                                .toList());

        assertThat(places).containsExactly("5 /who/all/0/field", "8 /run/mode");
    }

    @Test
    void a_run_is_resumed_by_its_number_with_the_definition_it_began_with() {
        stop(world.optOut(), RunOptions.FIRST);

        RunReport report = engine().resume(only().id(), Progress.SILENT);

        assertThat(report.resumed()).isTrue();
        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThatThrownBy(() -> engine().resume(only().id(), Progress.SILENT))
                .hasMessage("run 1 has finished at 2026-03-01T12:00:00Z");
        assertThatThrownBy(() -> engine().resume(new RunId(7), Progress.SILENT)).hasMessage("there is no run 7");
    }

    @Test
    void asked_for_again_a_stopped_run_goes_on_and_no_other_begins() {
        engine().run(world.optOut(), RunOptions.FIRST, Progress.SILENT);
        for (String back : List.of("P1", "P2", "P5", "P7", "P23")) {
            world.edit(back, StandardFields.EMAIL_OPT_OUT, "No");
        }
        stop(world.optOut(), RunOptions.FIRST.onceMore());

        RunReport report = engine().run(world.optOut(), RunOptions.FIRST.onceMore(), Progress.SILENT);

        assertThat(report.run().number()).isEqualTo(2);
        assertThat(report.run().tally()).isEqualTo(new RunTally(5, 5, 0, 0));
        assertThat(world.runs()).hasSize(2);
    }

    @Test
    void a_stopped_run_that_was_undone_does_not_go_on() {
        stop(world.optOut(), RunOptions.FIRST);
        engine().undo(only().id(), Progress.SILENT);

        assertThatThrownBy(() -> engine().resume(only().id(), Progress.SILENT))
                .hasMessage("run 1 was undone at 2026-03-01T12:00:00Z");
        assertThatThrownBy(() -> engine().run(world.optOut(), RunOptions.FIRST, Progress.SILENT))
                .hasMessage(
                        "opt-out runs only once, and ran at 2026-03-01T12:00:00Z (run 1), undone at 2026-03-01T12:00:00Z");
        assertThat(engine().run(world.optOut(), RunOptions.FIRST.onceMore(), Progress.SILENT)
                        .run()
                        .tally()
                        .affected())
                .isEqualTo(12);
    }

    @Test
    void a_definition_that_cannot_be_read_any_more_is_refused_with_what_is_wrong() {
        AutomationSource unreadable =
                new AutomationSource(world.optOut().automation(), World.OPT_OUT.replace("Country", "Land"));
        stop(unreadable, RunOptions.FIRST);

        assertThatThrownBy(() -> engine().resume(only().id(), Progress.SILENT))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusal().code()).isEqualTo("unreadable-definition");
                    assertThat(e).hasMessageContaining("Land");
                });
        assertThat(only().lease()).isEmpty();
    }

    @Test
    void progress_of_a_resumed_run_knows_how_many_are_left() {
        stop(world.optOut(), RunOptions.FIRST);
        List<Progress.Step> steps = new ArrayList<>();

        engine().resume(only().id(), steps::add);

        assertThat(steps).last().satisfies(step -> {
            assertThat(step.phase()).isEqualTo(Progress.Phase.RUNNING);
            assertThat(step.read()).isEqualTo(step.total().orElseThrow()).isLessThan(12);
        });
    }

    /** Runs one batch and stops. */
    private void stop(AutomationSource source, RunOptions options) {
        assertThatThrownBy(() -> engine().run(source, options, step -> {
                    if (step.phase() == Progress.Phase.RUNNING && step.batches() == 1) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .isInstanceOf(RunFailedException.class);
    }

    private Engine engine() {
        return world.engine().build();
    }

    private Run only() {
        assertThat(world.runs()).hasSize(1);
        return world.runs().get(0);
    }
}
