package heed.bounces.marking;

import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;

/**
 * What is kept of an account's bounces. Thread-safe; each transaction is for the thread that runs it, and a failure of what is
 * below is a {@link heed.model.store.StoreException}.
 */
public interface BounceRecords {
    /** Reads from one consistent snapshot. */
    <T> T read(Function<BounceReading, T> work);

    /**
     * One transaction, in one order with every other writer of the account; kept when this returns, undone if the work throws.
     */
    <T> T write(Function<BounceWork, T> work);

    /**
     * The same for work that judges only the addresses of these mails, and these addresses: what goes out to others at that
     * time does not wait for it.
     */
    <T> T write(Collection<MailId> mails, Collection<EmailAddress> addresses, Function<BounceWork, T> work);

    /** Does the work as {@link #write(Function)} would, answers what it answers, and keeps nothing of it. */
    <T> T preview(Function<BounceWork, T> work);

    /**
     * Drops how many mails were sent in hours that are {@linkplain BouncePolicy#HOURLY_COUNT_RETENTION too long ago} to be asked for. A few at
     * a time, so that nobody else waits long.
     *
     * @return of how many hours and domains
     */
    long deleteHourlyCounts(Instant now);
}
