/** Commands on automations and their runs: validate, preview, run, resume, undo and explain. */
@NullMarked
package heed.cli.automations;

import org.jspecify.annotations.NullMarked;
