/** The {@code heed} command and its warm-up for the start script. Begin with {@link heed.cli.Heed}. */
@NullMarked
package heed.cli;

import org.jspecify.annotations.NullMarked;
