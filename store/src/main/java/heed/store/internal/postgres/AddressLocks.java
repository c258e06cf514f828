package heed.store.internal.postgres;

import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes addresses in PostgreSQL, whether or not any row has them, by advisory locks that end with the transaction: those of
 * one mailbox by one lock. The server has room for some thousands, so that who takes many takes all of the account's at
 * once; everyone else has a share in that lock.
 */
final class AddressLocks {
    private static final int MAX_SINGLE_LOCKS = 100;

    private static final String LOCK_ALL = "SELECT pg_advisory_xact_lock(hashtextextended('heed', ?))::text";
    private static final String LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtextextended('heed', ?))::text";

    private static final String LOCK_BOUNCE_MARKING =
            "SELECT pg_advisory_xact_lock(hashtextextended('judging', ?))::text";

    /** Ascending, so that two who take the same ones do not wait for each other. */
    private static final String LOCK_EACH = """
            SELECT pg_advisory_xact_lock(key)::text FROM (
                SELECT DISTINCT hashtextextended(value, ?1) AS key FROM unnest(?2) AS taken (value) ORDER BY key) AS keys
            """;

    private AddressLocks() {}

    static void lock(SqlSession session, AccountKey account, Collection<String> addresses) {
        if (addresses.size() > MAX_SINGLE_LOCKS) {
            lockAll(session, account);
            return;
        }
        session.query(LOCK_SHARED, row -> true, account.id());
        AddressAliases aliases = AddressAliases.load(session, account); // which nobody changes any more
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
