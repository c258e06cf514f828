package heed.mail.unsubscribe;

import heed.mail.MailId;
import java.time.Instant;

/** Keeps what people ask for by a mail's link: the port to an account's prospects. Thread-safe. */
@FunctionalInterface
public interface OptOutStore {

    /**
     * Sets Email Opt Out of the person that the mail went to, also where it is Yes already: what is asked for is kept each
     * time. It is durable when this returns.
     *
     * @return false if there is no such mail
     * @throws heed.model.store.StoreException if it could not be kept
     */
    boolean optOut(MailId mail, Instant now);
}
