/** Backups of a store: the archive, its check, and the generation that a restored store begins. */
@NullMarked
package heed.store.internal.backup;

import org.jspecify.annotations.NullMarked;
