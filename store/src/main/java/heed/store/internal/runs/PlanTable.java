package heed.store.internal.runs;

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
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of plans: the effects that a run will have. */
public final class PlanTable {
    private final SqlSession session;
    private final AccountKey account;
    private final FieldCatalog catalog;
    private final RunTable runs;

    public PlanTable(SqlSession session, AccountKey account, FieldCatalog catalog, RunTable runs) {
        this.session = session;
        this.account = account;
        this.catalog = catalog;
        this.runs = runs;
    }

    /**
     * Adds prospects to the plan of a run.
     *
     * @throws IllegalArgumentException if the account has no such run, or a prospect is not in its range
     */
    public void save(RunId run, List<PlannedEffects> planned) {
        runs.require(run);
        planned.forEach(entry -> account.requireOwned(entry.prospect()));
        session.insert(
                "planned",
                List.of("run", "prospect", "fingerprint"),
                planned,
                (entry, bindings) ->
                        bindings.add(run.value()).add(entry.prospect().value()).add(entry.fingerprint()));
        List<PositionedEffect> effects = new ArrayList<>();
        for (PlannedEffects entry : planned) {
            for (int position = 0; position < entry.effects().size(); position++) {
                effects.add(new PositionedEffect(position, entry.effects().get(position)));
            }
        }
        saveFailures(run, planned);
        session.insert(
                "planned_effect",
                List.of("run", "prospect", "position", "action", "field", "from_text", "to_text"),
                effects,
                (entry, bindings) -> {
                    bindings.add(run.value())
                            .add(entry.planned.effect().prospect().value())
                            .add(entry.position)
                            .add(entry.planned.action());
                    if (entry.planned.effect() instanceof Effect.FieldChange set) {
                        bindings.add(set.field().slot())
                                .add(set.from().map(Value::text).orElse(null))
                                .add(set.to().map(Value::text).orElse(null));
                    } else if (entry.planned.effect() instanceof Effect.EmailSend send) {
                        bindings.add(null)
                                .add(null)
                                .add(send.address().map(EmailAddress::value).orElse(null));
                    }
                });
    }

    /** Records that the account has made a plan file with this hash; returns false if it is recorded already. */
    public boolean record(String sha256, Instant now) {
        return session.update(
                        "INSERT INTO issued_plan (account, hash, made) VALUES (?, ?, ?) ON CONFLICT (account, hash) DO NOTHING",
                        account.id(),
                        sha256,
                        now.toEpochMilli())
                == 1;
    }

    /** Returns whether a plan file with this hash is recorded. */
    public boolean isRecorded(String sha256) {
        return session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM issued_plan WHERE account = ? AND hash = ?)", account.id(), sha256);
    }

    private void saveFailures(RunId run, List<PlannedEffects> planned) {
        List<PlannedFailure> failures = planned.stream()
                .flatMap(entry -> entry.failures().entrySet().stream()
                        .map(failure -> new PlannedFailure(entry.prospect(), failure.getKey(), failure.getValue())))
                .toList();
        session.insert(
                "planned_failure",
                List.of("run", "prospect", "action", "why"),
                failures,
                (entry, bindings) -> bindings.add(run.value())
                        .add(entry.prospect.value())
                        .add(entry.action)
                        .add(entry.reason));
    }

    private record PlannedFailure(ProspectId prospect, String action, String reason) {}

    private record PositionedEffect(int position, PlannedEffect planned) {}

    /** Returns the plan for the next prospects after the given one, ordered by prospect. */
    public List<PlannedEffects> list(RunId run, ProspectId after, int limit) {
        if (!runs.exists(run)) {
            return List.of();
        }
        Map<ProspectId, PlannedEffects> planned = new LinkedHashMap<>();
        session.query(
                        "SELECT prospect, fingerprint FROM planned WHERE run = ? AND prospect > ? ORDER BY prospect LIMIT ?",
                        row -> new PlannedEffects(new ProspectId(row.number(1)), row.text(2), List.of()),
                        run.value(),
                        after.value(),
                        limit)
                .forEach(entry -> planned.put(entry.prospect(), entry));
        if (planned.isEmpty()) {
            return List.of();
        }
        long last = planned.keySet().stream().mapToLong(ProspectId::value).max().orElseThrow();
        Map<ProspectId, List<PlannedEffect>> effects = new LinkedHashMap<>();
        session.query("""
                        SELECT prospect, action, field, from_text, to_text FROM planned_effect
                        WHERE run = ? AND prospect > ? AND prospect <= ? ORDER BY prospect, position
                        """, this::readEffect, run.value(), after.value(), last)
                .forEach(entry -> effects.computeIfAbsent(entry.effect().prospect(), prospect -> new ArrayList<>())
                        .add(entry));
        Map<ProspectId, Map<String, String>> failures = new HashMap<>();
        session.query(
                        "SELECT prospect, action, why FROM planned_failure"
                                + " WHERE run = ? AND prospect > ? AND prospect <= ?",
                        row -> new PlannedFailure(new ProspectId(row.number(1)), row.text(2), row.text(3)),
                        run.value(),
                        after.value(),
                        last)
                .forEach(entry -> failures.computeIfAbsent(entry.prospect, prospect -> new HashMap<>())
                        .put(entry.action, entry.reason));
        return planned.values().stream()
                .map(entry -> new PlannedEffects(
                        entry.prospect(),
                        entry.fingerprint(),
                        effects.getOrDefault(entry.prospect(), List.of()),
                        failures.getOrDefault(entry.prospect(), Map.of())))
                .toList();
    }

    private PlannedEffect readEffect(ResultRow row) throws SQLException {
        ProspectId prospect = new ProspectId(row.number(1));
        Long slot = row.numberOrNull(3);
        if (slot == null) {
            return new PlannedEffect(
                    row.text(2),
                    new Effect.EmailSend(prospect, row.optionalText(5).map(EmailAddress::new)));
        }
        Field field = catalog.all().get(slot.intValue());
        return new PlannedEffect(
                row.text(2),
                new Effect.FieldChange(
                        prospect, field, readValue(field, row.optionalText(4)), readValue(field, row.optionalText(5))));
    }

    private static Optional<Value> readValue(Field field, Optional<String> text) {
        return text.flatMap(valueText ->
                ValueReader.read(field, valueText, ZoneOffset.UTC)); // the texts of stored values name their offset
    }
}
