package heed.mail.gate;

import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a mail and how the mail got there. Only {@link Mail} derives a new progress from an earlier one; a store
 * reads and writes it.
 *
 * @param changedAt when the mail entered its state
 * @param due when the mail is to be reserved next; present only while it waits
 * @param claimedAt when the latest attempt was claimed, or last confirmed before its message was completed; empty before
 *     the first
 * @param holder who has reserved the mail or transmits it; empty for all others
 * @param attempts the number of claims that were granted, and so the number of the latest attempt
 * @param deferrals how many attempts a relay has deferred
 * @param firstDeferredAt when a relay first deferred the mail
 * @param skipReason why the mail was skipped or cancelled; empty in every other state
 * @param reply the relay's last reply
 * @param detail why there was no reply, in words without addresses; otherwise empty
 */
public record MailProgress(
        SendState state,
        Instant changedAt,
        Optional<Instant> due,
        Optional<Instant> claimedAt,
        Optional<SenderId> holder,
        int attempts,
        int deferrals,
        Optional<Instant> firstDeferredAt,
        Optional<SkipReason> skipReason,
        Optional<SmtpReply> reply,
        String detail) {

    /** Returns the progress of a new mail: queued, without a due time and never attempted. */
    static MailProgress initial(Instant now) {
        return new MailProgress(
                SendState.QUEUED,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /** Returns the progress after entering a state, which ends the wait of the state before. Nobody holds the mail. */
    MailProgress enter(SendState next, Instant now) {
        return new MailProgress(
                next,
                now,
                Optional.empty(),
                claimedAt,
                Optional.empty(),
                attempts,
                deferrals,
                firstDeferredAt,
                skipReason,
                reply,
                detail);
    }

    MailProgress withDue(Instant newDue) {
        return new MailProgress(
                state,
                changedAt,
                Optional.of(newDue),
                claimedAt,
                holder,
                attempts,
                deferrals,
                firstDeferredAt,
                skipReason,
                reply,
                detail);
    }

    MailProgress withSkipReason(SkipReason reason) {
        return new MailProgress(
                state,
                changedAt,
                due,
                claimedAt,
                holder,
                attempts,
                deferrals,
                firstDeferredAt,
                Optional.of(reason),
                reply,
                detail);
    }

    MailProgress withHolder(Optional<SenderId> newHolder) {
        return new MailProgress(
                state,
                changedAt,
                due,
                claimedAt,
                newHolder,
                attempts,
                deferrals,
                firstDeferredAt,
                skipReason,
                reply,
                detail);
    }

    MailProgress withNextAttempt(SenderId newHolder, Instant now) {
        return new MailProgress(
                state,
                changedAt,
                due,
                Optional.of(now),
                Optional.of(newHolder),
                attempts + 1,
                deferrals,
                firstDeferredAt,
                skipReason,
                reply,
                detail);
    }

    MailProgress withClaim(Instant now) {
        return new MailProgress(
                state,
                changedAt,
                due,
                Optional.of(now),
                holder,
                attempts,
                deferrals,
                firstDeferredAt,
                skipReason,
                reply,
                detail);
    }

    MailProgress withDeferral(Instant now) {
        return new MailProgress(
                state,
                changedAt,
                due,
                claimedAt,
                holder,
                attempts,
                deferrals + 1,
                firstDeferredAt.or(() -> Optional.of(now)),
                skipReason,
                reply,
                detail);
    }

    MailProgress withReply(Optional<SmtpReply> newReply, String newDetail) {
        return new MailProgress(
                state,
                changedAt,
                due,
                claimedAt,
                holder,
                attempts,
                deferrals,
                firstDeferredAt,
                skipReason,
                newReply,
                newDetail);
    }

    /** Returns the state and the count of attempts only: a relay's reply may quote an address. */
    @Override
    public String toString() {
        return state.id() + " after " + attempts + " attempts";
    }
}
