package heed.engine.run;

import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import java.util.List;

/**
 * What came of a run.
 *
 * @param resumed it went on with a run that had stopped
 * @param changedCount how many prospects were left out because they are not as they were when the plan was made
 * @param changedProspects the first of these, by key; the ledger has all
 * @param failures the first actions that failed; the ledger has all
 */
public record RunReport(
        Run run,
        boolean resumed,
        long changedCount,
        List<ChangedProspect> changedProspects,
        List<FailedAction> failures) {
    /** How many prospects a list of a report names at most. */
    public static final int MAX_LISTED = 1_000;

    /**
     * A prospect who changed after the plan was made.
     *
     * @param id the Id field
     */
    public record ChangedProspect(ProspectId prospect, String id) {}

    /**
     * An action that could not be done to a prospect.
     *
     * @param id the Id field
     */
    public record FailedAction(ProspectId prospect, String id, String action, String reason) {}
}
