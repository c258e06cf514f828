/** The {@code heed bounces} commands. */
@NullMarked
package heed.cli.bounces;

import org.jspecify.annotations.NullMarked;
