package heed.bounces.mailbox;

/** A mailbox could not be reached or read. Its message is for people, and holds no password. */
public final class MailboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MailboxException(String message) {
        super(message);
    }

    public MailboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
