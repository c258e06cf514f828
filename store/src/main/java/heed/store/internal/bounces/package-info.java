/** Bounces, the addresses that they mark, and the hourly counts that pause marking. */
@NullMarked
package heed.store.internal.bounces;

import org.jspecify.annotations.NullMarked;
