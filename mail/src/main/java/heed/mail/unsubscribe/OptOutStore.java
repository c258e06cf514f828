package heed.mail.unsubscribe;

import heed.mail.MailId;
import java.time.Instant;

/** Stores the opt-outs that recipients give by the link of a mail: the port to an account's prospects. Thread-safe. */
@FunctionalInterface
public interface OptOutStore {

    /**
     * Sets Email Opt Out of the person whom the mail went to. Every request is recorded, also if the field is already
     * Yes. The change is durable when the call returns.
     *
     * @return false if there is no such mail
     * @throws heed.model.store.StoreException if the opt-out could not be stored
     */
    boolean optOut(MailId mail, Instant now);
}
