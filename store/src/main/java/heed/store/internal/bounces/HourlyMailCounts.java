package heed.store.internal.bounces;

import heed.model.prospect.EmailAddress;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many mails a relay answered for good in each hour, to each domain and in all. */
public final class HourlyMailCounts {
    private static final String ALL_DOMAINS = "";
    private static final int MAX_DELETED_HOURS = 24; // hours

    private final SqlSession session;
    private final AccountKey account;
    private final Map<MailHour, Integer> pending =
            new TreeMap<>(Comparator.comparingLong(MailHour::hour).thenComparing(MailHour::domain));
    private final Map<MailHour, Long> stored = new HashMap<>();

    private record MailHour(long hour, String domain) {}

    public HourlyMailCounts(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    /** Counts mails that were settled just now, for {@link #flush}. */
    public void add(Collection<EmailAddress> recipients, Instant now) {
        recipients.forEach(recipient -> {
            pending.merge(new MailHour(BounceTable.hourNumber(now), ALL_DOMAINS), 1, Integer::sum);
            pending.merge(new MailHour(BounceTable.hourNumber(now), recipient.domain()), 1, Integer::sum);
        });
    }

    /**
     * Keeps what was counted: last of all, since every batch of outcomes writes the row of all mail and so waits for who did
     * until that is committed. In the order of the rows, so that writers do not wait for each other in turn.
     */
    public void flush() {
        session.batch(
                """
                INSERT INTO mail_hour (account, hour, domain, mails) VALUES (?, ?, ?, ?)
                ON CONFLICT (account, hour, domain) DO UPDATE SET mails = mail_hour.mails + excluded.mails
                """,
                List.copyOf(pending.entrySet()),
                (row, bindings) -> bindings.add(account.id())
                        .add(row.getKey().hour)
                        .add(row.getKey().domain)
                        .add(row.getValue()));
        pending.clear();
        stored.clear();
    }

    /** Drops some of the hours that ended before; 0 once there are no more. */
    int deleteBefore(Instant before) {
        return session.update("""
                DELETE FROM mail_hour WHERE account = ?1 AND hour IN (
                    SELECT DISTINCT hour FROM mail_hour WHERE account = ?1 AND hour < ?2 ORDER BY hour LIMIT ?3)
                """, account.id(), BounceTable.hourNumber(before), MAX_DELETED_HOURS);
    }

    /** Also those that were counted and not kept yet; of those that others count meanwhile some may be left out. */
    long count(Optional<String> domain, Instant hour) {
        MailHour place = new MailHour(BounceTable.hourNumber(hour), domain.orElse(ALL_DOMAINS));
        return pending.getOrDefault(place, 0) + stored.computeIfAbsent(place, this::read);
    }

    private long read(MailHour place) {
        return session.findFirst(
                        "SELECT mails FROM mail_hour WHERE account = ? AND hour = ? AND domain = ?",
                        row -> row.number(1),
                        account.id(),
                        place.hour,
                        place.domain)
                .orElse(0L);
    }
}
