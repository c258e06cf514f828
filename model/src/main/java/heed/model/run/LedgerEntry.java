package heed.model.run;

import heed.model.prospect.ProspectId;
import java.util.Optional;

/**
 * The outcome of one action of a run for one prospect. There is exactly one entry for each run, action and prospect; it
 * is written in the transaction that applies the effect.
 *
 * @param run the run
 * @param action the action's id in its definition
 * @param prospect the prospect
 * @param outcome what the action did
 * @param detail why the action failed, why its message was not queued, or that the prospect has changed since the plan;
 *     otherwise empty
 */
public record LedgerEntry(RunId run, String action, ProspectId prospect, Outcome outcome, Optional<String> detail) {

    /** The outcome of an action. */
    public enum Outcome {
        APPLIED,
        /** The prospect already had the value, or the message was not queued. */
        UNCHANGED,
        /** The prospect changed after the stored plan was made. */
        CHANGED_SINCE_PLAN,
        FAILED
    }
}
