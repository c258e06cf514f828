package heed.engine.definition;

import heed.filters.Criterion;
import java.util.List;

/**
 * Whom to select, what to do to them, and when: a definition that was read, whole and valid.
 *
 * @param id stable: it is what runs once
 * @param steps the actions in their order, at least one, each with an id of its own
 */
public record Automation(String id, String name, Criterion criteria, List<ActionStep> steps, RunMode runMode) {
    public Automation {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.stream().map(ActionStep::id).distinct().count() < steps.size()) {
            throw new IllegalArgumentException("an automation has actions, each with an id of its own: " + id);
        }
    }
}
