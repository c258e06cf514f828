/** Stores in a SQLite file or a PostgreSQL schema: start at {@link heed.store.SqliteStore}. */
@NullMarked
package heed.store;

import org.jspecify.annotations.NullMarked;
