package heed.store.internal;

import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.run.StoredDefinition;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Definitions and their runs. */
final class Runs {
    private static final String SELECT = """
            SELECT id, automation, version, entry, mailing, state, decided_at, zone, planned, started, finished, checkpoint,
                affected, applied, skipped, failed, worker, lease_until, undone
            FROM run
            """;

    private final Session session;
    private final Owner owner;

    Runs(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
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

    /** Held until the end of the transaction. */
    Optional<Run> held(RunId run) {
        return session.first(SELECT + "WHERE id = ? AND account = ? {held}", Runs::run, run.value(), owner.account());
    }

    boolean exists(RunId run) {
        return session.yes(
                "SELECT EXISTS (SELECT 1 FROM run WHERE id = ? AND account = ?)", run.value(), owner.account());
    }

    boolean factsDropped(RunId run) {
        return session.first(
                        "SELECT id FROM run WHERE id = ? AND account = ? AND facts_dropped",
                        row -> row.number(1),
                        run.value(),
                        owner.account())
                .isPresent();
    }

    /** @throws IllegalArgumentException if the account has no such run */
    void require(RunId run) {
        if (!exists(run)) {
            throw missing(run);
        }
    }

    /**
     * Keeps the run's mails from being {@linkplain #requireAlone cancelled} before the end of the transaction.
     *
     * @throws IllegalArgumentException if the account has no such run
     */
    void requireKept(RunId run) {
        require(run, "{kept}");
    }

    /**
     * Waits for all whose transactions queue mails of the run.
     *
     * @throws IllegalArgumentException if the account has no such run
     */
    void requireAlone(RunId run) {
        require(run, "{alone}");
    }

    private void require(RunId run, String how) {
        if (session.first(
                        "SELECT id FROM run WHERE id = ? AND account = ? " + how,
                        row -> true,
                        run.value(),
                        owner.account())
                .isEmpty()) {
            throw missing(run);
        }
    }

    private static IllegalArgumentException missing(RunId run) {
        return new IllegalArgumentException("there is no run " + run);
    }

    private static Run run(Row row) throws SQLException {
        Optional<String> worker = row.optional(17);
        Optional<Run.Lease> lease = Optional.empty();
        if (worker.isPresent()) {
            lease = Optional.of(new Run.Lease(worker.get(), Instant.parse(row.text(18))));
        }
        return new Run(
                new RunId(row.number(1)),
                row.text(2),
                (int) row.number(3),
                (int) row.number(4),
                (int) row.number(5),
                Run.Status.valueOf(row.text(6)),
                new EvaluationTime(Instant.parse(row.text(7)), ZoneId.of(row.text(8))),
                row.yes(9),
                Instant.parse(row.text(10)),
                row.optional(11).map(Instant::parse),
                new ProspectId(row.number(12)),
                new RunTally(row.number(13), row.number(14), row.number(15), row.number(16)),
                lease,
                row.optional(19).map(Instant::parse));
    }

    Run start(
            StoredDefinition definition,
            int entry,
            int mailing,
            EvaluationTime moment,
            boolean planned,
            Run.Lease lease,
            Instant started) {
        boolean taken = session.yes(
                "SELECT EXISTS (SELECT 1 FROM run WHERE account = ? AND automation = ? AND entry = ?)",
                owner.account(),
                definition.automation(),
                entry);
        if (taken) {
            throw new IllegalArgumentException(definition.automation() + " has run " + entry + " times already");
        }
        if (definition(definition.automation(), definition.version()).isEmpty()) {
            throw new IllegalArgumentException(
                    "version " + definition.version() + " of " + definition.automation() + " is not kept");
        }
        long id = session.number(
                """
                INSERT INTO run (account, automation, version, entry, mailing, state, decided_at, zone, planned, started, worker,
                    lease_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                """,
                owner.account(),
                definition.automation(),
                definition.version(),
                entry,
                mailing,
                Run.Status.RUNNING.name(),
                moment.instant().toString(),
                moment.zone().getId(),
                planned,
                started.toString(),
                lease.worker(),
                lease.expiresAt().toString());
        return find(new RunId(id)).orElseThrow();
    }

    boolean lease(RunId run, Run.Lease lease, Instant now) {
        Run present = held(run).orElseThrow(() -> missing(run));
        if (present.lease()
                .filter(other -> !other.worker().equals(lease.worker()) && other.isHeldAt(now))
                .isPresent()) {
            return false;
        }
        session.update(
                "UPDATE run SET worker = ?, lease_until = ? WHERE id = ?",
                lease.worker(),
                lease.expiresAt().toString(),
                run.value());
        return true;
    }

    /** A checkpoint is work: a run that had stopped is running again. */
    void checkpoint(RunId run, ProspectId last, RunTally tally) {
        require(run);
        session.update(
                """
                UPDATE run SET state = ?, finished = NULL, checkpoint = ?, affected = ?, applied = ?, skipped = ?, failed = ?
                WHERE id = ?
                """,
                Run.Status.RUNNING.name(),
                last.value(),
                tally.affected(),
                tally.applied(),
                tally.skipped(),
                tally.failed(),
                run.value());
    }

    void end(RunId run, Run.Status state, Instant now) {
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
}
