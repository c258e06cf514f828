package heed.store.internal;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.prospect.ValueReader;
import heed.model.run.Effect;
import heed.model.run.PlannedEffects;
import heed.model.run.PlannedEffects.PlannedEffect;
import heed.model.run.RunId;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stored plans that runs apply. */
final class Plans {
    private final Session session;
    private final Owner owner;
    private final FieldCatalog catalog;
    private final Runs runs;

    Plans(Session session, Owner owner, FieldCatalog catalog, Runs runs) {
        this.session = session;
        this.owner = owner;
        this.catalog = catalog;
        this.runs = runs;
    }

    void keep(RunId run, List<PlannedEffects> planned) {
        runs.require(run);
        planned.forEach(one -> owner.require(one.prospect()));
        session.insert(
                "planned",
                List.of("run", "prospect", "fingerprint"),
                planned,
                (one, bindings) ->
                        bindings.add(run.value()).add(one.prospect().value()).add(one.fingerprint()));
        List<Position> effects = new ArrayList<>();
        for (PlannedEffects one : planned) {
            for (int position = 0; position < one.effects().size(); position++) {
                effects.add(new Position(position, one.effects().get(position)));
            }
        }
        keepFailures(run, planned);
        session.insert(
                "planned_effect",
                List.of("run", "prospect", "position", "action", "field", "from_text", "to_text"),
                effects,
                (one, bindings) -> {
                    bindings.add(run.value())
                            .add(one.planned.effect().prospect().value())
                            .add(one.position)
                            .add(one.planned.action());
                    if (one.planned.effect() instanceof Effect.FieldChange set) {
                        bindings.add(set.field().slot())
                                .add(set.from().map(Value::text).orElse(null))
                                .add(set.to().map(Value::text).orElse(null));
                    } else if (one.planned.effect() instanceof Effect.EmailSend send) {
                        bindings.add(null)
                                .add(null)
                                .add(send.address().map(EmailAddress::value).orElse(null));
                    }
                });
    }

    private void keepFailures(RunId run, List<PlannedEffects> planned) {
        List<Failure> failures = planned.stream()
                .flatMap(one -> one.failures().entrySet().stream()
                        .map(failure -> new Failure(one.prospect(), failure.getKey(), failure.getValue())))
                .toList();
        session.insert(
                "planned_failure",
                List.of("run", "prospect", "action", "why"),
                failures,
                (one, bindings) -> bindings.add(run.value())
                        .add(one.prospect.value())
                        .add(one.action)
                        .add(one.why));
    }

    private record Failure(ProspectId prospect, String action, String why) {}

    private record Position(int position, PlannedEffect planned) {}

    List<PlannedEffects> after(RunId run, ProspectId after, int limit) {
        if (!runs.exists(run)) {
            return List.of();
        }
        Map<ProspectId, PlannedEffects> planned = new LinkedHashMap<>();
        session.list(
                        "SELECT prospect, fingerprint FROM planned WHERE run = ? AND prospect > ? ORDER BY prospect LIMIT ?",
                        row -> new PlannedEffects(new ProspectId(row.number(1)), row.text(2), List.of()),
                        run.value(),
                        after.value(),
                        limit)
                .forEach(one -> planned.put(one.prospect(), one));
        if (planned.isEmpty()) {
            return List.of();
        }
        long last = planned.keySet().stream().mapToLong(ProspectId::value).max().orElseThrow();
        Map<ProspectId, List<PlannedEffect>> effects = new LinkedHashMap<>();
        session.list("""
                        SELECT prospect, action, field, from_text, to_text FROM planned_effect
                        WHERE run = ? AND prospect > ? AND prospect <= ? ORDER BY prospect, position
                        """, this::plannedEffect, run.value(), after.value(), last)
                .forEach(one -> effects.computeIfAbsent(one.effect().prospect(), prospect -> new ArrayList<>())
                        .add(one));
        Map<ProspectId, Map<String, String>> failures = new HashMap<>();
        session.list(
                        "SELECT prospect, action, why FROM planned_failure"
                                + " WHERE run = ? AND prospect > ? AND prospect <= ?",
                        row -> new Failure(new ProspectId(row.number(1)), row.text(2), row.text(3)),
                        run.value(),
                        after.value(),
                        last)
                .forEach(one -> failures.computeIfAbsent(one.prospect, prospect -> new HashMap<>())
                        .put(one.action, one.why));
        return planned.values().stream()
                .map(one -> new PlannedEffects(
                        one.prospect(),
                        one.fingerprint(),
                        effects.getOrDefault(one.prospect(), List.of()),
                        failures.getOrDefault(one.prospect(), Map.of())))
                .toList();
    }

    private PlannedEffect plannedEffect(Row row) throws SQLException {
        ProspectId prospect = new ProspectId(row.number(1));
        Long slot = row.numberOrNull(3);
        if (slot == null) {
            return new PlannedEffect(
                    row.text(2), new Effect.EmailSend(prospect, row.optional(5).map(EmailAddress::new)));
        }
        Field field = catalog.all().get(slot.intValue());
        return new PlannedEffect(
                row.text(2),
                new Effect.FieldChange(prospect, field, read(field, row.optional(4)), read(field, row.optional(5))));
    }

    private static Optional<Value> read(Field field, Optional<String> text) {
        return text.flatMap(one -> ValueReader.read(field, one, ZoneOffset.UTC)); // values name their offset
    }
}
