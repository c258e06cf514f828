package heed.store.internal.postgres;

import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Locks addresses in PostgreSQL, whether or not a row contains them, by advisory locks that end with the transaction. All
 * addresses of one mailbox share one lock. The server has room for some thousand locks only, so a transaction with many
 * addresses locks the whole account; every other transaction holds a share of the account's lock.
 */
final class AddressLocks {
    private static final int MAX_SINGLE_LOCKS = 100;

    private static final String LOCK_ALL = "SELECT pg_advisory_xact_lock(hashtextextended('heed', ?))::text";
    private static final String LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtextextended('heed', ?))::text";

    private static final String LOCK_BOUNCE_MARKING =
            "SELECT pg_advisory_xact_lock(hashtextextended('judging', ?))::text";

    /** In ascending order, so that two transactions that lock the same addresses do not wait for each other. */
    private static final String LOCK_EACH = """
            SELECT pg_advisory_xact_lock(key)::text FROM (
                SELECT DISTINCT hashtextextended(value, ?1) AS key FROM unnest(?2) AS locked (value) ORDER BY key) AS keys
            """;

    private AddressLocks() {}

    static void lock(SqlSession session, AccountKey account, Collection<String> addresses) {
        if (addresses.size() > MAX_SINGLE_LOCKS) {
            lockAll(session, account);
            return;
        }
        session.query(LOCK_SHARED, row -> true, account.id());
        AddressAliases aliases = AddressAliases.load(session, account); // nobody can change them any more
        Set<String> mailboxes = new TreeSet<>();
        addresses.forEach(address -> mailboxes.add(aliases.mailboxOf(address)));
        session.queryIn(LOCK_EACH, mailboxes, row -> true, account.id());
    }

    static void lockBounceMarking(SqlSession session, AccountKey account) {
        session.query(LOCK_BOUNCE_MARKING, row -> true, account.id());
    }

    static void lockAll(SqlSession session, AccountKey account) {
        session.query(LOCK_ALL, row -> true, account.id());
    }
}
