package heed.model;

import java.util.Optional;

/**
 * What became of a row.
 *
 * @param reason why it was rejected
 * @param keptFlag a flag stayed Yes against the row's No
 */
public record ImportOutcome(long line, Kind kind, Optional<String> reason, boolean keptFlag) {

    /** What was done. */
    public enum Kind {
        CREATED,
        UPDATED,
        UNCHANGED,
        REJECTED
    }
}
