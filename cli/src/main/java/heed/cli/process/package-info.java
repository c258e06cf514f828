/** The process in which a command runs: its streams, environment, stop signal and exit codes. */
@NullMarked
package heed.cli.process;

import org.jspecify.annotations.NullMarked;
