package heed.store.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/** Ids for new mails from the sequence that all transactions share, fetched some at a time; what is left over is lost. */
final class MailNumbers implements LongSupplier {
    private static final int MOST = 1000;

    private final Session session;
    private final Owner owner;
    private final Queue<Long> fetched = new ArrayDeque<>();
    private int next = 1;

    MailNumbers(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    @Override
    public long getAsLong() {
        if (fetched.isEmpty()) {
            fetched.addAll(session.list(
                    "SELECT nextval('mail_number') FROM generate_series(1, ?)",
                    row -> owner.before() + row.number(1),
                    next));
            next = Math.min(MOST, 8 * next);
        }
        return fetched.remove();
    }
}
