package heed.mail.gate;

import heed.mail.EmailMessage;
import java.time.Duration;

/** Hands mails to a relay. Every call needs a permit, so that no sender can bypass the gate. Thread-safe. */
public interface MailTransport {

    /**
     * Transmits the message to the permit's address once. The transport opens the connection first, then calls {@link
     * SendPermit#use}, and starts the mail transaction only if the permit was still valid. It calls {@link
     * SendPermit#look} before it transmits the message, and {@link SendPermit#complete} immediately before the end of the
     * message; if either returns a receipt, it drops the connection with the message incomplete. The transport retries
     * nothing and throws only for errors in the program: every failure of the relay or the connection is a receipt.
     */
    SendReceipt send(SendPermit permit, EmailMessage message);

    /** Returns the longest duration of a send after the permit was used. The transport ends the send then. */
    Duration maxSendDuration();
}
