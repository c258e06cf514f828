package heed.bounces.mailbox;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Converts the errors of mail servers and mailbox files to {@link MailboxException}. */
final class MailErrors {
    private MailErrors() {}

    /** Closes a connection and ignores errors; null is ignored too. */
    static void closeQuietly(@Nullable Store store) {
        if (store != null) {
            try {
                store.close();
            } catch (MessagingException closed) {
                return; // the connection is closed nevertheless
            }
        }
    }

    /**
     * Returns the error of a mail server in words for people. The text of the server is left out, because it may contain
     * anything.
     */
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

    /** Returns the error of a mailbox on disk in words for people. */
    static MailboxException toFileException(String mailbox, IOException e) {
        return new MailboxException(
                mailbox + " could not be read or changed: " + e.getClass().getSimpleName(), e);
    }
}
