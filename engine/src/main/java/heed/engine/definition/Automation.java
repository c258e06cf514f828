package heed.engine.definition;

import heed.filters.Criterion;
import java.util.List;

/**
 * An automation: whom to select, what to do to them, and when. Always valid. Immutable.
 *
 * @param id the permanent identifier; an automation that runs once runs once per id
 * @param name the name for people
 * @param criteria the criteria that select prospects
 * @param steps the actions in their order; at least one, with unique ids
 * @param runMode how often the automation runs
 */
public record Automation(String id, String name, Criterion criteria, List<ActionStep> steps, RunMode runMode) {
    /** @throws IllegalArgumentException if there is no action or two have the same id */
    public Automation {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.stream().map(ActionStep::id).distinct().count() < steps.size()) {
            throw new IllegalArgumentException("an automation has actions with unique ids: " + id);
        }
    }
}
