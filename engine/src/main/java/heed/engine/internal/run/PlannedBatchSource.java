package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.evaluation.ProspectFingerprint;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.Effect.FieldChange;
import heed.model.run.PlannedEffects;
import heed.model.run.PlannedEffects.PlannedEffect;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The effects of a stored plan, exactly as planned. A prospect whose values have changed since the plan was made is left
 * out of all actions. So is a prospect for whom the plan has effects that the definition's actions do not have: the
 * actions are asked again, because a plan is a file that somebody may have edited.
 */
final class PlannedBatchSource implements BatchSource {
    private final int batchSize;
    private final RunId run;
    private final Automation automation;
    private final ActionPlanner planner;
    private final ProspectFingerprint fingerprint;

    PlannedBatchSource(ProspectAccess access, Automation automation, Run run) {
        this.batchSize = access.batchSize();
        this.run = run.id();
        this.automation = automation;
        this.planner = new ActionPlanner(automation, access.store().fields(), run.evaluationTime());
        this.fingerprint = new ProspectFingerprint(automation);
    }

    @Override
    public void prepare(ProspectId after) {}

    @Override
    public BatchResult next(StoreReading reading, ProspectId after, BatchApplier applier) {
        List<PlannedEffects> planned = reading.listPlannedEffects(run, after, batchSize);
        List<Prospect> prospects = reading.listProspects(
                planned.stream().map(PlannedEffects::prospect).toList());
        Map<ProspectId, Prospect> byKey =
                prospects.stream().collect(Collectors.toMap(Prospect::key, Function.identity()));
        Map<ProspectId, List<PlannedStep>> current = planner.planSteps(reading, prospects).stream()
                .collect(Collectors.groupingBy(step -> step.prospect().key()));
        applier.addSelected(planned.size());
        for (PlannedEffects plannedEffects : planned) {
            Prospect prospect = Optional.ofNullable(byKey.get(plannedEffects.prospect()))
                    .orElseThrow(() -> new IllegalStateException("there is no prospect " + plannedEffects.prospect()));
            List<PlannedStep> steps = current.getOrDefault(prospect.key(), List.of());
            if (fingerprint.of(prospect).equals(plannedEffects.fingerprint()) && agree(steps, plannedEffects)) {
                steps.forEach(step -> applier.add(asPlanned(step, plannedEffects)));
            } else {
                automation.steps().forEach(step -> applier.addChangedSincePlan(step.id(), prospect));
            }
        }
        return new BatchResult(
                planned.isEmpty() ? after : planned.get(planned.size() - 1).prospect(),
                planned.size(),
                planned.size(),
                planned.size() == batchSize);
    }

    /** Whether the plan has exactly the effects of the actions. An action that failed in the plan has none. */
    private static boolean agree(List<PlannedStep> steps, PlannedEffects planned) {
        List<Object> expected = new ArrayList<>();
        for (PlannedStep step : steps) {
            String action = step.step().id();
            if (!planned.failures().containsKey(action)) {
                step.effects().forEach(effect -> expected.add(List.of(action, describe(effect))));
            }
        }
        List<Object> actual = new ArrayList<>();
        for (PlannedEffect effect : planned.effects()) {
            actual.add(List.of(effect.action(), describe(effect.effect())));
        }
        return expected.equals(actual);
    }

    /** Describes an effect by the texts of its values, because only those are in a plan. */
    private static List<Object> describe(Effect effect) {
        return effect instanceof FieldChange change
                ? List.of(
                        change.field().apiName(),
                        change.from().map(Value::text),
                        change.to().map(Value::text))
                : List.of(effect);
    }

    private static PlannedStep asPlanned(PlannedStep step, PlannedEffects planned) {
        String failure = planned.failures().get(step.step().id());
        return failure == null
                ? step
                : new PlannedStep(step.step(), step.prospect(), step.current(), List.of(), Optional.of(failure));
    }

    @Override
    public void close() {}
}
