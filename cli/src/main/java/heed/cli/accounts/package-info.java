/** The account that a command works on, and its fields. */
@NullMarked
package heed.cli.accounts;

import org.jspecify.annotations.NullMarked;
