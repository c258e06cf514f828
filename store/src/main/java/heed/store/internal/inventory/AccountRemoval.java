package heed.store.internal.inventory;

import heed.model.store.AccountBusyException;
import heed.model.store.AccountContents;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes an account with all its rows. The first transaction marks the account, so that nobody can use it any more. Each of
 * the next removes a part of the rows, and the last one the account itself. A removal that was interrupted goes on when it is
 * called again.
 */
public final class AccountRemoval {
    private static final int BATCH_SIZE = 10_000;
    /** The database looks through all mails for each message key that it removes. */
    private static final int MESSAGE_BATCH_SIZE = 20;

    /** Clears the provenances to which nothing refers. Their rows stay, because finding out that for each would take hours. */
    private static final String CLEAR_PROVENANCES =
            "UPDATE provenance SET at = '1970-01-01T00:00:00Z', actor = '', reason = '', evidence = NULL WHERE id IN ("
                    + "SELECT id FROM provenance WHERE reason <> '' OR actor <> ''"
                    + StoredTables.columns(StoredColumn.Content.PROVENANCE)
                            .map(column -> " EXCEPT SELECT " + column.name() + " FROM " + column.table())
                            .collect(Collectors.joining())
                    + ")";

    private final SqlDatabase database;
    private final AccountKey account;
    private final LongPredicate progress;
    private long removed;

    /** @param progress gets the number of rows that are removed so far; false stops the removal, which can go on later */
    public AccountRemoval(SqlDatabase database, AccountKey account, LongPredicate progress) {
        this.database = database;
        this.account = account;
        this.progress = progress;
    }

    /**
     * Removes the account.
     *
     * @return whether the account is removed; false if the removal was stopped
     * @throws AccountBusyException if the removal has not begun before, and a run or mail is under way
     */
    public boolean remove(Instant now) {
        database.write(session -> {
            if (!lock(session)) {
                requireIdle(session, now);
                session.update("UPDATE account SET removal_began = ? WHERE id = ?", now.toString(), account.id());
            }
            return true;
        });
        for (StoredTable table : StoredTables.ALL) {
            if (!removeRows(table)) {
                return false;
            }
        }
        return database.write(this::end);
    }

    /** Locks the account against changes of its rows, and returns whether its removal has begun. */
    private boolean lock(SqlSession session) {
        return session.findFirst(
                        "SELECT removal_began IS NOT NULL FROM account WHERE id = ? {exclusive lock}",
                        row -> row.bool(1),
                        account.id())
                .orElse(true);
    }

    private void requireIdle(SqlSession session, Instant now) {
        refuseIfAny(
                session,
                AccountBusyException.Reason.RUN_IN_PROGRESS,
                "SELECT count(*) FROM run WHERE account = ? AND finished IS NULL AND lease_until > ?",
                account.id(),
                now.toString());
        refuseIfAny(
                session,
                AccountBusyException.Reason.MAIL_IN_FLIGHT,
                "SELECT count(*) FROM mail WHERE account = ? AND state = 'IN_FLIGHT'",
                account.id());
        refuseIfAny(
                session,
                AccountBusyException.Reason.MAIL_QUEUED,
                "SELECT count(*) FROM mail WHERE account = ? AND due IS NOT NULL",
                account.id());
    }

    private static void refuseIfAny(
            SqlSession session, AccountBusyException.Reason reason, String count, Object... values) {
        long found = session.queryNumber(count, values);
        if (found > 0) {
            throw new AccountBusyException(reason, found);
        }
    }

    /** Removes the account's rows of a table in parts; returns false if it was stopped. */
    private boolean removeRows(StoredTable table) {
        return switch (table.scope()) {
            case ACCOUNT -> removeRows(table, "account = ?", account.id());
            case KEYS -> removeRows(table, inKeyRange(table), account.keyFloor(), account.maxKey());
            case RUN -> {
                boolean done = true;
                for (long run : database.read(this::listRuns)) {
                    done = done && removeRows(table, "run = ?", run);
                }
                yield done;
            }
            case REFERENCES, STORE -> true;
        };
    }

    private List<Long> listRuns(SqlSession session) {
        return session.query("SELECT id FROM run WHERE account = ? ORDER BY id", row -> row.number(1), account.id());
    }

    private boolean removeRows(StoredTable table, String condition, Object... values) {
        int size = table.name().equals("message") ? MESSAGE_BATCH_SIZE : BATCH_SIZE;
        Optional<Object> last;
        do {
            last = database.write(session -> {
                session.dialect().overwriteDeleted(session);
                Optional<Object> end = table.order().isEmpty()
                        ? Optional.empty()
                        : session.findFirst(
                                "SELECT %s FROM %s WHERE %s ORDER BY 1 LIMIT 1 OFFSET %d"
                                        .formatted(table.order(), table.name(), condition, size - 1),
                                row -> Objects.requireNonNull(row.valueOrNull(1)),
                                values);
                List<@Nullable Object> bound = new ArrayList<>(List.of(values));
                end.ifPresent(bound::add);
                removed += session.update(
                        "DELETE FROM " + table.name() + " WHERE " + condition
                                + (end.isPresent() ? " AND " + table.order() + " <= ?" : ""),
                        bound.toArray());
                return end;
            });
            if (!progress.test(removed)) {
                return false;
            }
        } while (last.isPresent());
        return true;
    }

    /** Removes the account itself, with rows that a program which did not know of the removal has added meanwhile. */
    private boolean end(SqlSession session) {
        boolean unused = lock(session);
        for (StoredTable table : StoredTables.ALL) {
            switch (table.scope()) {
                case ACCOUNT -> session.update("DELETE FROM " + table.name() + " WHERE account = ?", account.id());
                case KEYS ->
                    session.update(
                            "DELETE FROM " + table.name() + " WHERE " + inKeyRange(table),
                            account.keyFloor(),
                            account.maxKey());
                case RUN ->
                    session.update(
                            "DELETE FROM " + table.name() + " WHERE run IN (SELECT id FROM run WHERE account = ?)",
                            account.id());
                case REFERENCES, STORE -> {}
            }
        }
        session.update(CLEAR_PROVENANCES);
        session.update("UPDATE store SET removed_account = ? WHERE removed_account < ?", account.id(), account.id());
        session.update("DELETE FROM account WHERE id = ?", account.id());
        return true;
    }

    private static String inKeyRange(StoredTable table) {
        return "%1$s > ? AND %1$s <= ?".formatted(table.order());
    }

    /** Returns how much the account holds. */
    public static AccountContents count(SqlSession session, AccountKey account, long suppressedAddresses) {
        return new AccountContents(
                count(session, "prospect WHERE key > ? AND key <= ?", account.keyFloor(), account.maxKey()),
                count(session, "fact WHERE prospect > ? AND prospect <= ?", account.keyFloor(), account.maxKey()),
                count(session, "run WHERE account = ?", account.id()),
                count(session, "mail WHERE id > ? AND id <= ?", account.keyFloor(), account.maxKey()),
                count(session, "bounce WHERE account = ?", account.id()),
                suppressedAddresses,
                count(session, "suppressed_domain WHERE account = ?", account.id()),
                session.queryNumber(
                        "SELECT count(DISTINCT provenance) FROM forgotten_address WHERE account = ? AND ended IS NULL",
                        account.id()),
                session.findFirst(
                                "SELECT removal_began FROM account WHERE id = ? AND removal_began IS NOT NULL",
                                row -> row.text(1),
                                account.id())
                        .map(Instant::parse));
    }

    private static long count(SqlSession session, String rows, Object... values) {
        return session.queryNumber("SELECT count(*) FROM " + rows, values);
    }
}
