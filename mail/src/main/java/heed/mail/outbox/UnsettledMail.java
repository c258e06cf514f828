package heed.mail.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * What is left to send: the mails that wait, without those of paused runs, and the mails in flight.
 *
 * @param anyQueued whether a mail is queued: it goes as soon as the limits, the relay and the process that has reserved
 *     it allow
 * @param nextDue when the next mail is due, which may be in the past; empty if none waits
 * @param lastLeaseEnd when the last attempt in flight is in doubt unless its outcome is recorded before; empty if no mail
 *     is in flight
 */
public record UnsettledMail(boolean anyQueued, Optional<Instant> nextDue, Optional<Instant> lastLeaseEnd) {

    /**
     * Returns whether a mail can still be sent or settled before an instant: one is queued or in flight, or its retry is
     * due before.
     */
    public boolean movesBefore(Instant end) {
        return anyQueued
                || lastLeaseEnd.isPresent()
                || nextDue.filter(due -> due.isBefore(end)).isPresent();
    }
}
