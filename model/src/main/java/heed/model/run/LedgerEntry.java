package heed.model.run;

import heed.model.prospect.ProspectId;
import java.util.Optional;

/**
 * What one action of a run did to one prospect: one row for each, unique, written in the transaction of the effect.
 *
 * @param action the action's id in its definition
 * @param detail why it was skipped or failed; empty where it was applied
 */
public record LedgerEntry(RunId run, String action, ProspectId prospect, Outcome outcome, Optional<String> detail) {

    /** What became of it. */
    public enum Outcome {
        APPLIED,
        /** The prospect had the value already. */
        UNCHANGED,
        /** The prospect is not as it was when the stored plan was made. */
        CHANGED_SINCE_PLAN,
        FAILED
    }
}
