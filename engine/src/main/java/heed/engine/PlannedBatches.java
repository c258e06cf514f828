package heed.engine;

import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
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

/** Exactly what a stored plan says, but for prospects who are not as they were when it was made: they are left out. */
final class PlannedBatches implements Batches {
    private final int batchSize;
    private final RunId run;
    private final List<ActionStep> steps;
    private final Fingerprint fingerprint;

    PlannedBatches(Settings settings, Automation automation, RunId run) {
        this.batchSize = settings.batchSize();
        this.run = run;
        this.steps = automation.steps();
        this.fingerprint = new Fingerprint(automation);
    }

    @Override
    public void prepare(ProspectId after) {}

    @Override
    public Batch next(StoreReading reading, ProspectId after, Application application) {
        List<PlannedEffects> planned = reading.listPlannedEffects(run, after, batchSize);
        Map<ProspectId, Prospect> present =
                reading
                        .listProspects(
                                planned.stream().map(PlannedEffects::prospect).toList())
                        .stream()
                        .collect(Collectors.toMap(Prospect::key, Function.identity()));
        application.selected(planned.size());
        for (PlannedEffects one : planned) {
            Prospect prospect = Optional.ofNullable(present.get(one.prospect()))
                    .orElseThrow(() -> new IllegalStateException("there is no prospect " + one.prospect()));
            List<Outcome> outcomes = outcomes(reading, prospect, one);
            if (outcomes.isEmpty()) {
                steps.forEach(step -> application.leaveOut(step.id(), prospect));
            } else {
                outcomes.forEach(application::add);
            }
        }
        return new Batch(
                planned.isEmpty() ? after : planned.get(planned.size() - 1).prospect(),
                planned.size(),
                planned.size(),
                planned.size() == batchSize);
    }

    /** One for each action; none if the prospect is not as it was. */
    private List<Outcome> outcomes(StoreReading reading, Prospect prospect, PlannedEffects planned) {
        if (!fingerprint.of(prospect).equals(planned.fingerprint())) {
            return List.of();
        }
        List<Outcome> outcomes = new ArrayList<>();
        Prospect left = prospect;
        for (ActionStep step : steps) {
            Prospect present = left;
            List<Effect> effects = new ArrayList<>();
            for (PlannedEffects.PlannedEffect one : planned.effects()) {
                if (one.action().equals(step.id())) {
                    if (!fits(one.effect(), left)) {
                        return List.of(); // an action that read more than it said
                    }
                    effects.add(one.effect());
                    left = one.effect() instanceof FieldChange set ? Steps.after(reading, left, set) : left;
                }
            }
            outcomes.add(new Outcome(
                    step,
                    prospect,
                    present,
                    effects,
                    Optional.ofNullable(planned.failures().get(step.id()))));
        }
        return outcomes;
    }

    private static boolean fits(Effect effect, Prospect present) {
        return effect instanceof FieldChange set
                ? text(set.from()).equals(text(present.value(set.field())))
                : ((EmailSend) effect).address().equals(present.email());
    }

    private static Optional<String> text(Optional<Value> value) {
        return value.map(Value::text);
    }

    @Override
    public void close() {}
}
