package heed.model.store;

import java.util.Optional;

/**
 * What became of a row.
 *
 * @param reason why it was rejected
 * @param flagRetained a flag stayed Yes against the row's No
 */
public record ImportOutcome(long line, RowResult result, Optional<String> reason, boolean flagRetained) {

    /** What was done. */
    public enum RowResult {
        CREATED,
        UPDATED,
        UNCHANGED,
        REJECTED
    }
}
