/** What is kept, in a SQLite file: start at {@link heed.store.SqliteStore}. */
@NullMarked
package heed.store;

import org.jspecify.annotations.NullMarked;
