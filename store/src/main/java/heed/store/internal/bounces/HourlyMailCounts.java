package heed.store.internal.bounces;

import heed.model.prospect.EmailAddress;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of mails that a relay gave its final reply to, for each hour and domain, and for all domains together.
 */
public final class HourlyMailCounts {
    private static final int MAX_DELETED_HOURS = 24;

    private final SqlSession session;
    private final AccountKey account;
    private final HourlyCounter<MailHour> counter =
            new HourlyCounter<>(Comparator.comparingLong(MailHour::hour).thenComparing(MailHour::domain));

    private record MailHour(long hour, String domain) {}

    public HourlyMailCounts(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    /** Counts mails that a relay has just given its final reply to, to be written by {@link #flush}. */
    public void add(Collection<EmailAddress> recipients, Instant now) {
        long hour = HourlyCounter.hourNumber(now);
        recipients.forEach(recipient -> {
            counter.add(new MailHour(hour, HourlyCounter.ALL_DOMAINS), 1);
            counter.add(new MailHour(hour, recipient.domain()), 1);
        });
    }

    /**
     * Adds the pending counts to the stored ones. This is a transaction's last step: every batch of outcomes writes the row of
     * all domains, and from then on other writers wait for this transaction's commit.
     */
    public void flush() {
        counter.flush(changes -> session.batch(
                """
                INSERT INTO mail_hour (account, hour, domain, mails) VALUES (?, ?, ?, ?)
                ON CONFLICT (account, hour, domain) DO UPDATE SET mails = mail_hour.mails + excluded.mails
                """,
                changes,
                (change, bindings) -> bindings.add(account.id())
                        .add(change.getKey().hour)
                        .add(change.getKey().domain)
                        .add(change.getValue())));
    }

    /**
     * Deletes some of the counts of hours before the given one; returns the number of deleted rows, 0 once there are none
     * left.
     */
    int deleteBefore(Instant before) {
        return session.update("""
                DELETE FROM mail_hour WHERE account = ?1 AND hour IN (
                    SELECT DISTINCT hour FROM mail_hour WHERE account = ?1 AND hour < ?2 ORDER BY hour LIMIT ?3)
                """, account.id(), HourlyCounter.hourNumber(before), MAX_DELETED_HOURS);
    }

    /**
     * Returns the number of mails of an hour, pending ones included. Counts that other transactions add meanwhile may be
     * missing.
     *
     * @param domain empty for all domains together
     */
    long count(Optional<String> domain, Instant hour) {
        return counter.count(
                new MailHour(HourlyCounter.hourNumber(hour), domain.orElse(HourlyCounter.ALL_DOMAINS)),
                key -> Map.of(key, read(key)));
    }

    private long read(MailHour key) {
        return session.findFirst(
                        "SELECT mails FROM mail_hour WHERE account = ? AND hour = ? AND domain = ?",
                        row -> row.number(1),
                        account.id(),
                        key.hour,
                        key.domain)
                .orElse(0L);
    }
}
