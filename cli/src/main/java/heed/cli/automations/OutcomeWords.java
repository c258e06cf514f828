package heed.cli.automations;

import heed.model.run.LedgerEntry;

/** The words for what an action of a run did to a prospect. */
final class OutcomeWords {
    private OutcomeWords() {}

    static String of(LedgerEntry entry) {
        return switch (entry.outcome()) {
            case APPLIED -> "applied";
            case UNCHANGED -> "skipped";
            case CHANGED_SINCE_PLAN -> "left out";
            case FAILED -> "failed";
        };
    }
}
