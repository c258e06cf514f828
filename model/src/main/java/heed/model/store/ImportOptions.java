package heed.model.store;

import heed.model.field.Field;
import heed.model.field.StandardFields;

/**
 * How rows are matched and what they may do.
 *
 * @param matchBy {@link StandardFields#ID} or {@link StandardFields#EMAIL}
 * @param allowClearingFlags whether a No in the file may clear a Yes; otherwise the Yes stays and the outcome says so
 */
public record ImportOptions(Field matchBy, boolean allowClearingFlags) {}
