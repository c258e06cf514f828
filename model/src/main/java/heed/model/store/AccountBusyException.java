package heed.model.store;

/** Says why an account cannot be removed now. */
public final class AccountBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final long count;

    /** @param count how many runs or mails there are */
    public AccountBusyException(Reason reason, long count) {
        super(reason + ": " + count);
        this.reason = reason;
        this.count = count;
    }

    /** What is going on in the account. */
    public enum Reason {
        /** Somebody works on a run or an import. */
        RUN_IN_PROGRESS,
        /** The outcome of a mail is not known yet. */
        MAIL_IN_FLIGHT,
        /** A mail waits to be sent. */
        MAIL_QUEUED
    }

    public Reason reason() {
        return reason;
    }

    public long count() {
        return count;
    }
}
