/** Commands on a whole store: doctor and retention. */
@NullMarked
package heed.cli.store;

import org.jspecify.annotations.NullMarked;
