/**
 * Actions of automations: the extension point for action types, and the standard types. An action plans effects and
 * applies none.
 */
@NullMarked
package heed.actions;

import org.jspecify.annotations.NullMarked;
