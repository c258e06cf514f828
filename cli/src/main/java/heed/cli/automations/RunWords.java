package heed.cli.automations;

import heed.model.Run;
import java.time.Instant;

/** What a run is doing, in a word. */
final class RunWords {
    private RunWords() {}

    /** running, stopped, finished or undone; one whose process died is stopped. */
    static String state(Run run, Instant now) {
        if (run.undone().isPresent()) {
            return "undone";
        }
        return switch (run.state()) {
            case RUNNING -> run.worker().filter(lease -> lease.heldAt(now)).isPresent() ? "running" : "stopped";
            case FINISHED -> "finished";
            case FAILED -> "stopped";
        };
    }
}
