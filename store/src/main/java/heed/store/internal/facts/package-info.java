/** Facts about prospects and their provenance: appended, read, and deleted when they are old. */
@NullMarked
package heed.store.internal.facts;

import org.jspecify.annotations.NullMarked;
