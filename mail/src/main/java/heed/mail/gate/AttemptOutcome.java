package heed.mail.gate;

import heed.mail.SendState;
import heed.mail.SmtpReply;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of an attempt, decided: what is kept of it.
 *
 * @param due when the mail is tried again; present exactly with {@link OutcomeKind#RETRY} and {@link OutcomeKind#REQUEUED}
 * @param reply the relay's answer, if there was one
 * @param detail in words where there was no answer; else empty
 */
public record AttemptOutcome(OutcomeKind kind, Optional<Instant> due, Optional<SmtpReply> reply, String detail) {

    /** The kinds of outcomes, with the state they lead to. */
    public enum OutcomeKind {
        SENT(SendState.SENT),
        /** The relay said "not now": counts as an answered attempt. */
        RETRY(SendState.RETRYING),
        /** Nothing was transmitted, for no reason of the recipient's: the mail waits as it did before. */
        REQUEUED(SendState.QUEUED),
        REJECTED(SendState.REJECTED),
        /** The relay said "not now" for the last time. */
        EXPIRED(SendState.EXPIRED),
        UNKNOWN(SendState.UNKNOWN),
        FAILED(SendState.FAILED);

        private final SendState state;

        OutcomeKind(SendState state) {
            this.state = state;
        }

        /** Where the mail stands then; a mail that was put back is retrying if it had been answered before. */
        public SendState state() {
            return state;
        }
    }

    public AttemptOutcome {
        if (due.isPresent() != (kind == OutcomeKind.RETRY || kind == OutcomeKind.REQUEUED)) {
            throw new IllegalArgumentException("not an outcome: " + kind);
        }
    }

    public static AttemptOutcome sent(SmtpReply reply) {
        return new AttemptOutcome(OutcomeKind.SENT, Optional.empty(), Optional.of(reply), "");
    }

    public static AttemptOutcome retry(Instant due, SmtpReply reply) {
        return new AttemptOutcome(OutcomeKind.RETRY, Optional.of(due), Optional.of(reply), "");
    }

    public static AttemptOutcome requeued(Instant due, String detail) {
        return new AttemptOutcome(OutcomeKind.REQUEUED, Optional.of(due), Optional.empty(), detail);
    }

    public static AttemptOutcome rejected(SmtpReply reply) {
        return new AttemptOutcome(OutcomeKind.REJECTED, Optional.empty(), Optional.of(reply), "");
    }

    public static AttemptOutcome expired(SmtpReply reply) {
        return new AttemptOutcome(OutcomeKind.EXPIRED, Optional.empty(), Optional.of(reply), "");
    }

    /** Not sent, and not to be tried again. */
    public static AttemptOutcome failed(Optional<SmtpReply> reply, String detail) {
        return new AttemptOutcome(OutcomeKind.FAILED, Optional.empty(), reply, detail);
    }

    public static AttemptOutcome unknown(String detail) {
        return new AttemptOutcome(OutcomeKind.UNKNOWN, Optional.empty(), Optional.empty(), detail);
    }

    /**
     * Whether it still counts for a mail in that state with that latest attempt. The outcome of the latest attempt counts
     * while the mail is in flight and after it became unknown; once the mail waits to be repeated, only news that it was
     * sent or rejected does.
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
