package heed.store.internal.sql;

/**
 * The version of the store's schema: the number of the last migration that was applied. Both databases have the same
 * versions.
 */
public final class SchemaVersion {
    /** The newest migration's number. Each migration sets the store's version to its own number. */
    public static final int NEWEST = 20;

    private SchemaVersion() {}
}
