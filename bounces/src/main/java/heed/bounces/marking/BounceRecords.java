package heed.bounces.marking;

import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The stored bounces of an account. Thread-safe; the objects that a transaction passes to its work are for the thread of that
 * transaction. Every method throws {@link heed.model.store.StoreException} if the store fails.
 */
public interface BounceRecords {
    /** Runs work on one consistent snapshot and returns its result. */
    <T> T read(Function<BounceReading, T> work);

    /**
     * Runs work in one transaction and returns its result. The transaction is serialized with every other writer of the account.
     * It is committed when this method returns, and rolled back if the work throws.
     */
    <T> T write(Function<BounceWork, T> work);

    /**
     * Runs work like {@link #write(Function)}, for work that judges only the given addresses and those of the given mails. Mail
     * to other addresses can be sent meanwhile.
     */
    <T> T write(Collection<MailId> mails, Collection<EmailAddress> addresses, Function<BounceWork, T> work);

    /** Runs work like {@link #write(Function)} and returns its result, but rolls the transaction back. */
    <T> T preview(Function<BounceWork, T> work);

    /** Returns what happened to the mails of a run after they were sent. */
    List<MailEvent> listMailEvents(RunId run);

    /** Returns what happened to some mails after they were sent. */
    List<MailEvent> listMailEvents(Collection<MailId> mails);

    /**
     * Deletes the numbers of mails sent in hours before {@link BouncePolicy#HOURLY_COUNT_RETENTION}. It deletes in small
     * transactions, so that other writers do not wait long.
     *
     * @return the number of deleted counts, one for each hour and domain
     */
    long deleteHourlyCounts(Instant now);
}
