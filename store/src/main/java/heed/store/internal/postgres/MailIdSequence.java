package heed.store.internal.postgres;

import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Ids for new mails from the sequence that all transactions share. Ids are fetched in batches of growing size; those left
 * over at the end are never used.
 */
final class MailIdSequence implements LongSupplier {
    private static final int MAX_FETCH = 1000;

    private final SqlSession session;
    private final AccountKey account;
    private final Queue<Long> fetched = new ArrayDeque<>();
    private int fetchSize = 1;

    MailIdSequence(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    @Override
    public long getAsLong() {
        if (fetched.isEmpty()) {
            fetched.addAll(session.query(
                    "SELECT nextval('mail_number') FROM generate_series(1, ?)",
                    row -> account.keyFloor() + row.number(1),
                    fetchSize));
            fetchSize = Math.min(MAX_FETCH, 8 * fetchSize);
        }
        return fetched.remove();
    }
}
