/** The {@code heed fields} commands. */
@NullMarked
package heed.cli.fields;

import org.jspecify.annotations.NullMarked;
