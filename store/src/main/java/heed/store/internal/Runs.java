package heed.store.internal;

import heed.model.Effect;
import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.LedgerEntry;
import heed.model.Moment;
import heed.model.PlannedEffects;
import heed.model.PlannedEffects.PlannedEffect;
import heed.model.ProspectId;
import heed.model.Run;
import heed.model.RunId;
import heed.model.StoredDefinition;
import heed.model.Tally;
import heed.model.Value;
import heed.model.ValueReader;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Definitions, their runs, and what a run records. */
final class Runs {
    private static final String SELECT = """
            SELECT id, automation, version, entry, state, decided_at, zone, planned, started, finished, checkpoint,
                affected, applied, skipped, failed, worker, lease_until, undone
            FROM run
            """;

    private final Session session;
    private final Owner owner;
    private final FieldCatalog catalog;

    Runs(Session session, Owner owner, FieldCatalog catalog) {
        this.session = session;
        this.owner = owner;
        this.catalog = catalog;
    }

    Optional<StoredDefinition> definition(String automation, int version) {
        return session.first(
                "SELECT name, json, stored_at FROM definition WHERE account = ? AND automation = ? AND version = ?",
                row -> new StoredDefinition(automation, version, row.text(1), row.text(2), Instant.parse(row.text(3))),
                owner.account(),
                automation,
                version);
    }

    StoredDefinition keep(String automation, String name, String json, Instant now) {
        Optional<Integer> same = session.first(
                "SELECT version FROM definition WHERE account = ? AND automation = ? AND json = ?",
                row -> (int) row.number(1),
                owner.account(),
                automation,
                json);
        if (same.isPresent()) {
            return definition(automation, same.get()).orElseThrow();
        }
        int version = 1
                + (int) session.number(
                        "SELECT coalesce(max(version), 0) FROM definition WHERE account = ? AND automation = ?",
                        owner.account(),
                        automation);
        session.update(
                "INSERT INTO definition (account, automation, version, name, json, stored_at) VALUES (?, ?, ?, ?, ?, ?)",
                owner.account(),
                automation,
                version,
                name,
                json,
                now.toString());
        return new StoredDefinition(automation, version, name, json, now);
    }

    List<Run> all() {
        return session.list(SELECT + "WHERE account = ? ORDER BY id", Runs::run, owner.account());
    }

    Optional<Run> find(RunId run) {
        return session.first(SELECT + "WHERE id = ? AND account = ?", Runs::run, run.value(), owner.account());
    }

    boolean exists(RunId run) {
        return session.number(
                        "SELECT EXISTS (SELECT 1 FROM run WHERE id = ? AND account = ?)", run.value(), owner.account())
                == 1;
    }

    private void require(RunId run) {
        if (!exists(run)) {
            throw missing(run);
        }
    }

    private static IllegalArgumentException missing(RunId run) {
        return new IllegalArgumentException("there is no run " + run);
    }

    private static Run run(Row row) throws SQLException {
        Optional<String> worker = row.optional(16);
        Optional<Run.Lease> lease = Optional.empty();
        if (worker.isPresent()) {
            lease = Optional.of(new Run.Lease(worker.get(), Instant.parse(row.text(17))));
        }
        return new Run(
                new RunId(row.number(1)),
                row.text(2),
                (int) row.number(3),
                (int) row.number(4),
                Run.State.valueOf(row.text(5)),
                new Moment(Instant.parse(row.text(6)), ZoneId.of(row.text(7))),
                row.number(8) == 1,
                Instant.parse(row.text(9)),
                row.optional(10).map(Instant::parse),
                new ProspectId(row.number(11)),
                new Tally(row.number(12), row.number(13), row.number(14), row.number(15)),
                lease,
                row.optional(18).map(Instant::parse));
    }

    Run start(
            StoredDefinition definition, int entry, Moment moment, boolean planned, Run.Lease lease, Instant started) {
        boolean taken = session.number(
                        "SELECT EXISTS (SELECT 1 FROM run WHERE account = ? AND automation = ? AND entry = ?)",
                        owner.account(),
                        definition.automation(),
                        entry)
                == 1;
        if (taken) {
            throw new IllegalArgumentException(definition.automation() + " has run " + entry + " times already");
        }
        if (definition(definition.automation(), definition.version()).isEmpty()) {
            throw new IllegalArgumentException(
                    "version " + definition.version() + " of " + definition.automation() + " is not kept");
        }
        long id = session.insert(
                """
                INSERT INTO run (account, automation, version, entry, state, decided_at, zone, planned, started, worker,
                    lease_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                owner.account(),
                definition.automation(),
                definition.version(),
                entry,
                Run.State.RUNNING.name(),
                moment.now().toString(),
                moment.zone().getId(),
                planned,
                started.toString(),
                lease.worker(),
                lease.until().toString());
        return find(new RunId(id)).orElseThrow();
    }

    boolean lease(RunId run, Run.Lease lease, Instant now) {
        Run present = find(run).orElseThrow(() -> missing(run));
        if (present.worker()
                .filter(other -> !other.worker().equals(lease.worker()) && other.heldAt(now))
                .isPresent()) {
            return false;
        }
        session.update(
                "UPDATE run SET worker = ?, lease_until = ? WHERE id = ?",
                lease.worker(),
                lease.until().toString(),
                run.value());
        return true;
    }

    /** A checkpoint is work: a run that had stopped is running again. */
    void checkpoint(RunId run, ProspectId last, Tally tally) {
        require(run);
        session.update(
                """
                UPDATE run SET state = ?, finished = NULL, checkpoint = ?, affected = ?, applied = ?, skipped = ?, failed = ?
                WHERE id = ?
                """,
                Run.State.RUNNING.name(),
                last.value(),
                tally.affected(),
                tally.applied(),
                tally.skipped(),
                tally.failed(),
                run.value());
    }

    void end(RunId run, Run.State state, Instant now) {
        require(run);
        session.update(
                "UPDATE run SET state = ?, finished = ?, worker = NULL, lease_until = NULL WHERE id = ?",
                state.name(),
                now.toString(),
                run.value());
    }

    void undone(RunId run, Instant now) {
        require(run);
        session.update("UPDATE run SET undone = ? WHERE id = ?", now.toString(), run.value());
    }

    /** Adds entries; one that failed may be recorded anew, any other is final. */
    void record(List<LedgerEntry> entries) {
        for (int from = 0, to; from < entries.size(); from = to) {
            LedgerEntry first = entries.get(from);
            List<Long> prospects = new ArrayList<>();
            for (to = from; to < entries.size() && alike(first, entries.get(to)); to++) {
                ProspectId prospect = entries.get(to).prospect();
                if (!owner.owns(prospect)) {
                    throw new IllegalArgumentException("there is no prospect " + prospect);
                }
                prospects.add(prospect.value());
            }
            record(first, prospects);
        }
    }

    private static boolean alike(LedgerEntry one, LedgerEntry other) {
        return one.run().equals(other.run())
                && one.action().equals(other.action())
                && one.outcome() == other.outcome()
                && one.detail().equals(other.detail());
    }

    /** The same of several prospects, in one statement. */
    private void record(LedgerEntry entry, List<Long> prospects) {
        long recorded = session.first(
                        "SELECT recorded FROM run WHERE id = ? AND account = ?",
                        row -> row.number(1),
                        entry.run().value(),
                        owner.account())
                .orElseThrow(() -> missing(entry.run()));
        int changed = session.update(
                """
                INSERT INTO ledger (run, prospect, action, ordinal, outcome, detail)
                SELECT ?, value, ?, ? + key, ?, ? FROM json_each(?) WHERE true
                ON CONFLICT (run, prospect, action)
                DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail WHERE outcome = 'FAILED'
                """,
                entry.run().value(),
                entry.action(),
                recorded + 1,
                entry.outcome().name(),
                entry.detail().orElse(null),
                Json.array(prospects));
        if (changed < prospects.size()) {
            session.fail();
            throw new IllegalArgumentException("run " + entry.run() + " has recorded action " + entry.action() + " of "
                    + (prospects.size() - changed) + " of these prospects already");
        }
        session.update(
                "UPDATE run SET recorded = ? WHERE id = ?",
                recorded + prospects.size(),
                entry.run().value());
    }

    List<LedgerEntry> ledger(RunId run, ProspectId after, int prospects) {
        if (!exists(run)) {
            return List.of();
        }
        return session.list(
                """
                SELECT prospect, action, outcome, detail FROM ledger
                WHERE run = ? AND prospect IN (
                    SELECT DISTINCT prospect FROM ledger WHERE run = ? AND prospect > ? ORDER BY prospect LIMIT ?)
                ORDER BY prospect, ordinal
                """,
                row -> new LedgerEntry(
                        run,
                        row.text(2),
                        new ProspectId(row.number(1)),
                        LedgerEntry.Outcome.valueOf(row.text(3)),
                        row.optional(4)),
                run.value(),
                run.value(),
                after.value(),
                prospects);
    }

    void keepPlan(RunId run, List<PlannedEffects> planned) {
        require(run);
        session.batch(
                "INSERT INTO planned (run, prospect, fingerprint) VALUES (?, ?, ?)",
                planned,
                (one, bindings) ->
                        bindings.add(run.value()).add(one.prospect().value()).add(one.fingerprint()));
        List<Position> effects = new ArrayList<>();
        for (PlannedEffects one : planned) {
            for (int position = 0; position < one.effects().size(); position++) {
                effects.add(new Position(position, one.effects().get(position)));
            }
        }
        session.batch("""
                INSERT INTO planned_effect (run, prospect, position, action, field, from_text, to_text)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, effects, (one, bindings) -> {
            Effect.SetField effect = (Effect.SetField) one.planned.effect();
            bindings.add(run.value())
                    .add(effect.prospect().value())
                    .add(one.position)
                    .add(one.planned.action())
                    .add(effect.field().slot())
                    .add(effect.from().map(Value::text).orElse(null))
                    .add(effect.to().map(Value::text).orElse(null));
        });
    }

    private record Position(int position, PlannedEffect planned) {}

    List<PlannedEffects> planned(RunId run, ProspectId after, int limit) {
        if (!exists(run)) {
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
        return planned.values().stream()
                .map(one -> new PlannedEffects(
                        one.prospect(), one.fingerprint(), effects.getOrDefault(one.prospect(), List.of())))
                .toList();
    }

    private PlannedEffect plannedEffect(Row row) throws SQLException {
        Field field = catalog.all().get((int) row.number(3));
        return new PlannedEffect(
                row.text(2),
                new Effect.SetField(
                        new ProspectId(row.number(1)),
                        field,
                        read(field, row.optional(4)),
                        read(field, row.optional(5))));
    }

    private static Optional<Value> read(Field field, Optional<String> text) {
        return text.flatMap(one -> ValueReader.read(field, one, ZoneOffset.UTC)); // values name their offset
    }
}
