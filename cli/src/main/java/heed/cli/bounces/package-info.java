/** Commands on mail that comes back. */
@NullMarked
package heed.cli.bounces;

import org.jspecify.annotations.NullMarked;
