package heed.engine;

import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import java.util.List;

/**
 * What came of a run.
 *
 * @param resumed it went on with a run that had stopped
 * @param changedSincePlan how many prospects were left out because they are not as they were when the plan was made
 * @param leftOut the first of these, by key; the ledger has all
 * @param failures the first actions that failed; the ledger has all
 */
public record RunReport(
        Run run, boolean resumed, long changedSincePlan, List<LeftOut> leftOut, List<Failure> failures) {
    /** How many prospects a list of a report names at most. */
    public static final int MOST_LISTED = 1_000;

    /**
     * A prospect who changed after the plan was made.
     *
     * @param id the Id field
     */
    public record LeftOut(ProspectId prospect, String id) {}

    /**
     * An action that could not be done to a prospect.
     *
     * @param id the Id field
     */
    public record Failure(ProspectId prospect, String id, String action, String why) {}
}
