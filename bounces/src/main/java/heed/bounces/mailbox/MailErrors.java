package heed.bounces.mailbox;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import org.jspecify.annotations.Nullable;

/** How a connection to a mail server ends. */
final class MailErrors {
    private MailErrors() {}

    static void closeQuietly(@Nullable Store store) {
        if (store != null) {
            try {
                store.close();
            } catch (MessagingException gone) {
                return; // it is closed all the same
            }
        }
    }

    /** In words for people; what the server said is not among them, since it may name anything. */
    static MailboxException toMailboxException(String mailbox, Exception e) {
        if (e instanceof AuthenticationFailedException) {
            return new MailboxException(mailbox + " refused the login", e);
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new MailboxException(
                mailbox + " could not be reached or read: " + cause.getClass().getSimpleName(), e);
    }
}
