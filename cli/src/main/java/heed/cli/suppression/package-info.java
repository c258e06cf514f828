/** The {@code heed suppression} commands. */
@NullMarked
package heed.cli.suppression;

import org.jspecify.annotations.NullMarked;
