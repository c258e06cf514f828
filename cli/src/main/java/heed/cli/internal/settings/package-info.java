/** The mail settings, and how they are read. */
@NullMarked
package heed.cli.internal.settings;

import org.jspecify.annotations.NullMarked;
