package heed.mail.gate;

import heed.mail.SendState;
import heed.mail.SmtpReply;
import java.time.Instant;
import java.util.Optional;

/**
 * The outcome of an attempt, as it is recorded. Immutable.
 *
 * @param due the instant of the next attempt; present exactly with {@link OutcomeKind#RETRY}, {@link
 *     OutcomeKind#REPEATED} and {@link OutcomeKind#REQUEUED}
 * @param reply the relay's reply; empty if there was none
 * @param detail the reason in words where there was no reply; otherwise empty
 */
public record AttemptOutcome(OutcomeKind kind, Optional<Instant> due, Optional<SmtpReply> reply, String detail) {

    /** The kinds of outcomes, each with the state that it gives the mail. */
    public enum OutcomeKind {
        /** The relay accepted the mail. */
        SENT(SendState.SENT),
        /** The relay deferred the mail, and the retry schedule has another attempt. Counts as a deferral. */
        RETRY(SendState.RETRYING),
        /** The mail may have been delivered, and is sent again when the retry schedule says so. No deferral. */
        REPEATED(SendState.RETRYING),
        /** Nothing was transmitted, and not because of the recipient. The mail waits as before. */
        REQUEUED(SendState.QUEUED),
        /** The relay rejected the mail permanently. */
        REJECTED(SendState.REJECTED),
        /** The relay deferred the mail, and the retry schedule has no more attempts. */
        EXPIRED(SendState.EXPIRED),
        /** The mail may have been delivered. */
        UNKNOWN(SendState.UNKNOWN),
        /** The mail was not sent, and there will be no other attempt. */
        FAILED(SendState.FAILED);

        private final SendState state;

        OutcomeKind(SendState state) {
            this.state = state;
        }

        /**
         * Returns the state of the mail after the outcome. A requeued mail that a relay has deferred before is {@link
         * SendState#RETRYING} instead.
         */
        public SendState state() {
            return state;
        }
    }

    public AttemptOutcome {
        boolean hasNextAttempt =
                kind == OutcomeKind.RETRY || kind == OutcomeKind.REPEATED || kind == OutcomeKind.REQUEUED;
        if (due.isPresent() != hasNextAttempt) {
            throw new IllegalArgumentException(
                    "an outcome has an instant of the next attempt exactly if there is one: " + kind);
        }
    }

    public static AttemptOutcome sent(SmtpReply reply) {
        return new AttemptOutcome(OutcomeKind.SENT, Optional.empty(), Optional.of(reply), "");
    }

    /** Returns the outcome of an attempt that the relay accepted, with a reply that the sender did not live to record. */
    public static AttemptOutcome acceptedUnrecorded() {
        return new AttemptOutcome(
                OutcomeKind.SENT,
                Optional.empty(),
                Optional.empty(),
                "accepted; its sender ended before it had recorded the reply");
    }

    public static AttemptOutcome retry(Instant due, SmtpReply reply) {
        return new AttemptOutcome(OutcomeKind.RETRY, Optional.of(due), Optional.of(reply), "");
    }

    public static AttemptOutcome requeued(Instant due, String detail) {
        return new AttemptOutcome(OutcomeKind.REQUEUED, Optional.of(due), Optional.empty(), detail);
    }

    public static AttemptOutcome repeated(Instant due, String detail) {
        return new AttemptOutcome(OutcomeKind.REPEATED, Optional.of(due), Optional.empty(), detail);
    }

    public static AttemptOutcome rejected(SmtpReply reply) {
        return new AttemptOutcome(OutcomeKind.REJECTED, Optional.empty(), Optional.of(reply), "");
    }

    public static AttemptOutcome expired(SmtpReply reply) {
        return new AttemptOutcome(OutcomeKind.EXPIRED, Optional.empty(), Optional.of(reply), "");
    }

    /** Returns the outcome of a mail that was not sent and will not be tried again. */
    public static AttemptOutcome failed(Optional<SmtpReply> reply, String detail) {
        return new AttemptOutcome(OutcomeKind.FAILED, Optional.empty(), reply, detail);
    }

    public static AttemptOutcome unknown(String detail) {
        return new AttemptOutcome(OutcomeKind.UNKNOWN, Optional.empty(), Optional.empty(), detail);
    }

    /**
     * Returns whether the outcome of an attempt still applies to a mail. Only the outcome of the mail's latest attempt
     * applies: any outcome while the mail is in flight or unknown, and only {@link OutcomeKind#SENT} or {@link
     * OutcomeKind#REJECTED} when the mail waits to be sent again.
     *
     * @param state the state of the mail
     * @param latestAttempt the number of the mail's latest attempt
     * @param attempt the number of the attempt that has this outcome
     */
    public boolean appliesTo(SendState state, int latestAttempt, int attempt) {
        if (attempt != latestAttempt) {
            return false;
        }
        return switch (state) {
            case IN_FLIGHT, UNKNOWN -> true;
            case QUEUED, RETRYING -> kind == OutcomeKind.SENT || kind == OutcomeKind.REJECTED;
            case SENT, SKIPPED, REJECTED, EXPIRED, CANCELLED, FAILED -> false;
        };
    }
}
