/**
 * Step 2, Define Actions: what an automation can do to the prospects it selects. An {@link heed.actions.ActionType} reads
 * what an author wrote, the {@link heed.actions.Action} it makes plans effects, and only the engine applies them.
 */
@NullMarked
package heed.actions;

import org.jspecify.annotations.NullMarked;
