package heed.store.internal;

import heed.model.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many mails a relay answered for good in each hour, to each domain and in all. */
final class HourlyMail {
    private static final String ALL = "";
    private static final int DROPPED_AT_ONCE = 24; // hours

    private final Session session;
    private final Owner owner;

    HourlyMail(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    /** Counts mails that were settled just now; in the order of the domains, so that writers do not wait for each other in turn. */
    void count(Collection<EmailAddress> recipients, Instant now) {
        if (recipients.isEmpty()) {
            return;
        }
        Map<String, Integer> mails = new TreeMap<>();
        mails.put(ALL, recipients.size());
        recipients.forEach(recipient -> mails.merge(recipient.domain(), 1, Integer::sum));
        List<Map.Entry<String, Integer>> rows = new ArrayList<>(mails.entrySet());
        session.batch(
                """
                INSERT INTO mail_hour (account, hour, domain, mails) VALUES (?, ?, ?, ?)
                ON CONFLICT (account, hour, domain) DO UPDATE SET mails = mail_hour.mails + excluded.mails
                """,
                rows,
                (row, bindings) -> bindings.add(owner.account())
                        .add(BounceTable.hour(now))
                        .add(row.getKey())
                        .add(row.getValue()));
    }

    /** Drops some of the hours that ended before; 0 once there are no more. */
    int drop(Instant before) {
        return session.update("""
                DELETE FROM mail_hour WHERE account = ?1 AND hour IN (
                    SELECT DISTINCT hour FROM mail_hour WHERE account = ?1 AND hour < ?2 ORDER BY hour LIMIT ?3)
                """, owner.account(), BounceTable.hour(before), DROPPED_AT_ONCE);
    }

    long mails(Optional<String> domain, Instant hour) {
        return session.first(
                        "SELECT mails FROM mail_hour WHERE account = ? AND hour = ? AND domain = ?",
                        row -> row.number(1),
                        owner.account(),
                        BounceTable.hour(hour),
                        domain.orElse(ALL))
                .orElse(0L);
    }
}
