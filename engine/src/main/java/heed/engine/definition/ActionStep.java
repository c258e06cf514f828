package heed.engine.definition;

import heed.actions.Action;
import heed.actions.ActionType;

/**
 * One action of an automation.
 *
 * @param id the id in the definition; without one, {@code send-email} for the only message of an automation, and the
 *     position in the list, from 1, for any other action
 * @param type the type that created the action
 * @param action the action with its arguments
 */
public record ActionStep(String id, ActionType type, Action action) {}
