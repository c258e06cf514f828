package heed.store.internal;

import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
    private final Map<Place, Integer> counted =
            new TreeMap<>(Comparator.comparingLong(Place::hour).thenComparing(Place::domain));
    private final Map<Place, Long> kept = new HashMap<>();

    private record Place(long hour, String domain) {}

    HourlyMail(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    /** Counts mails that were settled just now, for {@link #flush}. */
    void count(Collection<EmailAddress> recipients, Instant now) {
        recipients.forEach(recipient -> {
            counted.merge(new Place(BounceTable.hour(now), ALL), 1, Integer::sum);
            counted.merge(new Place(BounceTable.hour(now), recipient.domain()), 1, Integer::sum);
        });
    }

    /**
     * Keeps what was counted: last of all, since every batch of outcomes writes the row of all mail and so waits for who did
     * until that is committed. In the order of the rows, so that writers do not wait for each other in turn.
     */
    void flush() {
        session.batch(
                """
                INSERT INTO mail_hour (account, hour, domain, mails) VALUES (?, ?, ?, ?)
                ON CONFLICT (account, hour, domain) DO UPDATE SET mails = mail_hour.mails + excluded.mails
                """,
                List.copyOf(counted.entrySet()),
                (row, bindings) -> bindings.add(owner.account())
                        .add(row.getKey().hour)
                        .add(row.getKey().domain)
                        .add(row.getValue()));
        counted.clear();
        kept.clear();
    }

    /** Drops some of the hours that ended before; 0 once there are no more. */
    int drop(Instant before) {
        return session.update("""
                DELETE FROM mail_hour WHERE account = ?1 AND hour IN (
                    SELECT DISTINCT hour FROM mail_hour WHERE account = ?1 AND hour < ?2 ORDER BY hour LIMIT ?3)
                """, owner.account(), BounceTable.hour(before), DROPPED_AT_ONCE);
    }

    /** Also those that were counted and not kept yet; of those that others count meanwhile some may be left out. */
    long mails(Optional<String> domain, Instant hour) {
        Place place = new Place(BounceTable.hour(hour), domain.orElse(ALL));
        return counted.getOrDefault(place, 0) + kept.computeIfAbsent(place, this::read);
    }

    private long read(Place place) {
        return session.first(
                        "SELECT mails FROM mail_hour WHERE account = ? AND hour = ? AND domain = ?",
                        row -> row.number(1),
                        owner.account(),
                        place.hour,
                        place.domain)
                .orElse(0L);
    }
}
