package heed.mail.delivery;

import heed.mail.gate.Attempts;
import heed.mail.limits.DeliveryInstances;
import heed.mail.outbox.Outbox;
import heed.mail.unsubscribe.OptOutStore;

/** One account's side of sending mail, as a store keeps it. Thread-safe. */
public interface AccountMail {
    Outbox outbox();

    Attempts attempts();

    DeliveryInstances deliveryInstances();

    OptOutStore optOuts();

    /**
     * What the account's links are signed with: 32 random bytes, its own, made and kept when they are first asked for and
     * the same ever since. Not for logs.
     *
     * @throws heed.model.store.StoreException if they could not be read or kept
     */
    byte[] secret();
}
