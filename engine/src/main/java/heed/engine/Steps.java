package heed.engine;

import heed.actions.Mailing;
import heed.actions.SendEmail;
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
 * Asks the actions of an automation, in their order, what they do to selected prospects; each finds them as the earlier
 * ones leave them. An action that throws has failed for a prospect, and nothing else stops.
 */
final class Steps {
    private static final int LONGEST_FAILURE = 300;

    private final Automation automation;
    private final FieldCatalog fields;
    private final EvaluationTime moment;

    Steps(Automation automation, FieldCatalog fields, EvaluationTime moment) {
        this.automation = automation;
        this.fields = fields;
        this.moment = moment;
    }

    /** One outcome for each action and prospect: the actions in their order, for each the prospects in theirs. */
    List<Outcome> outcomes(StoreReading reading, List<Prospect> selected) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Prospect> present = new ArrayList<>(selected);
        for (ActionStep step : automation.steps()) {
            List<Planned> planned = plan(reading, step, List.copyOf(present));
            for (int i = 0; i < selected.size(); i++) {
                Planned one = planned.get(i);
                outcomes.add(new Outcome(step, selected.get(i), present.get(i), one.effects, one.failure));
                present.set(i, one.left);
            }
        }
        return outcomes;
    }

    /** What an action does to a prospect, and what it leaves. */
    private record Planned(List<Effect> effects, Optional<String> failure, Prospect left) {}

    private List<Planned> plan(StoreReading reading, ActionStep step, List<Prospect> prospects) {
        try {
            return together(reading, step, prospects);
        } catch (RuntimeException e) {
            return prospects.stream()
                    .map(prospect -> singly(reading, step, prospect))
                    .toList();
        }
    }

    private Planned singly(StoreReading reading, ActionStep step, Prospect prospect) {
        try {
            return together(reading, step, List.of(prospect)).get(0);
        } catch (RuntimeException e) {
            return new Planned(List.of(), Optional.of(why(e)), prospect);
        }
    }

    private List<Planned> together(StoreReading reading, ActionStep step, List<Prospect> prospects) {
        if (prospects.isEmpty()) {
            return List.of();
        }
        Map<ProspectId, List<Effect>> byProspect = new HashMap<>();
        for (Prospect prospect : prospects) {
            byProspect.put(prospect.key(), new ArrayList<>(1));
        }
        for (Effect effect : step.action().plan(prospects, moment)) {
            List<Effect> effects = byProspect.get(effect.prospect());
            if (effects == null) {
                throw new IllegalStateException("an effect on a prospect that the action was not asked about");
            }
            effects.add(effect);
        }
        List<Planned> planned = new ArrayList<>(prospects.size());
        for (Prospect prospect : prospects) {
            planned.add(checked(reading, step, prospect, byProspect.getOrDefault(prospect.key(), List.of())));
        }
        return planned;
    }

    /** Refuses, before anything is written, what could not be applied. */
    private Planned checked(StoreReading reading, ActionStep step, Prospect prospect, List<Effect> effects) {
        Prospect left = prospect;
        List<Effect> checked = new ArrayList<>(effects.size());
        for (Effect effect : effects) {
            if (effect instanceof FieldChange given) {
                FieldChange set = normal(given);
                requirePresent(set, left);
                checked.add(set);
                left = after(reading, left, set);
            } else if (effect instanceof EmailSend send) {
                requireOwn(step, send, prospect, effects);
                checked.add(send);
            }
        }
        return new Planned(checked, Optional.empty(), left);
    }

    private static void requirePresent(FieldChange set, Prospect prospect) {
        if (!text(set.from()).equals(text(prospect.value(set.field())))) {
            throw new IllegalStateException("an effect on " + set.field() + " from a value that is not there");
        }
    }

    /** A message goes to the prospect's own address, and says what the automation's definition says. */
    private static void requireOwn(ActionStep step, EmailSend send, Prospect prospect, List<Effect> effects) {
        if (!(step.action() instanceof Mailing) || effects.size() > 1) {
            throw new IllegalStateException("a message of an action that is no " + SendEmail.class.getSimpleName());
        }
        if (!send.address().equals(prospect.email())) {
            throw new IllegalStateException("a message to another address than the prospect's");
        }
    }

    private FieldChange normal(FieldChange set) {
        Field field = set.field();
        if (field.slot() >= fields.size() || !fields.all().get(field.slot()).equals(field)) {
            throw new IllegalStateException("an effect on " + field + ", which the account does not have");
        }
        if (!field.settable()) {
            throw new IllegalStateException("an effect on " + field + ", which cannot be set");
        }
        if (set.to().filter(value -> value.type() != field.type()).isPresent()) {
            throw new IllegalStateException("an effect on " + field + " to a value of another type");
        }
        if (field.slot() == StandardFields.EMAIL.slot()
                && set.to()
                        .filter(value -> EmailAddress.parse(value.text())
                                .filter(address -> address.value().equals(value.text()))
                                .isEmpty())
                        .isPresent()) {
            throw new IllegalStateException("an effect on Email to what is no canonical address");
        }
        return field.isFlag() && set.to().isEmpty()
                ? new FieldChange(set.prospect(), field, set.from(), Optional.of(Value.of(false)))
                : set;
    }

    /** What an effect leaves. Bounces stay with addresses: a new one clears Bounced, unless one stayed there. */
    static Prospect after(StoreReading reading, Prospect prospect, FieldChange set) {
        Prospect left = prospect.with(set.field(), set.to());
        if (set.field().slot() != StandardFields.EMAIL.slot() || set.isNoOp()) {
            return left;
        }
        boolean bounced = left.email().stream()
                .flatMap(address -> reading.listSuppressions(address).stream())
                .anyMatch(one ->
                        one.source().either(carrier -> false, formerly -> true, returned -> true, listed -> false));
        return left.with(ProspectFlag.BOUNCED.field(), Optional.of(Value.of(bounced)));
    }

    private static Optional<String> text(Optional<Value> value) {
        return value.map(Value::text);
    }

    private static String why(RuntimeException e) {
        String message = e.getMessage();
        String why = message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
        return why.length() > LONGEST_FAILURE ? why.substring(0, LONGEST_FAILURE) + "…" : why;
    }
}
