package heed.mail.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * What is left to send: the mails that wait, without those of paused runs, and the mails in flight.
 *
 * @param anyQueued whether a mail is queued: it goes as soon as the limits, the relay and the process that has reserved
 *     it allow
 * @param nextDue when the next mail is due that nobody has reserved, which may be in the past; empty if there is none
 * @param anyHeld whether a process has reserved a mail or transmits one
 */
public record UnsettledMail(boolean anyQueued, Optional<Instant> nextDue, boolean anyHeld) {

    /**
     * Returns whether a mail can still be sent or settled before an instant: one is queued, reserved or in flight, or its
     * retry is due before.
     */
    public boolean movesBefore(Instant end) {
        return anyQueued || anyHeld || nextDue.filter(due -> due.isBefore(end)).isPresent();
    }
}
