package heed.cli.automations;

import heed.model.run.Run;
import java.time.Instant;

/** What a run is doing, in a word. */
final class RunStateWords {
    private RunStateWords() {}

    /** running, stopped, finished or undone; one whose process died is stopped. */
    static String state(Run run, Instant now) {
        if (run.undoneAt().isPresent()) {
            return "undone";
        }
        return switch (run.status()) {
            case RUNNING -> run.lease().filter(lease -> lease.isHeldAt(now)).isPresent() ? "running" : "stopped";
            case FINISHED -> "finished";
            case FAILED -> "stopped";
        };
    }
}
