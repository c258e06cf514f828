package heed.engine.internal.evaluation;

import heed.actions.MessageAction;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.Effect.EmailSend;
import heed.model.run.Effect.FieldChange;
import heed.model.run.EvaluationTime;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans what the actions of an automation do to selected prospects. Actions run in the automation's order, and each
 * sees the changes of the earlier ones. If an action throws for a prospect, it has failed for that prospect only; the
 * other actions and prospects are planned as usual.
 */
public final class ActionPlanner {
    private static final int MAX_FAILURE_LENGTH = 300;

    private final Automation automation;
    private final FieldCatalog fields;
    private final EvaluationTime evaluationTime;

    public ActionPlanner(Automation automation, FieldCatalog fields, EvaluationTime evaluationTime) {
        this.automation = automation;
        this.fields = fields;
        this.evaluationTime = evaluationTime;
    }

    /** Returns one step for each action and prospect, ordered by action, then by prospect as given. */
    public List<PlannedStep> planSteps(StoreReading reading, List<Prospect> selected) {
        List<PlannedStep> plannedSteps = new ArrayList<>();
        List<Prospect> current = new ArrayList<>(selected);
        for (ActionStep step : automation.steps()) {
            List<ProspectPlan> plans = plan(reading, step, List.copyOf(current));
            for (int i = 0; i < selected.size(); i++) {
                ProspectPlan plan = plans.get(i);
                plannedSteps.add(new PlannedStep(step, selected.get(i), current.get(i), plan.effects, plan.failure));
                current.set(i, plan.after);
            }
        }
        return plannedSteps;
    }

    /**
     * What an action does to a prospect.
     *
     * @param after the prospect with the effects applied
     */
    private record ProspectPlan(List<Effect> effects, Optional<String> failure, Prospect after) {}

    private List<ProspectPlan> plan(StoreReading reading, ActionStep step, List<Prospect> prospects) {
        try {
            return planTogether(reading, step, prospects);
        } catch (RuntimeException e) { // plan one by one, to find the prospects for which the action fails
            return prospects.stream()
                    .map(prospect -> planSingly(reading, step, prospect))
                    .toList();
        }
    }

    private ProspectPlan planSingly(StoreReading reading, ActionStep step, Prospect prospect) {
        try {
            return planTogether(reading, step, List.of(prospect)).get(0);
        } catch (RuntimeException e) {
            return new ProspectPlan(List.of(), Optional.of(failureMessage(e)), prospect);
        }
    }

    private List<ProspectPlan> planTogether(StoreReading reading, ActionStep step, List<Prospect> prospects) {
        if (prospects.isEmpty()) {
            return List.of();
        }
        Map<ProspectId, List<Effect>> byProspect = new HashMap<>();
        for (Prospect prospect : prospects) {
            byProspect.put(prospect.key(), new ArrayList<>(1));
        }
        for (Effect effect : step.action().plan(prospects, evaluationTime)) {
            List<Effect> effects = byProspect.get(effect.prospect());
            if (effects == null) {
                throw new IllegalStateException("the action planned an effect on a prospect that was not given to it");
            }
            effects.add(effect);
        }
        List<ProspectPlan> plans = new ArrayList<>(prospects.size());
        for (Prospect prospect : prospects) {
            plans.add(validate(reading, step, prospect, byProspect.getOrDefault(prospect.key(), List.of())));
        }
        return plans;
    }

    /** Checks every effect before anything is written, and applies them to the prospect in order. */
    private ProspectPlan validate(StoreReading reading, ActionStep step, Prospect prospect, List<Effect> effects) {
        Prospect current = prospect;
        List<Effect> validated = new ArrayList<>(effects.size());
        for (Effect effect : effects) {
            if (effect instanceof FieldChange requested) {
                FieldChange change = normalize(requested);
                requireCurrentValue(change, current);
                validated.add(change);
                current = apply(reading, current, change);
            } else if (effect instanceof EmailSend send) {
                requireOwnMessage(step, send, prospect, effects);
                validated.add(send);
            }
        }
        return new ProspectPlan(validated, Optional.empty(), current);
    }

    private static void requireCurrentValue(FieldChange change, Prospect prospect) {
        if (!text(change.from()).equals(text(prospect.value(change.field())))) {
            throw new IllegalStateException("the action planned a change of " + change.field()
                    + " from a value that the prospect does not have");
        }
    }

    /** Allows a message only as the sole effect of a send-email action, and only to the prospect's own address. */
    private static void requireOwnMessage(ActionStep step, EmailSend send, Prospect prospect, List<Effect> effects) {
        if (!(step.action() instanceof MessageAction) || effects.size() > 1) {
            throw new IllegalStateException("only a send-email action can send a message, and it has no other effect");
        }
        if (!send.address().equals(prospect.email())) {
            throw new IllegalStateException("the action planned a message to an address that is not the prospect's");
        }
    }

    /** Checks that the store can apply the change; clearing a flag becomes setting it to No. */
    private FieldChange normalize(FieldChange change) {
        Field field = change.field();
        if (field.slot() >= fields.size() || !fields.all().get(field.slot()).equals(field)) {
            throw new IllegalStateException(
                    "the action planned a change of " + field + ", which is no field of the account");
        }
        if (!field.settable()) {
            throw new IllegalStateException("the action planned a change of " + field + ", which cannot be set");
        }
        if (change.to().filter(value -> value.type() != field.type()).isPresent()) {
            throw new IllegalStateException("the action planned a change of " + field + " to a value of another type");
        }
        if (field.slot() == StandardFields.EMAIL.slot()
                && change.to()
                        .filter(value -> EmailAddress.parse(value.text())
                                .filter(address -> address.value().equals(value.text()))
                                .isEmpty())
                        .isPresent()) {
            throw new IllegalStateException(
                    "the action planned a change of Email to a text that is not a canonical address");
        }
        return field.isFlag() && change.to().isEmpty()
                ? new FieldChange(change.prospect(), field, change.from(), Optional.of(Value.of(false)))
                : change;
    }

    /**
     * Returns the prospect after a change, as the store would leave it. A changed Email also changes Bounced, because
     * bounces belong to addresses: Bounced becomes Yes if there is bounce evidence for the new address, and No
     * otherwise.
     */
    public static Prospect apply(StoreReading reading, Prospect prospect, FieldChange change) {
        Prospect changed = prospect.with(change.field(), change.to());
        if (change.field().slot() != StandardFields.EMAIL.slot() || change.isNoOp()) {
            return changed;
        }
        boolean bounced = changed.email().stream()
                .flatMap(address -> reading.listSuppressions(address).stream())
                .anyMatch(suppression -> suppression.source().isBounceOfAddress());
        return changed.with(ProspectFlag.BOUNCED.field(), Optional.of(Value.of(bounced)));
    }

    private static Optional<String> text(Optional<Value> value) {
        return value.map(Value::text);
    }

    private static String failureMessage(RuntimeException e) {
        String message = e.getMessage();
        String text = message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
        return text.length() > MAX_FAILURE_LENGTH ? text.substring(0, MAX_FAILURE_LENGTH) + "…" : text;
    }
}
