package heed.store.internal;

import java.util.Collection;

/**
 * Takes addresses in PostgreSQL, whether or not any row has them, by advisory locks that end with the transaction. The
 * server has room for some thousands: who takes many takes all of the account's at once.
 */
final class AddressLocks {
    private static final int MANY = 100;

    /** Ascending, so that two who take the same ones do not wait for each other. */
    private static final String EACH = """
            SELECT pg_advisory_xact_lock_shared(hashtextextended('heed', ?1))::text
            UNION ALL
            SELECT pg_advisory_xact_lock(key)::text FROM (
                SELECT DISTINCT hashtextextended(value, ?1) AS key FROM unnest(?2) AS taken (value) ORDER BY key) AS keys
            """;

    private static final String ALL = "SELECT pg_advisory_xact_lock(hashtextextended('heed', ?))::text";

    private AddressLocks() {}

    static void take(Session session, Owner owner, Collection<String> addresses) {
        if (addresses.size() > MANY) {
            session.list(ALL, row -> true, owner.account());
        } else {
            session.listIn(EACH, addresses, row -> true, owner.account());
        }
    }
}
