package heed.cli.automations;

import heed.model.run.Run;
import java.time.Instant;

/** The state of a run in a word. */
final class RunStateWords {
    private RunStateWords() {}

    /** Returns running, stopped, finished or undone. A run whose process died, so that its lease has ended, is stopped. */
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
