/** Criteria as SQL conditions. */
@NullMarked
package heed.store.internal.criteria;

import org.jspecify.annotations.NullMarked;
