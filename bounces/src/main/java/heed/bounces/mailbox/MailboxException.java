package heed.bounces.mailbox;

/** Thrown when a mailbox cannot be reached, read or changed. Its message is for people and contains no password. */
public final class MailboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MailboxException(String message) {
        super(message);
    }

    public MailboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
