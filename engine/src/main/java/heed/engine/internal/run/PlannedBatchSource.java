package heed.engine.internal.run;

import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.evaluation.ProspectFingerprint;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.Effect.EmailSend;
import heed.model.run.Effect.FieldChange;
import heed.model.run.PlannedEffects;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The effects of a stored plan, exactly as planned. A prospect whose values have changed since the plan was made is
 * left out of all actions.
 */
final class PlannedBatchSource implements BatchSource {
    private final int batchSize;
    private final RunId run;
    private final List<ActionStep> steps;
    private final ProspectFingerprint fingerprint;

    PlannedBatchSource(int batchSize, Automation automation, RunId run) {
        this.batchSize = batchSize;
        this.run = run;
        this.steps = automation.steps();
        this.fingerprint = new ProspectFingerprint(automation);
    }

    @Override
    public void prepare(ProspectId after) {}

    @Override
    public BatchResult next(StoreReading reading, ProspectId after, BatchApplier applier) {
        List<PlannedEffects> planned = reading.listPlannedEffects(run, after, batchSize);
        Map<ProspectId, Prospect> currentProspects =
                reading
                        .listProspects(
                                planned.stream().map(PlannedEffects::prospect).toList())
                        .stream()
                        .collect(Collectors.toMap(Prospect::key, Function.identity()));
        applier.addSelected(planned.size());
        for (PlannedEffects plannedEffects : planned) {
            Prospect prospect = Optional.ofNullable(currentProspects.get(plannedEffects.prospect()))
                    .orElseThrow(() -> new IllegalStateException("there is no prospect " + plannedEffects.prospect()));
            List<PlannedStep> plannedSteps = planSteps(reading, prospect, plannedEffects);
            if (plannedSteps.isEmpty()) {
                steps.forEach(step -> applier.addChangedSincePlan(step.id(), prospect));
            } else {
                plannedSteps.forEach(applier::add);
            }
        }
        return new BatchResult(
                planned.isEmpty() ? after : planned.get(planned.size() - 1).prospect(),
                planned.size(),
                planned.size(),
                planned.size() == batchSize);
    }

    /** Returns one step for each action; none if the prospect has changed since the plan was made. */
    private List<PlannedStep> planSteps(StoreReading reading, Prospect prospect, PlannedEffects planned) {
        if (!fingerprint.of(prospect).equals(planned.fingerprint())) {
            return List.of();
        }
        List<PlannedStep> plannedSteps = new ArrayList<>();
        Prospect after = prospect;
        for (ActionStep step : steps) {
            Prospect current = after;
            List<Effect> effects = new ArrayList<>();
            for (PlannedEffects.PlannedEffect plannedEffect : planned.effects()) {
                if (plannedEffect.action().equals(step.id())) {
                    if (!matchesCurrent(plannedEffect.effect(), after)) {
                        return List.of(); // the action depends on a field that it does not list in inputFields()
                    }
                    effects.add(plannedEffect.effect());
                    after = plannedEffect.effect() instanceof FieldChange change
                            ? ActionPlanner.apply(reading, after, change)
                            : after;
                }
            }
            plannedSteps.add(new PlannedStep(
                    step,
                    prospect,
                    current,
                    effects,
                    Optional.ofNullable(planned.failures().get(step.id()))));
        }
        return plannedSteps;
    }

    private static boolean matchesCurrent(Effect effect, Prospect current) {
        return effect instanceof FieldChange change
                ? text(change.from()).equals(text(current.value(change.field())))
                : ((EmailSend) effect).address().equals(current.email());
    }

    private static Optional<String> text(Optional<Value> value) {
        return value.map(Value::text);
    }

    @Override
    public void close() {}
}
