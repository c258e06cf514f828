/** The SQLite database: its file, its connections, its dialect and its migrations. */
@NullMarked
package heed.store.internal.sqlite;

import org.jspecify.annotations.NullMarked;
