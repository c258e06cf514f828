package heed.store.internal;

import heed.model.ProspectId;

/** An account in SQL: what every statement is bound by, and the range of keys that its prospects have. */
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
        return prospect.value() > before() && prospect.value() <= last();
    }

    /** Where reading behind a key starts. */
    long after(ProspectId prospect) {
        return Math.max(before(), prospect.value());
    }
}
