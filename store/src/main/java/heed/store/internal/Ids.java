package heed.store.internal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.LongStream;

/** Makes the Ids of prospects that come without one: H1, H2 and so on, leaving out those that were imported. */
final class Ids {
    private static final int BLOCK = 1000;

    private final Session session;
    private final Owner owner;
    private final Set<String> avoided = new HashSet<>();
    private final Queue<String> free = new ArrayDeque<>();
    private final long before;
    private long considered;
    private long last;

    /** Holds the account: one at a time makes Ids. */
    Ids(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
        this.before = session.number("SELECT generated_ids FROM account WHERE id = ? {held}", owner.account());
        this.considered = before;
        this.last = before;
    }

    /** Leaves these out: rows that come later bring them. */
    void avoid(Collection<String> ids) {
        avoided.addAll(ids);
        free.removeIf(avoided::contains);
    }

    String next() {
        while (free.isEmpty()) {
            List<String> block = LongStream.rangeClosed(considered + 1, considered + BLOCK)
                    .mapToObj(number -> "H" + number)
                    .filter(id -> !avoided.contains(id))
                    .toList();
            considered += BLOCK;
            Set<String> taken = new HashSet<>(session.listIn(
                    "SELECT id FROM prospect WHERE account = ? AND id {in ?}",
                    block,
                    row -> row.text(1),
                    owner.account()));
            block.stream().filter(id -> !taken.contains(id)).forEach(free::add);
        }
        String id = free.remove();
        last = Long.parseLong(id.substring(1));
        return id;
    }

    /** Goes on behind the last one next time. */
    void keep() {
        if (last != before) {
            session.update("UPDATE account SET generated_ids = ? WHERE id = ?", last, owner.account());
        }
    }
}
