/** Upgrades of a store's contents that SQL alone cannot make. */
@NullMarked
package heed.store.internal.upgrade;

import org.jspecify.annotations.NullMarked;
