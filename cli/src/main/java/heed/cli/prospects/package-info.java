/** Single prospects: editing one, what was asserted of one, and the suppression list. */
@NullMarked
package heed.cli.prospects;

import org.jspecify.annotations.NullMarked;
