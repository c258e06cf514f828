package heed.store.internal;

import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many mails of each hour bounced for each reason, to each domain and in all: counted as bounces are kept and changed, so
 * that asking costs the same however many there are, and kept by {@link #flush}. Several bounces of one mail are one. Who
 * changes the bounces of a mail has its address.
 */
final class HourlyBounces {
    private static final String ALL = "";

    private final Session session;
    private final Owner owner;
    /** What was counted since, by how much. */
    private final Map<Place, Integer> moved = new TreeMap<>(
            Comparator.comparingLong(Place::hour).thenComparing(Place::reason).thenComparing(Place::domain));
    /** What is kept: while bounces are judged nobody else changes it. */
    private final Map<Place, Long> kept = new HashMap<>();

    private record Place(long hour, BounceReason reason, String domain) {
        Place all() {
            return new Place(hour, reason, ALL);
        }
    }

    HourlyBounces(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    /** What a mail counts as. */
    private record Counted(long mail, long hour, BounceReason reason, String domain) {}

    /** Empty if the bounce is none, or was taken back. */
    private static Optional<Counted> counted(Bounce bounce) {
        Bounce.BouncedMail subject = bounce.bouncedMail();
        boolean counts = bounce.kind() == VerdictKind.FAILED
                && (bounce.status() == BounceStatus.COUNTS || bounce.status() == BounceStatus.HELD);
        return counts
                ? subject.mail()
                        .flatMap(mail -> subject.sentAt()
                                .flatMap(sent -> subject.address()
                                        .flatMap(address -> bounce.diagnosis()
                                                .map(why -> new Counted(
                                                        mail.value(),
                                                        BounceTable.hour(sent),
                                                        why.reason(),
                                                        address.domain())))))
                : Optional.empty();
    }

    /** Counts a bounce that has just been kept. */
    void added(Bounce bounce) {
        counted(bounce).ifPresent(now -> move(now, bounce, 1));
    }

    /** Counts a bounce that has just been changed. */
    void changed(Bounce from, Bounce to) {
        Optional<Counted> before = counted(from);
        Optional<Counted> after = counted(to);
        if (!before.equals(after)) {
            before.ifPresent(left -> move(left, to, -1));
            after.ifPresent(now -> move(now, to, 1));
        }
    }

    /** Unless another bounce of the mail counts as the same. */
    private void move(Counted as, Bounce bounce, int by) {
        boolean another = session.yes(
                """
                SELECT EXISTS (SELECT 1 FROM bounce
                    WHERE mail = ? AND hour = ? AND reason = ? AND kind = ? AND standing IN (?, ?) AND id <> ?)
                """,
                as.mail,
                as.hour,
                as.reason.name(),
                VerdictKind.FAILED.name(),
                BounceStatus.COUNTS.name(),
                BounceStatus.HELD.name(),
                bounce.id().value());
        if (!another) {
            moved.merge(new Place(as.hour, as.reason, ALL), by, Integer::sum);
            moved.merge(new Place(as.hour, as.reason, as.domain), by, Integer::sum);
        }
    }

    /** Keeps what was counted. */
    void flush() {
        session.batch(
                """
                INSERT INTO bounced_hour (account, hour, reason, domain, mails) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (account, hour, reason, domain) DO UPDATE SET mails = bounced_hour.mails + excluded.mails
                """,
                List.copyOf(moved.entrySet()),
                (row, bindings) -> bindings.add(owner.account())
                        .add(row.getKey().hour)
                        .add(row.getKey().reason.name())
                        .add(row.getKey().domain)
                        .add(row.getValue()));
        moved.clear();
        kept.clear();
    }

    /** Also those that were counted and not kept yet. */
    long mails(Optional<String> domain, BounceReason reason, Instant hour) {
        Place place = new Place(BounceTable.hour(hour), reason, domain.orElse(ALL));
        if (!kept.containsKey(place)) {
            read(place);
        }
        return kept.getOrDefault(place, 0L) + moved.getOrDefault(place, 0);
    }

    /** With what all domains have, which is asked for next. */
    private void read(Place place) {
        kept.put(place, 0L);
        kept.put(place.all(), 0L);
        session.listIn(
                "SELECT domain, mails FROM bounced_hour WHERE account = ? AND hour = ? AND reason = ? AND domain {in ?}",
                List.of(ALL, place.domain),
                row -> kept.put(new Place(place.hour, place.reason, row.text(1)), row.number(2)),
                owner.account(),
                place.hour,
                place.reason.name());
    }
}
