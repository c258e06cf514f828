package heed.store.internal.sql;

import heed.mail.MailId;
import heed.model.prospect.ProspectId;

/** An account in SQL: what every statement is bound by, and the range of keys that its prospects and its mails have. */
public record AccountKey(long id) {
    private static final int KEY_BITS = 40; // bits

    /** Before its first prospect. */
    public long keyFloor() {
        return (id - 1) << KEY_BITS;
    }

    /** The last key that it can have. */
    public long maxKey() {
        return id << KEY_BITS;
    }

    public boolean owns(ProspectId prospect) {
        return owns(prospect.value());
    }

    public boolean owns(MailId mail) {
        return owns(mail.value());
    }

    private boolean owns(long key) {
        return key > keyFloor() && key <= maxKey();
    }

    /** @throws IllegalArgumentException if the key cannot be one of this account's */
    public void requireOwned(ProspectId prospect) {
        if (!owns(prospect)) {
            throw prospectNotFound(prospect);
        }
    }

    public static IllegalArgumentException prospectNotFound(ProspectId prospect) {
        return new IllegalArgumentException("there is no prospect " + prospect);
    }

    /** Where reading behind a key starts. */
    public long startAfter(ProspectId prospect) {
        return Math.max(keyFloor(), prospect.value());
    }
}
