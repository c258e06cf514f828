/** The PostgreSQL database: its connections, its locks, its dialect and its migrations. */
@NullMarked
package heed.store.internal.postgres;

import org.jspecify.annotations.NullMarked;
