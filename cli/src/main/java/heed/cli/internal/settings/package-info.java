/** The mail settings and their readers. */
@NullMarked
package heed.cli.internal.settings;

import org.jspecify.annotations.NullMarked;
