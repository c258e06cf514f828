package heed.mail;

/** Where a mail stands. */
public enum SendState {
    /** Waiting for its first attempt. */
    QUEUED("queued", false),
    /** Refused for now; tried again when it is due. */
    RETRYING("retrying", false),
    /** An attempt holds it. */
    IN_FLIGHT("in flight", false),
    /** The relay took it. */
    SENT("sent", true),
    /** Not sent, and the refusal says why. */
    SKIPPED("skipped", true),
    /** Refused for good. */
    REJECTED("rejected", true),
    /** Refused for now until the retry schedule ended: one soft bounce. */
    EXPIRED("expired", true),
    /** It may have arrived, and is not repeated. */
    UNKNOWN("unknown", true),
    /** Withdrawn before it was sent. */
    CANCELLED("cancelled", true),
    /** Could not be written, for want of its definition or prospect; or a one-off mail that the relay did not take at once. */
    FAILED("failed", true);

    private final String id;
    private final boolean settled;

    SendState(String id, boolean settled) {
        this.id = id;
        this.settled = settled;
    }

    /** The word for it in commands, listings and stores. */
    public String id() {
        return id;
    }

    /** No more attempts; only a late outcome changes it. */
    public boolean settled() {
        return settled;
    }

    /** May be taken and claimed. */
    public boolean waiting() {
        return this == QUEUED || this == RETRYING;
    }
}
