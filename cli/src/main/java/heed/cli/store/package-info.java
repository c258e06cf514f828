/** The commands that maintain a store: {@code heed doctor} and {@code heed retention}. */
@NullMarked
package heed.cli.store;

import org.jspecify.annotations.NullMarked;
