package heed.store.internal;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes addresses in PostgreSQL, whether or not any row has them, by advisory locks that end with the transaction: those of
 * one mailbox by one lock. The server has room for some thousands, so that who takes many takes all of the account's at
 * once; everyone else has a share in that lock.
 */
final class AddressLocks {
    private static final int MANY = 100;

    private static final String ALL = "SELECT pg_advisory_xact_lock(hashtextextended('heed', ?))::text";
    private static final String SHARE = "SELECT pg_advisory_xact_lock_shared(hashtextextended('heed', ?))::text";

    private static final String JUDGING = "SELECT pg_advisory_xact_lock(hashtextextended('judging', ?))::text";

    /** Ascending, so that two who take the same ones do not wait for each other. */
    private static final String EACH = """
            SELECT pg_advisory_xact_lock(key)::text FROM (
                SELECT DISTINCT hashtextextended(value, ?1) AS key FROM unnest(?2) AS taken (value) ORDER BY key) AS keys
            """;

    private AddressLocks() {}

    static void take(Session session, Owner owner, Collection<String> addresses) {
        if (addresses.size() > MANY) {
            takeAll(session, owner);
            return;
        }
        session.list(SHARE, row -> true, owner.account());
        Spellings spellings = Spellings.of(session, owner); // which nobody changes any more
        Set<String> mailboxes = new TreeSet<>();
        addresses.forEach(address -> mailboxes.add(spellings.mailbox(address)));
        session.listIn(EACH, mailboxes, row -> true, owner.account());
    }

    static void judge(Session session, Owner owner) {
        session.list(JUDGING, row -> true, owner.account());
    }

    static void takeAll(Session session, Owner owner) {
        session.list(ALL, row -> true, owner.account());
    }
}
