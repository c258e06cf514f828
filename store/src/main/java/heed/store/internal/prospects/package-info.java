/** Prospects, their import, and the transaction that reads or changes an account. */
@NullMarked
package heed.store.internal.prospects;

import org.jspecify.annotations.NullMarked;
