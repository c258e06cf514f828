/** Automations: checked, previewed, run, resumed, undone and explained. */
@NullMarked
package heed.cli.automations;

import org.jspecify.annotations.NullMarked;
