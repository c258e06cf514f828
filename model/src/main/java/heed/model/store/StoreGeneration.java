package heed.model.store;

import java.time.Instant;

/**
 * A generation of a store that a restore began. What happened between the backup and the restore is unknown to it.
 *
 * @param number from 2: a store is created in its first generation
 * @param started when the backup was restored
 * @param backupTaken when the backup was made
 */
public record StoreGeneration(long number, Instant started, Instant backupTaken) {}
