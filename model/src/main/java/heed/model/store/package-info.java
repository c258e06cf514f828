/** The interfaces of a store and its accounts, and what they take and return. */
@NullMarked
package heed.model.store;

import org.jspecify.annotations.NullMarked;
