package heed.mail;

/** The states of a mail in the outbox. */
public enum SendState {
    /** Waiting for its first attempt, or for the next one after nothing was transmitted: it goes as soon as it can. */
    QUEUED("queued", false),
    /**
     * A relay deferred the mail, or it may not have arrived and is repeated; the next attempt follows when the retry
     * schedule says so.
     */
    RETRYING("retrying", false),
    /** An attempt has claimed the mail. */
    IN_FLIGHT("in flight", false),
    /** The relay accepted the mail. */
    SENT("sent", true),
    /** Not sent; a {@link SkipReason} is recorded. */
    SKIPPED("skipped", true),
    /** A relay rejected the mail permanently. */
    REJECTED("rejected", true),
    /** Relays deferred the mail until the retry schedule ended; counts as one soft bounce. */
    EXPIRED("expired", true),
    /** The mail may have been delivered, and is not sent again. */
    UNKNOWN("unknown", true),
    /** Cancelled before it was sent. */
    CANCELLED("cancelled", true),
    /**
     * The message could not be composed, because its definition or its prospect is missing, or could not be transmitted
     * because of an error in the program; or a relay did not accept a one-off mail at the first attempt.
     */
    FAILED("failed", true);

    private final String id;
    private final boolean settled;

    SendState(String id, boolean settled) {
        this.id = id;
        this.settled = settled;
    }

    /** Returns the word for the state in commands, listings and stores. */
    public String id() {
        return id;
    }

    /**
     * Returns whether there will be no more attempts. Only the late outcome of an attempt still changes a settled mail.
     */
    public boolean settled() {
        return settled;
    }

    /** Returns whether the mail may be reserved and claimed. */
    public boolean waiting() {
        return this == QUEUED || this == RETRYING;
    }
}
