package heed.store.internal.sql;

import heed.mail.MailId;
import heed.model.prospect.ProspectId;

/**
 * The key of an account, which determines the range of the keys of the account's prospects and mails. A statement reaches
 * only the rows of one account: it contains this key or a key in its range.
 */
public record AccountKey(long id) {
    private static final int KEY_BITS = 40;

    /** Returns the number just below the account's first key. */
    public long keyFloor() {
        return (id - 1) << KEY_BITS;
    }

    /** Returns the highest key that the account can have. */
    public long maxKey() {
        return id << KEY_BITS;
    }

    /** Returns whether the key is in the account's range; the prospect need not exist. */
    public boolean owns(ProspectId prospect) {
        return owns(prospect.value());
    }

    /** Returns whether the id is in the account's range; the mail need not exist. */
    public boolean owns(MailId mail) {
        return owns(mail.value());
    }

    private boolean owns(long key) {
        return key > keyFloor() && key <= maxKey();
    }

    /**
     * Requires that the account owns the key.
     *
     * @throws IllegalArgumentException if the key is not in the account's range
     */
    public void requireOwned(ProspectId prospect) {
        if (!owns(prospect)) {
            throw prospectNotFound(prospect);
        }
    }

    /** Returns the exception for a prospect that the account does not have. */
    public static IllegalArgumentException prospectNotFound(ProspectId prospect) {
        return new IllegalArgumentException("there is no prospect " + prospect);
    }

    /**
     * Returns the key after which to read the prospects that follow the given one, which may be below the account's range.
     */
    public long startAfter(ProspectId prospect) {
        return Math.max(keyFloor(), prospect.value());
    }
}
