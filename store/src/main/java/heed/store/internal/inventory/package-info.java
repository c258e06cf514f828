/** What the tables of a store hold: which columns can hold something of a person, and how an account is removed. */
@NullMarked
package heed.store.internal.inventory;

import org.jspecify.annotations.NullMarked;
