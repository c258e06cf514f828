/** Checks of a store for inconsistencies. */
@NullMarked
package heed.store.internal.check;

import org.jspecify.annotations.NullMarked;
