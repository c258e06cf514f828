package heed.store.internal;

import heed.mail.MailId;
import heed.model.prospect.ProspectId;

/** An account in SQL: what every statement is bound by, and the range of keys that its prospects and its mails have. */
public record Owner(long account) {
    private static final int KEYS = 40; // bits

    /** Before its first prospect. */
    long before() {
        return (account - 1) << KEYS;
    }

    /** The last key that it can have. */
    long last() {
        return account << KEYS;
    }

    boolean owns(ProspectId prospect) {
        return owns(prospect.value());
    }

    boolean owns(MailId mail) {
        return owns(mail.value());
    }

    private boolean owns(long key) {
        return key > before() && key <= last();
    }

    /** @throws IllegalArgumentException if the key cannot be one of this account's */
    void require(ProspectId prospect) {
        if (!owns(prospect)) {
            throw missing(prospect);
        }
    }

    static IllegalArgumentException missing(ProspectId prospect) {
        return new IllegalArgumentException("there is no prospect " + prospect);
    }

    /** Where reading behind a key starts. */
    long after(ProspectId prospect) {
        return Math.max(before(), prospect.value());
    }
}
