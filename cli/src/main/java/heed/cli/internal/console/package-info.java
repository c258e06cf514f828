/** What all commands share: their global options, their text and JSON output, progress and error messages. */
@NullMarked
package heed.cli.internal.console;

import org.jspecify.annotations.NullMarked;
