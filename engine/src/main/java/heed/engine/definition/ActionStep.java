package heed.engine.definition;

import heed.actions.Action;
import heed.actions.ActionType;

/**
 * One action of an automation.
 *
 * @param id as its author wrote it, or its place in the list, from 1
 */
public record ActionStep(String id, ActionType type, Action action) {}
