package heed.model.store;

import heed.model.field.Field;
import heed.model.field.StandardFields;

/**
 * The options of an import: how rows are matched to prospects and what they may change.
 *
 * @param matchBy {@link StandardFields#ID} or {@link StandardFields#EMAIL}
 * @param allowClearingFlags whether a No in the file may clear a Yes; otherwise the flag stays Yes and the outcome
 *     reports it
 * @param updateOnly whether a row without a prospect creates none
 * @param addTags whether the tags of a row are added to those that the prospect has; otherwise they replace them
 */
public record ImportOptions(Field matchBy, boolean allowClearingFlags, boolean updateOnly, boolean addTags) {
    /** Creates the options of an import that also creates prospects, and whose tags replace those that prospects have. */
    public ImportOptions(Field matchBy, boolean allowClearingFlags) {
        this(matchBy, allowClearingFlags, false, false);
    }
}
