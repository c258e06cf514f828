package heed.mail;

import java.time.Instant;
import java.util.Optional;

/**
 * What came of an attempt, decided: what is kept of it.
 *
 * @param due when the mail is tried again; present exactly with {@link Kind#RETRY} and {@link Kind#PUT_BACK}
 * @param reply the relay's answer, if there was one
 * @param detail in words where there was no answer; else empty
 */
public record Outcome(Kind kind, Optional<Instant> due, Optional<Reply> reply, String detail) {

    /** The kinds of outcomes, with the state they lead to. */
    public enum Kind {
        SENT(SendState.SENT),
        /** The relay said "not now": counts as an answered attempt. */
        RETRY(SendState.RETRYING),
        /** Nothing was transmitted, for no reason of the recipient's: the mail waits as it did before. */
        PUT_BACK(SendState.QUEUED),
        REJECTED(SendState.REJECTED),
        /** The relay said "not now" for the last time. */
        EXPIRED(SendState.EXPIRED),
        UNKNOWN(SendState.UNKNOWN),
        FAILED(SendState.FAILED);

        private final SendState state;

        Kind(SendState state) {
            this.state = state;
        }

        /** Where the mail stands then; a mail that was put back is retrying if it had been answered before. */
        public SendState state() {
            return state;
        }
    }

    public Outcome {
        if (due.isPresent() != (kind == Kind.RETRY || kind == Kind.PUT_BACK)) {
            throw new IllegalArgumentException("not an outcome: " + kind);
        }
    }

    public static Outcome sent(Reply reply) {
        return new Outcome(Kind.SENT, Optional.empty(), Optional.of(reply), "");
    }

    public static Outcome retry(Instant due, Reply reply) {
        return new Outcome(Kind.RETRY, Optional.of(due), Optional.of(reply), "");
    }

    public static Outcome putBack(Instant due, String why) {
        return new Outcome(Kind.PUT_BACK, Optional.of(due), Optional.empty(), why);
    }

    public static Outcome rejected(Reply reply) {
        return new Outcome(Kind.REJECTED, Optional.empty(), Optional.of(reply), "");
    }

    public static Outcome expired(Reply reply) {
        return new Outcome(Kind.EXPIRED, Optional.empty(), Optional.of(reply), "");
    }

    /** Not sent, and not to be tried again. */
    public static Outcome failed(Optional<Reply> reply, String why) {
        return new Outcome(Kind.FAILED, Optional.empty(), reply, why);
    }

    public static Outcome unknown(String why) {
        return new Outcome(Kind.UNKNOWN, Optional.empty(), Optional.empty(), why);
    }

    /**
     * Whether it still counts for a mail in that state with that latest attempt. The outcome of the latest attempt counts
     * while the mail is in flight and after it became unknown; once the mail waits to be repeated, only news that it was
     * sent or rejected does.
     */
    public boolean counts(SendState state, int latestAttempt, int attempt) {
        if (attempt != latestAttempt) {
            return false;
        }
        return switch (state) {
            case IN_FLIGHT, UNKNOWN -> true;
            case QUEUED, RETRYING -> kind == Kind.SENT || kind == Kind.REJECTED;
            case SENT, SKIPPED, REJECTED, EXPIRED, CANCELLED, FAILED -> false;
        };
    }
}
