/** Connections, statements and what the two databases' SQL has in common. */
@NullMarked
package heed.store.internal.sql;

import org.jspecify.annotations.NullMarked;
