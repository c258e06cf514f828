package heed.mail.delivery;

import heed.mail.LinkKey;
import heed.mail.MailTokens;
import heed.mail.gate.AttemptJournals;
import heed.mail.gate.Attempts;
import heed.mail.limits.DeliveryInstances;
import heed.mail.outbox.Outbox;
import heed.mail.unsubscribe.OptOutStore;
import heed.mail.unsubscribe.UnsubscribeStyle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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

    /** How long the links that a key has signed are honoured after another key has taken its place, if nobody says otherwise. */
    Duration KEY_HONOURED_FOR = Duration.ofDays(400);

    /**
     * Returns the tokens that identify the account's mails in links, return paths and Message-IDs. The first call creates and
     * stores a key.
     *
     * @throws heed.model.store.StoreException if a key could not be read or stored
     */
    default MailTokens tokens() {
        return tokens(List::of);
    }

    /**
     * Returns the tokens that identify the account's mails in links, return paths and Message-IDs, with keys that are not in
     * the store.
     *
     * @param outside reads these keys; the first one signs. They are never stored. If there is none, a key of the store signs.
     *     The keys of the store are honoured in any case
     * @throws heed.model.store.StoreException if a key could not be read or stored
     */
    MailTokens tokens(Supplier<List<LinkKey>> outside);

    /**
     * Retires the stored key that signs, and honours it for a time. The retired keys whose time has passed are deleted.
     *
     * @param next the key that signs from now on; empty if a key that is not in the store signs
     */
    void rotateLinkKey(Optional<LinkKey> next, Duration honoured, Instant now);

    /** Deletes the retired keys that are honoured no more; returns how many. */
    int deleteExpiredLinkKeys(Instant now);
}
