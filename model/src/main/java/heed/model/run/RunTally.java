package heed.model.run;

/**
 * The counts of a run so far.
 *
 * @param affected prospects that the criteria selected
 * @param applied actions that changed a prospect, counted once for each prospect and action
 * @param skipped actions that had nothing to do or were omitted; the ledger has the reasons
 * @param failed actions that failed; the ledger has the reasons
 */
public record RunTally(long affected, long applied, long skipped, long failed) {
    public static final RunTally NONE = new RunTally(0, 0, 0, 0);

    /** Returns the sum of both tallies. */
    public RunTally plus(RunTally other) {
        return new RunTally(
                affected + other.affected, applied + other.applied, skipped + other.skipped, failed + other.failed);
    }
}
