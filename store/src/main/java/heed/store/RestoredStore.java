package heed.store;

import heed.model.store.BackupContents;
import heed.model.store.HeldWork;

/**
 * A store that was restored from a backup.
 *
 * @param store the open store, which the caller closes
 * @param backup what the backup holds
 * @param held what waits for a person
 */
public record RestoredStore(DatabaseStore store, BackupContents backup, HeldWork held) {}
