package heed.mail.unsubscribe;

import heed.mail.MailMark;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores the opt-outs that recipients give by the link of a mail: the port to an account's prospects. {@link
 * OptOutRules#findSubject} says whom a link concerns. Thread-safe.
 */
public interface OptOutStore {

    /**
     * The recipient of a mail.
     *
     * @param address the address that the mail went to; empty if it had none
     * @param optedOut whether the address is opted out now, by this mail or in another way
     */
    record MailRecipient(Optional<EmailAddress> address, boolean optedOut) {}

    /** What taking an opt-out back has done. */
    enum TakeBack {
        /** What the opt-out had set is cleared. */
        DONE,
        /** Nothing has changed: the opt-out is too old, or was taken back before, or another one existed before it. */
        NOTHING,
        /** There is no such mail, and its address is not known. */
        UNKNOWN_MAIL
    }

    /**
     * Returns the recipient of a mail; empty if there is no such mail and its address is not known.
     *
     * @throws heed.model.store.StoreException if the store could not be read
     */
    Optional<MailRecipient> findRecipient(MailMark mark);

    /**
     * Opts out the recipient of a mail, by {@link OptOutRules}. Every request is recorded, also if Email Opt Out is
     * already Yes. The change is durable when the call returns.
     *
     * @return false if there is no such mail and its address is not known; then nothing has changed
     * @throws heed.model.store.StoreException if the opt-out could not be stored
     */
    boolean optOut(MailMark mark, Instant now);

    /**
     * Takes back what {@link #optOut} has set for a mail, by {@link OptOutRules}. The change is durable when the call
     * returns.
     *
     * @throws heed.model.store.StoreException if the change could not be stored
     */
    TakeBack takeBack(MailMark mark, Instant now);
}
