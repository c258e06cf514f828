/** How the SQLite store works: not for others. */
@NullMarked
package heed.store.internal;

import org.jspecify.annotations.NullMarked;
