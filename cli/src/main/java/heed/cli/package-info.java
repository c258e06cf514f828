/** The {@code heed} command: it wires everything. Begin with {@link heed.cli.Heed}. */
@NullMarked
package heed.cli;

import org.jspecify.annotations.NullMarked;
