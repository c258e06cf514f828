package heed.store.internal;

import heed.mail.limits.DeliveryInstances;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A row each; nobody waits for another's. */
final class SqlDeliverers implements DeliveryInstances {
    private static final String BETWEEN = " ";

    private final Database database;
    private final Owner owner;

    SqlDeliverers(Database database, Owner owner) {
        this.database = database;
        this.owner = owner;
    }

    @Override
    public Set<String> join(String id) {
        return database.writeTogether(session -> {
            Set<String> all = new TreeSet<>(
                    session.list("SELECT id FROM deliverer WHERE account = ?", row -> row.text(1), owner.account()));
            all.add(id);
            session.update(
                    "INSERT INTO deliverer (account, id, beats, divides_with) VALUES (?, ?, 0, ?)",
                    owner.account(),
                    id,
                    String.join(BETWEEN, all));
            return all;
        });
    }

    @Override
    public Optional<List<DeliveryInstance>> heartbeat(String id, Set<String> dividesWith) {
        return database.writeTogether(session -> {
            int there = session.update(
                    "UPDATE deliverer SET beats = beats + 1, divides_with = ? WHERE account = ? AND id = ?",
                    String.join(BETWEEN, new TreeSet<>(dividesWith)),
                    owner.account(),
                    id);
            return there == 0 ? Optional.empty() : Optional.of(others(session, id));
        });
    }

    private List<DeliveryInstance> others(Session session, String id) {
        return session.list(
                "SELECT id, beats, divides_with FROM deliverer WHERE account = ? AND id <> ? ORDER BY id",
                row -> new DeliveryInstance(
                        row.text(1),
                        row.number(2),
                        Set.copyOf(Arrays.asList(row.text(3).split(BETWEEN)))),
                owner.account(),
                id);
    }

    @Override
    public void remove(DeliveryInstance silent) {
        database.writeTogether(session -> session.update(
                "DELETE FROM deliverer WHERE account = ? AND id = ? AND beats = ?",
                owner.account(),
                silent.id(),
                silent.heartbeats()));
    }

    @Override
    public void leave(String id) {
        database.writeTogether(
                session -> session.update("DELETE FROM deliverer WHERE account = ? AND id = ?", owner.account(), id));
    }
}
