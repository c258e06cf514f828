/** The {@code heed accounts} commands. */
@NullMarked
package heed.cli.accounts;

import org.jspecify.annotations.NullMarked;
