/** Where stores are: a file, or a database of a server. */
@NullMarked
package heed.cli.stores;

import org.jspecify.annotations.NullMarked;
