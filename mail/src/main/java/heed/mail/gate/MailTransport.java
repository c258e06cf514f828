package heed.mail.gate;

import heed.mail.EmailMessage;
import java.time.Duration;

/** Hands mails to a relay. It cannot be called without a permit, so that no sender can forget the gate. Thread-safe. */
public interface MailTransport {

    /**
     * Transmits the message to the permit's address, once: on a ready connection it calls {@link SendPermit#use} and, only
     * if that allows it, begins the mail transaction. It tries nothing twice, and throws only for what is wrong in the
     * program.
     */
    SendReceipt send(SendPermit permit, EmailMessage message);

    /** The longest that a send can take once the permit was used, all time-outs together. */
    Duration maxSendDuration();
}
