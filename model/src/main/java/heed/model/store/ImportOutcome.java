package heed.model.store;

import heed.model.prospect.ProspectFlag;
import java.util.Optional;
import java.util.Set;

/**
 * The outcome of one imported row.
 *
 * @param line the row's line in its file, from 1
 * @param result what the import did with the row
 * @param reason why the row was rejected; empty if it was not
 * @param noesAdded the flags that the row made Yes
 * @param flagRetained whether a flag stayed Yes although the row contains No
 */
public record ImportOutcome(
        long line, RowResult result, Optional<String> reason, Set<ProspectFlag> noesAdded, boolean flagRetained) {

    /** What the import did with a row. */
    public enum RowResult {
        CREATED,
        UPDATED,
        UNCHANGED,
        /** The import only updates, and no prospect fits the row. */
        NOT_FOUND,
        REJECTED
    }
}
