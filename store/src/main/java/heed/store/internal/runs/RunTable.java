package heed.store.internal.runs;

import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.run.StoredDefinition;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The tables of stored definitions and of runs. */
public final class RunTable {
    private static final String SELECT = """
            SELECT id, kind, automation, version, entry, mailing, state, decided_at, zone, planned, started, finished, checkpoint,
                affected, applied, skipped, failed, worker, lease_until, undone
            FROM run
            """;

    private final SqlSession session;
    private final AccountKey account;

    public RunTable(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    /** Returns a version of a definition; empty if it is not stored. */
    public Optional<StoredDefinition> findDefinition(String automation, int version) {
        return session.findFirst(
                "SELECT name, json, stored_at FROM definition WHERE account = ? AND automation = ? AND version = ?",
                row -> new StoredDefinition(automation, version, row.text(1), row.text(2), Instant.parse(row.text(3))),
                account.id(),
                automation,
                version);
    }

    /** Stores a definition as a new version; returns the existing version if the same JSON is stored already. */
    public StoredDefinition saveDefinition(String automation, String name, String json, Instant now) {
        Optional<Integer> sameVersion = session.findFirst(
                "SELECT version FROM definition WHERE account = ? AND automation = ? AND json = ?",
                row -> (int) row.number(1),
                account.id(),
                automation,
                json);
        if (sameVersion.isPresent()) {
            return findDefinition(automation, sameVersion.get()).orElseThrow();
        }
        int version = 1
                + (int) session.queryNumber(
                        "SELECT coalesce(max(version), 0) FROM definition WHERE account = ? AND automation = ?",
                        account.id(),
                        automation);
        session.update(
                "INSERT INTO definition (account, automation, version, name, json, stored_at) VALUES (?, ?, ?, ?, ?, ?)",
                account.id(),
                automation,
                version,
                name,
                json,
                now.toString());
        return new StoredDefinition(automation, version, name, json, now);
    }

    /** Returns all runs of the account in the order in which they started. */
    public List<Run> list() {
        return session.query(SELECT + "WHERE account = ? ORDER BY id", RunTable::read, account.id());
    }

    /** Returns a run; empty if the account has none of that id. */
    public Optional<Run> find(RunId run) {
        return session.findFirst(SELECT + "WHERE id = ? AND account = ?", RunTable::read, run.value(), account.id());
    }

    /** Returns a run as {@link #find} does, and locks it until the end of the transaction. */
    public Optional<Run> findForUpdate(RunId run) {
        return session.findFirst(
                SELECT + "WHERE id = ? AND account = ? {for update}", RunTable::read, run.value(), account.id());
    }

    /** Returns whether the account has the run. */
    public boolean exists(RunId run) {
        return session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM run WHERE id = ? AND account = ?)", run.value(), account.id());
    }

    /** Returns whether facts of the run were deleted because of their age. */
    public boolean hasDeletedFacts(RunId run) {
        return session.findFirst(
                        "SELECT id FROM run WHERE id = ? AND account = ? AND facts_dropped",
                        row -> row.number(1),
                        run.value(),
                        account.id())
                .isPresent();
    }

    /**
     * Requires that the account has the run.
     *
     * @throws IllegalArgumentException if it has not
     */
    public void require(RunId run) {
        if (!exists(run)) {
            throw runNotFound(run);
        }
    }

    /**
     * Locks the run in share mode, so that its mails are not {@linkplain #requireExclusive cancelled} before the end of the
     * transaction.
     *
     * @throws IllegalArgumentException if the account has no such run
     */
    public void requireShared(RunId run) {
        require(run, "{shared lock}");
    }

    /**
     * Locks the run exclusively: waits for all transactions that queue mails of the run.
     *
     * @throws IllegalArgumentException if the account has no such run
     */
    public void requireExclusive(RunId run) {
        require(run, "{exclusive lock}");
    }

    private void require(RunId run, String lockClause) {
        if (session.findFirst(
                        "SELECT id FROM run WHERE id = ? AND account = ? " + lockClause,
                        row -> true,
                        run.value(),
                        account.id())
                .isEmpty()) {
            throw runNotFound(run);
        }
    }

    private static IllegalArgumentException runNotFound(RunId run) {
        return new IllegalArgumentException("there is no run " + run);
    }

    private static Run read(ResultRow row) throws SQLException {
        Optional<String> worker = row.optionalText(18);
        Optional<Run.Lease> lease = Optional.empty();
        if (worker.isPresent()) {
            lease = Optional.of(new Run.Lease(worker.get(), Instant.parse(row.text(19))));
        }
        return new Run(
                new RunId(row.number(1)),
                Run.Kind.valueOf(row.text(2)),
                row.text(3),
                (int) row.number(4),
                (int) row.number(5),
                (int) row.number(6),
                Run.Status.valueOf(row.text(7)),
                new EvaluationTime(Instant.parse(row.text(8)), ZoneId.of(row.text(9))),
                row.bool(10),
                Instant.parse(row.text(11)),
                row.optionalText(12).map(Instant::parse),
                new ProspectId(row.number(13)),
                new RunTally(row.number(14), row.number(15), row.number(16), row.number(17)),
                lease,
                row.optionalText(20).map(Instant::parse));
    }

    /**
     * Starts a run.
     *
     * @throws IllegalArgumentException if the automation has a run of that entry, or if its definition is not stored
     */
    public Run start(
            Run.Kind kind,
            StoredDefinition definition,
            int entry,
            int mailing,
            EvaluationTime evaluationTime,
            boolean planned,
            Run.Lease lease,
            Instant started) {
        AccountTable.requirePresent(session, account);
        boolean exists = session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM run WHERE account = ? AND automation = ? AND entry = ?)",
                account.id(),
                definition.automation(),
                entry);
        if (exists) {
            throw new IllegalArgumentException(definition.automation() + " has run " + entry + " times already");
        }
        if (findDefinition(definition.automation(), definition.version()).isEmpty()) {
            throw new IllegalArgumentException(
                    "version " + definition.version() + " of " + definition.automation() + " is not stored");
        }
        long id = session.queryNumber(
                """
                INSERT INTO run (account, kind, automation, version, entry, mailing, state, decided_at, zone, planned, started,
                    worker, lease_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                """,
                account.id(),
                kind.name(),
                definition.automation(),
                definition.version(),
                entry,
                mailing,
                Run.Status.RUNNING.name(),
                evaluationTime.instant().toString(),
                evaluationTime.zone().getId(),
                planned,
                started.toString(),
                lease.worker(),
                lease.expiresAt().toString());
        return find(new RunId(id)).orElseThrow();
    }

    /** Starts an import as the next run of its definition. */
    public Run startImport(
            Run.Kind kind,
            StoredDefinition definition,
            EvaluationTime evaluationTime,
            Run.Lease lease,
            Instant started) {
        if (kind == Run.Kind.AUTOMATION) {
            throw new IllegalArgumentException("an automation is no import");
        }
        long last = session.queryNumber(
                "SELECT coalesce(max(entry), 0) FROM run WHERE account = ? AND automation = ?",
                account.id(),
                definition.automation());
        return start(kind, definition, (int) last + 1, 1, evaluationTime, false, lease, started);
    }

    /** Claims or renews the lease of a run; returns false if another worker's lease has not expired. */
    public boolean claimLease(RunId run, Run.Lease lease, Instant now) {
        Run current = findForUpdate(run).orElseThrow(() -> runNotFound(run));
        if (current.lease()
                .filter(currentLease -> !currentLease.worker().equals(lease.worker()) && currentLease.isHeldAt(now))
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

    /** Saves a checkpoint. The run is running from then on, even if it had stopped. */
    public void checkpoint(RunId run, ProspectId last, RunTally tally) {
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

    /** Ends the run in the given state and releases its lease. */
    public void finish(RunId run, Run.Status status, Instant now) {
        require(run);
        session.update(
                "UPDATE run SET state = ?, finished = ?, worker = NULL, lease_until = NULL WHERE id = ?",
                status.name(),
                now.toString(),
                run.value());
    }

    public void markUndone(RunId run, Instant now) {
        require(run);
        session.update("UPDATE run SET undone = ? WHERE id = ?", now.toString(), run.value());
    }
}
