package heed.model.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a backup holds, as it was read back from its file.
 *
 * @param taken when its snapshot was taken
 * @param schemaVersion the version of the store's schema
 * @param storeId the id of the store
 * @param bytes the size of the file
 * @param rows the number of rows of each table, by its name
 */
public record BackupContents(Instant taken, int schemaVersion, String storeId, long bytes, Map<String, Long> rows) {
    public BackupContents {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /** Returns the number of rows of a table; 0 if the backup has no such table. */
    public long rows(String table) {
        return rows.getOrDefault(table, 0L);
    }
}
