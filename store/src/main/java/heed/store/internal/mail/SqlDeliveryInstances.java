package heed.store.internal.mail;

import heed.mail.limits.DeliveryInstances;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The delivery instances of an account, one row each. No instance waits for the row of another. */
final class SqlDeliveryInstances implements DeliveryInstances {
    private static final String SEPARATOR = " ";

    private final SqlDatabase database;
    private final AccountKey account;

    SqlDeliveryInstances(SqlDatabase database, AccountKey account) {
        this.database = database;
        this.account = account;
    }

    @Override
    public Set<String> join(String id) {
        return database.writeShared(session -> {
            Set<String> allIds = new TreeSet<>(
                    session.query("SELECT id FROM deliverer WHERE account = ?", row -> row.text(1), account.id()));
            allIds.add(id);
            session.update(
                    "INSERT INTO deliverer (account, id, beats, divides_with) VALUES (?, ?, 0, ?)",
                    account.id(),
                    id,
                    String.join(SEPARATOR, allIds));
            return allIds;
        });
    }

    @Override
    public Optional<List<DeliveryInstance>> heartbeat(String id, Set<String> dividesWith) {
        return database.writeShared(session -> {
            int updated = session.update(
                    "UPDATE deliverer SET beats = beats + 1, divides_with = ? WHERE account = ? AND id = ?",
                    String.join(SEPARATOR, new TreeSet<>(dividesWith)),
                    account.id(),
                    id);
            return updated == 0 ? Optional.empty() : Optional.of(others(session, id));
        });
    }

    @Override
    public List<DeliveryInstance> list() {
        return database.read(session -> others(session, ""));
    }

    /** Lists all instances but one. */
    private List<DeliveryInstance> others(SqlSession session, String id) {
        return session.query(
                "SELECT id, beats, divides_with FROM deliverer WHERE account = ? AND id <> ? ORDER BY id",
                row -> new DeliveryInstance(
                        row.text(1),
                        row.number(2),
                        Set.copyOf(Arrays.asList(row.text(3).split(SEPARATOR)))),
                account.id(),
                id);
    }

    @Override
    public void remove(DeliveryInstance silent) {
        database.writeShared(session -> session.update(
                "DELETE FROM deliverer WHERE account = ? AND id = ? AND beats = ?",
                account.id(),
                silent.id(),
                silent.heartbeats()));
    }

    @Override
    public void leave(String id) {
        database.writeShared(
                session -> session.update("DELETE FROM deliverer WHERE account = ? AND id = ?", account.id(), id));
    }
}
