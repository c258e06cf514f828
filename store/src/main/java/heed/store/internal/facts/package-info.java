/** Facts about prospects and their provenance: appended, read, and dropped when they are old. */
@NullMarked
package heed.store.internal.facts;

import org.jspecify.annotations.NullMarked;
