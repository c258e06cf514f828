/** Locations of stores: a file, or a database on a server. */
@NullMarked
package heed.cli.internal.stores;

import org.jspecify.annotations.NullMarked;
