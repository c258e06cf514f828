package heed.cli.automations;

import heed.engine.run.RunActivity;

/** The state of a run in a word or two. */
final class RunStateWords {
    private RunStateWords() {}

    /** Returns running, stopped, finished, being undone, undo stopped or undone. */
    static String state(RunActivity activity) {
        return switch (activity) {
            case RUNNING -> "running";
            case STOPPED -> "stopped";
            case FINISHED -> "finished";
            case UNDOING -> "being undone";
            case UNDO_STOPPED -> "undo stopped";
            case UNDONE -> "undone";
        };
    }
}
