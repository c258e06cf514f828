package heed.model;

/**
 * What came of a run so far.
 *
 * @param affected prospects that the criteria selected
 * @param applied actions that changed a prospect, counted for each prospect and action
 * @param skipped actions that had nothing to do or were left out, with the reason in the ledger
 * @param failed actions that could not be done, with the reason in the ledger
 */
public record Tally(long affected, long applied, long skipped, long failed) {
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    public Tally plus(Tally other) {
        return new Tally(
                affected + other.affected, applied + other.applied, skipped + other.skipped, failed + other.failed);
    }
}
