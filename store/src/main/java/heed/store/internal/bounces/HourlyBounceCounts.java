package heed.store.internal.bounces;

import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceStatus;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
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
final class HourlyBounceCounts {
    private static final String ALL_DOMAINS = "";

    private final SqlSession session;
    private final AccountKey account;
    /** What was counted since, by how much. */
    private final Map<BounceHour, Integer> pending = new TreeMap<>(Comparator.comparingLong(BounceHour::hour)
            .thenComparing(BounceHour::reason)
            .thenComparing(BounceHour::domain));
    /** What is kept: while bounces are judged nobody else changes it. */
    private final Map<BounceHour, Long> stored = new HashMap<>();

    private record BounceHour(long hour, BounceReason reason, String domain) {
        BounceHour allDomains() {
            return new BounceHour(hour, reason, ALL_DOMAINS);
        }
    }

    HourlyBounceCounts(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    /** What a mail counts as. */
    private record CountedBounce(long mail, long hour, BounceReason reason, String domain) {}

    /** Empty if the bounce is none, or was taken back. */
    private static Optional<CountedBounce> toCounted(Bounce bounce) {
        Bounce.BouncedMail subject = bounce.bouncedMail();
        boolean counts = bounce.kind() == VerdictKind.FAILED
                && (bounce.status() == BounceStatus.COUNTS || bounce.status() == BounceStatus.HELD);
        return counts
                ? subject.mail()
                        .flatMap(mail -> subject.sentAt()
                                .flatMap(sent -> subject.address()
                                        .flatMap(address -> bounce.diagnosis()
                                                .map(diagnosis -> new CountedBounce(
                                                        mail.value(),
                                                        BounceTable.hourNumber(sent),
                                                        diagnosis.reason(),
                                                        address.domain())))))
                : Optional.empty();
    }

    /** Counts a bounce that has just been kept. */
    void add(Bounce bounce) {
        toCounted(bounce).ifPresent(counted -> addToCounts(counted, bounce, 1));
    }

    /** Counts a bounce that has just been changed. */
    void change(Bounce oldBounce, Bounce newBounce) {
        Optional<CountedBounce> before = toCounted(oldBounce);
        Optional<CountedBounce> after = toCounted(newBounce);
        if (!before.equals(after)) {
            before.ifPresent(counted -> addToCounts(counted, newBounce, -1));
            after.ifPresent(counted -> addToCounts(counted, newBounce, 1));
        }
    }

    /** Unless another bounce of the mail counts as the same. */
    private void addToCounts(CountedBounce counted, Bounce bounce, int delta) {
        boolean another = session.queryBoolean(
                """
                SELECT EXISTS (SELECT 1 FROM bounce
                    WHERE mail = ? AND hour = ? AND reason = ? AND kind = ? AND standing IN (?, ?) AND id <> ?)
                """,
                counted.mail,
                counted.hour,
                counted.reason.name(),
                VerdictKind.FAILED.name(),
                BounceStatus.COUNTS.name(),
                BounceStatus.HELD.name(),
                bounce.id().value());
        if (!another) {
            pending.merge(new BounceHour(counted.hour, counted.reason, ALL_DOMAINS), delta, Integer::sum);
            pending.merge(new BounceHour(counted.hour, counted.reason, counted.domain), delta, Integer::sum);
        }
    }

    /** Keeps what was counted. */
    void flush() {
        session.batch(
                """
                INSERT INTO bounced_hour (account, hour, reason, domain, mails) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (account, hour, reason, domain) DO UPDATE SET mails = bounced_hour.mails + excluded.mails
                """,
                List.copyOf(pending.entrySet()),
                (row, bindings) -> bindings.add(account.id())
                        .add(row.getKey().hour)
                        .add(row.getKey().reason.name())
                        .add(row.getKey().domain)
                        .add(row.getValue()));
        pending.clear();
        stored.clear();
    }

    /** Also those that were counted and not kept yet. */
    long count(Optional<String> domain, BounceReason reason, Instant hour) {
        BounceHour place = new BounceHour(BounceTable.hourNumber(hour), reason, domain.orElse(ALL_DOMAINS));
        if (!stored.containsKey(place)) {
            read(place);
        }
        return stored.getOrDefault(place, 0L) + pending.getOrDefault(place, 0);
    }

    /** With what all domains have, which is asked for next. */
    private void read(BounceHour place) {
        stored.put(place, 0L);
        stored.put(place.allDomains(), 0L);
        session.queryIn(
                "SELECT domain, mails FROM bounced_hour WHERE account = ? AND hour = ? AND reason = ? AND domain {in ?}",
                List.of(ALL_DOMAINS, place.domain),
                row -> stored.put(new BounceHour(place.hour, place.reason, row.text(1)), row.number(2)),
                account.id(),
                place.hour,
                place.reason.name());
    }
}
