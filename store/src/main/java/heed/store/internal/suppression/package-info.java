/** The suppression list of an account. */
@NullMarked
package heed.store.internal.suppression;

import org.jspecify.annotations.NullMarked;
