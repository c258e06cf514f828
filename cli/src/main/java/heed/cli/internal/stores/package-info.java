/** Where a store is: in a file, or in a database on a server. */
@NullMarked
package heed.cli.internal.stores;

import org.jspecify.annotations.NullMarked;
