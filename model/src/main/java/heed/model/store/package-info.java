/** The interfaces of a store and its accounts, and their parameters and results. */
@NullMarked
package heed.model.store;

import org.jspecify.annotations.NullMarked;
