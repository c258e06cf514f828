/** Step 2, Define Actions: the action types that an automation can name, and the actions that they create; an action plans effects and applies none. */
@NullMarked
package heed.actions;

import org.jspecify.annotations.NullMarked;
