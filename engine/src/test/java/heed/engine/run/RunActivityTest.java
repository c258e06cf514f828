package heed.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunActivityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest(name = "{0}, lease of {1} for {2} s, undone {3}: {4}")
    @CsvSource({
        "RUNNING, alive, 10, false, RUNNING",
        "RUNNING, alive, -1, false, STOPPED",
        "RUNNING, ended, 10, false, STOPPED",
        "FAILED, , 0, false, STOPPED",
        "FINISHED, , 0, false, FINISHED",
        "FINISHED, alive, 10, false, UNDOING",
        "FINISHED, alive, -1, false, UNDO_STOPPED",
        "FINISHED, ended, 10, false, UNDO_STOPPED",
        "FINISHED, alive, -1, true, UNDONE",
        "FAILED, , 0, true, UNDONE"
    })
    void a_run_is_what_its_state_and_the_process_of_its_lease_say(
            Run.Status status, String worker, long leaseSeconds, boolean undone, RunActivity expected) {
        Run run = new Run(
                new RunId(1),
                Run.Kind.AUTOMATION,
                "news",
                1,
                1,
                1,
                status,
                new EvaluationTime(NOW, ZoneOffset.UTC),
                false,
                NOW,
                Optional.empty(),
                ProspectId.START,
                new RunTally(0, 0, 0, 0),
                Optional.ofNullable(worker).map(name -> new Run.Lease(name, NOW.plusSeconds(leaseSeconds))),
                undone ? Optional.of(NOW) : Optional.empty());
        assertThat(RunActivity.of(run, NOW, "ended"::equals)).isEqualTo(expected);
    }
}
