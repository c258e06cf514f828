package heed.cli.store;

import heed.model.store.BackupContents;
import java.nio.file.Path;
import java.util.Map;

/** A backup in JSON: the time of its snapshot, its size, and the rows of each table. */
record BackupAnswer(String file, String taken, long bytes, int schema, String store, Map<String, Long> rows) {
    static BackupAnswer of(Path file, BackupContents contents) {
        return new BackupAnswer(
                file.toString(),
                contents.taken().toString(),
                contents.bytes(),
                contents.schemaVersion(),
                contents.storeId(),
                contents.rows());
    }
}
