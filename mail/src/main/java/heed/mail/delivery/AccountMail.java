package heed.mail.delivery;

import heed.mail.gate.AttemptJournals;
import heed.mail.gate.Attempts;
import heed.mail.limits.DeliveryInstances;
import heed.mail.outbox.Outbox;
import heed.mail.unsubscribe.OptOutStore;
import heed.mail.unsubscribe.UnsubscribeStyle;
import java.util.Optional;

/** The parts of a store that send the mail of one account. Thread-safe. */
public interface AccountMail {
    Outbox outbox();

    Attempts attempts();

    DeliveryInstances deliveryInstances();

    OptOutStore optOuts();

    /** Returns the journals of the senders on this machine that use the store. */
    AttemptJournals journals();

    /** Returns the style that the account adds to its unsubscribe pages; empty if it has none. */
    Optional<UnsubscribeStyle> unsubscribeStyle();

    /** Sets the style of the account's unsubscribe pages; empty for the standard one only. */
    void setUnsubscribeStyle(Optional<UnsubscribeStyle> style);

    /**
     * Returns the secret that signs the account's links and return paths: 32 random bytes. The first call creates and
     * stores the secret; it never changes afterwards. It does not belong in a log.
     *
     * @throws heed.model.store.StoreException if the secret could not be read or stored
     */
    byte[] secret();
}
