package heed.bounces.mailbox;

import heed.mail.server.ConnectionFailures;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderClosedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import jakarta.mail.ReadOnlyFolderException;
import jakarta.mail.Store;
import jakarta.mail.StoreClosedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Converts the errors of mail servers and mailbox files to {@link MailboxException}. */
final class MailErrors {
    /** The response code of RFC 5530, and the words of servers without it. */
    private static final Pattern OVER_QUOTA = Pattern.compile("(?i)over ?quota|quota (is )?exceeded");

    private static final String SETTINGS =
            "\"host\", \"port\" and \"security\" of \"bounceMailbox\" in the mail settings";

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
        return new MailboxException("the mailbox " + mailbox + " cannot be used: " + reasonFor(e), e);
    }

    private static String reasonFor(Exception e) {
        if (String.valueOf(e.getMessage()).contains("Read timed out")) { // of POP3, without its cause
            return "it did not reply in time; check " + SETTINGS;
        }
        if (e instanceof AuthenticationFailedException) {
            return "it refused the login; check \"user\" and the password";
        }
        if (e instanceof FolderNotFoundException) {
            return "it has no such folder; check \"folder\"";
        }
        if (e instanceof ReadOnlyFolderException) {
            return "the folder may only be read; give the user the right to change it";
        }
        if (OVER_QUOTA.matcher(String.valueOf(e.getMessage())).find()) {
            return "it is full; delete mail in it or raise its quota";
        }
        return ConnectionFailures.findReason(e)
                .map(reason -> reason + (reason.contains("check") ? "" : "; check " + SETTINGS))
                .orElseGet(() -> isLost(e)
                        ? "the connection was lost; nothing is lost, and the next fetch reads what is left"
                        : "it did not answer as a mail server does; check " + SETTINGS);
    }

    /** Whether the server ended a connection that had worked. */
    private static boolean isLost(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof FolderClosedException
                    || cause instanceof StoreClosedException
                    || (cause instanceof ConnectionException
                            && String.valueOf(cause.getMessage()).contains("BYE"))
                    || cause instanceof EOFException
                    || cause instanceof SocketException) {
                return true;
            }
        }
        return false;
    }

    /** Returns the error of a mailbox on disk in words for people. */
    static MailboxException toFileException(String mailbox, IOException e) {
        return new MailboxException(
                mailbox + " could not be read or changed: " + e.getClass().getSimpleName(), e);
    }
}
