/** The commands for prospects: {@code heed import}, {@code export}, {@code set} and {@code history}. */
@NullMarked
package heed.cli.prospects;

import org.jspecify.annotations.NullMarked;
