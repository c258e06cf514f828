package heed.cli.automations;

import heed.engine.run.RunActivity;

/** The state of a run in a word or two. */
final class RunStateWords {
    private RunStateWords() {}

    /** Returns the state of a run and of its mail: "finished, mail not sent". */
    static String state(RunActivity activity, boolean mailPaused, boolean mailUnsent) {
        return state(activity) + (mailPaused ? ", mail paused" : mailUnsent ? ", mail not sent" : "");
    }

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
