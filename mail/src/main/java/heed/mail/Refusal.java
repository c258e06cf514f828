package heed.mail;

import heed.model.prospect.ProspectId;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Why a mail is not sent.
 *
 * @param suppression which reason suppresses the address; only with {@link Reason#SUPPRESSED}
 * @param at since when, until when or when, as the reason has it
 * @param other the prospect who has the mail; only with {@link Reason#DUPLICATE}
 */
public record Refusal(
        Reason reason, Optional<SuppressionReason> suppression, Optional<Instant> at, Optional<ProspectId> other) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** The kinds of reasons. */
    public enum Reason {
        /** The address is on the suppression list. Settles the mail: skipped. */
        SUPPRESSED("suppressed", true),
        /** Another prospect with this address has the message. Settles this prospect's: skipped. */
        DUPLICATE("duplicate of prospect", true),
        /** The prospect has no valid email address. Settles the mail: skipped. */
        NO_ADDRESS("no valid email address", true),
        /** The prospect has another address by now. Settles the mail: skipped. */
        ADDRESS_CHANGED("the prospect's address has changed", true),
        /** It was sent before. */
        ALREADY_SENT("already sent", false),
        /** An earlier attempt may have arrived. */
        IN_DOUBT("an earlier attempt may have arrived", false),
        /** It was rejected, expired, failed or was skipped before. */
        SETTLED("settled before", false),
        /** Its run was cancelled, or the mail was. */
        CANCELLED("cancelled", false),
        /** Another attempt is under way. */
        CLAIMED_ELSEWHERE("claimed elsewhere", false),
        /** Its run is paused. */
        PAUSED("paused", false);

        private final String label;
        private final boolean settles;

        Reason(String label, boolean settles) {
            this.label = label;
            this.settles = settles;
        }

        public String label() {
            return label;
        }

        /** Whether it is the mail's verdict; otherwise the mail stays as it was. */
        public boolean settles() {
            return settles;
        }
    }

    public Refusal {
        if (suppression.isPresent() != (reason == Reason.SUPPRESSED)
                || (other.isPresent() && reason != Reason.DUPLICATE)) {
            throw new IllegalArgumentException("not a refusal: " + reason);
        }
    }

    public static Refusal of(Reason reason) {
        return new Refusal(reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Refusal of(Reason reason, Instant at) {
        return new Refusal(reason, Optional.empty(), Optional.of(at), Optional.empty());
    }

    public static Refusal suppressed(Suppression suppression) {
        return new Refusal(
                Reason.SUPPRESSED,
                Optional.of(suppression.reason()),
                Optional.of(suppression.since()),
                Optional.empty());
    }

    /** @param prospect empty if the message went to the address as a one-off mail */
    public static Refusal duplicate(Optional<ProspectId> prospect) {
        return new Refusal(Reason.DUPLICATE, Optional.empty(), Optional.empty(), prospect);
    }

    /** Why the gate does not let a settled mail pass; empty for one that is waiting. */
    public static Optional<Refusal> because(SendState state, Instant since) {
        return switch (state) {
            case QUEUED, RETRYING -> Optional.empty();
            case IN_FLIGHT -> Optional.of(of(Reason.CLAIMED_ELSEWHERE, since));
            case SENT -> Optional.of(of(Reason.ALREADY_SENT, since));
            case UNKNOWN -> Optional.of(of(Reason.IN_DOUBT, since));
            case CANCELLED -> Optional.of(of(Reason.CANCELLED, since));
            case SKIPPED, REJECTED, EXPIRED, FAILED -> Optional.of(of(Reason.SETTLED, since));
        };
    }

    /** In words, with its time as an instant: "Email Opt Out since 2026-01-31T10:00:00Z". */
    public String text() {
        return text(ProspectId::toString, Instant::toString);
    }

    /**
     * In words for people, with its time as a clock shows it there: "Email Opt Out since 2026-01-31 11:00:00".
     *
     * @param id what people call a prospect by
     */
    public String text(Function<ProspectId, String> id, ZoneId zone) {
        return text(id, instant -> TIME.format(instant.atZone(zone)));
    }

    private String text(Function<ProspectId, String> id, Function<Instant, String> time) {
        String what = suppression.map(SuppressionReason::label).orElse(reason.label());
        Optional<String> when = at.map(time);
        return switch (reason) {
            case SUPPRESSED, CLAIMED_ELSEWHERE ->
                when.map(since -> what + " since " + since).orElse(what);
            case DUPLICATE ->
                other.map(prospect -> what + " " + id.apply(prospect)).orElse("duplicate");
            case ALREADY_SENT, IN_DOUBT, SETTLED, CANCELLED ->
                when.map(then -> what + ", " + then).orElse(what);
            case NO_ADDRESS, ADDRESS_CHANGED, PAUSED -> what;
        };
    }
}
