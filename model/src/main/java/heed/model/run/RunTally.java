package heed.model.run;

/**
 * What came of a run so far.
 *
 * @param affected prospects that the criteria selected
 * @param applied actions that changed a prospect, counted for each prospect and action
 * @param skipped actions that had nothing to do or were left out, with the reason in the ledger
 * @param failed actions that could not be done, with the reason in the ledger
 */
public record RunTally(long affected, long applied, long skipped, long failed) {
    public static final RunTally NONE = new RunTally(0, 0, 0, 0);

    public RunTally plus(RunTally other) {
        return new RunTally(
                affected + other.affected, applied + other.applied, skipped + other.skipped, failed + other.failed);
    }
}
