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

/**
 * The numbers of mails that bounced, for each hour of sending, reason and domain, and for all domains together. They are
 * counted while bounces are stored and changed, so that a look-up costs the same however many bounces there are. Several
 * bounces of one mail count once. A transaction that changes the bounces of a mail has locked its address, and while it
 * marks bounces no other transaction changes the stored counts.
 */
final class HourlyBounceCounts {
    private final SqlSession session;
    private final AccountKey account;
    private final HourlyCounter<BounceHour> counter = new HourlyCounter<>(Comparator.comparingLong(BounceHour::hour)
            .thenComparing(BounceHour::reason)
            .thenComparing(BounceHour::domain));

    private record BounceHour(long hour, BounceReason reason, String domain) {}

    HourlyBounceCounts(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    /** A bounced mail as it is counted. */
    private record CountedBounce(long mail, long hour, BounceReason reason, String domain) {}

    /** Returns what the bounce counts as; empty if it reports no failure, or if a bounce of its status does not count. */
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
                                                        HourlyCounter.hourNumber(sent),
                                                        diagnosis.reason(),
                                                        address.domain())))))
                : Optional.empty();
    }

    /** Counts a bounce that has just been stored. */
    void add(Bounce bounce) {
        toCounted(bounce).ifPresent(counted -> addToCounts(counted, bounce, 1));
    }

    /** Corrects the counts after a bounce was changed in the table. */
    void change(Bounce oldBounce, Bounce newBounce) {
        Optional<CountedBounce> before = toCounted(oldBounce);
        Optional<CountedBounce> after = toCounted(newBounce);
        if (!before.equals(after)) {
            before.ifPresent(counted -> addToCounts(counted, newBounce, -1));
            after.ifPresent(counted -> addToCounts(counted, newBounce, 1));
        }
    }

    /** Changes the counts, unless another bounce of the same mail already counts for the same hour and reason. */
    private void addToCounts(CountedBounce counted, Bounce bounce, int delta) {
        boolean countedByAnother = session.queryBoolean(
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
        if (!countedByAnother) {
            counter.add(new BounceHour(counted.hour, counted.reason, HourlyCounter.ALL_DOMAINS), delta);
            counter.add(new BounceHour(counted.hour, counted.reason, counted.domain), delta);
        }
    }

    /** Adds the pending changes to the stored counts. */
    void flush() {
        counter.flush(changes -> session.batch(
                """
                INSERT INTO bounced_hour (account, hour, reason, domain, mails) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (account, hour, reason, domain) DO UPDATE SET mails = bounced_hour.mails + excluded.mails
                """,
                changes,
                (change, bindings) -> bindings.add(account.id())
                        .add(change.getKey().hour)
                        .add(change.getKey().reason.name())
                        .add(change.getKey().domain)
                        .add(change.getValue())));
    }

    /**
     * Returns the number of mails of an hour that bounced for a reason, pending changes included.
     *
     * @param domain empty for all domains together
     */
    long count(Optional<String> domain, BounceReason reason, Instant hour) {
        return counter.count(
                new BounceHour(HourlyCounter.hourNumber(hour), reason, domain.orElse(HourlyCounter.ALL_DOMAINS)),
                this::read);
    }

    /** Reads a stored count together with that of all domains, which is looked up next. */
    private Map<BounceHour, Long> read(BounceHour key) {
        BounceHour allDomains = new BounceHour(key.hour, key.reason, HourlyCounter.ALL_DOMAINS);
        Map<BounceHour, Long> counts = new HashMap<>();
        counts.put(key, 0L);
        counts.put(allDomains, 0L);
        session.queryIn(
                "SELECT domain, mails FROM bounced_hour WHERE account = ? AND hour = ? AND reason = ? AND domain {in ?}",
                List.of(allDomains.domain, key.domain),
                row -> counts.put(new BounceHour(key.hour, key.reason, row.text(1)), row.number(2)),
                account.id(),
                key.hour,
                key.reason.name());
        return counts;
    }
}
