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
 * @param suppression which reason suppresses the address; only with {@link SkipCode#SUPPRESSED}
 * @param at since when, until when or when, as the reason has it
 * @param duplicateOf the prospect who has the mail; only with {@link SkipCode#DUPLICATE}
 */
public record SkipReason(
        SkipCode code,
        Optional<SuppressionReason> suppression,
        Optional<Instant> at,
        Optional<ProspectId> duplicateOf) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** The kinds of reasons. */
    public enum SkipCode {
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

        SkipCode(String label, boolean settles) {
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

    public SkipReason {
        if (suppression.isPresent() != (code == SkipCode.SUPPRESSED)
                || (duplicateOf.isPresent() && code != SkipCode.DUPLICATE)) {
            throw new IllegalArgumentException("not a refusal: " + code);
        }
    }

    public static SkipReason of(SkipCode code) {
        return new SkipReason(code, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static SkipReason of(SkipCode code, Instant at) {
        return new SkipReason(code, Optional.empty(), Optional.of(at), Optional.empty());
    }

    public static SkipReason suppressed(Suppression suppression) {
        return new SkipReason(
                SkipCode.SUPPRESSED,
                Optional.of(suppression.reason()),
                Optional.of(suppression.since()),
                Optional.empty());
    }

    /** @param prospect empty if the message went to the address as a one-off mail */
    public static SkipReason duplicate(Optional<ProspectId> prospect) {
        return new SkipReason(SkipCode.DUPLICATE, Optional.empty(), Optional.empty(), prospect);
    }

    /** Why the gate does not let a settled mail pass; empty for one that is waiting. */
    public static Optional<SkipReason> forState(SendState state, Instant since) {
        return switch (state) {
            case QUEUED, RETRYING -> Optional.empty();
            case IN_FLIGHT -> Optional.of(of(SkipCode.CLAIMED_ELSEWHERE, since));
            case SENT -> Optional.of(of(SkipCode.ALREADY_SENT, since));
            case UNKNOWN -> Optional.of(of(SkipCode.IN_DOUBT, since));
            case CANCELLED -> Optional.of(of(SkipCode.CANCELLED, since));
            case SKIPPED, REJECTED, EXPIRED, FAILED -> Optional.of(of(SkipCode.SETTLED, since));
        };
    }

    /** In words, with its time as an instant: "Email Opt Out since 2026-01-31T10:00:00Z". */
    public String describe() {
        return describe(ProspectId::toString, Instant::toString);
    }

    /**
     * In words for people, with its time as a clock shows it there: "Email Opt Out since 2026-01-31 11:00:00".
     *
     * @param id what people call a prospect by
     */
    public String describe(Function<ProspectId, String> id, ZoneId zone) {
        return describe(id, instant -> TIME.format(instant.atZone(zone)));
    }

    private String describe(Function<ProspectId, String> id, Function<Instant, String> time) {
        String label = suppression.map(SuppressionReason::label).orElse(code.label());
        Optional<String> instantText = at.map(time);
        return switch (code) {
            case SUPPRESSED, CLAIMED_ELSEWHERE ->
                instantText.map(since -> label + " since " + since).orElse(label);
            case DUPLICATE ->
                duplicateOf.map(prospect -> label + " " + id.apply(prospect)).orElse("duplicate");
            case ALREADY_SENT, IN_DOUBT, SETTLED, CANCELLED ->
                instantText.map(then -> label + ", " + then).orElse(label);
            case NO_ADDRESS, ADDRESS_CHANGED, PAUSED -> label;
        };
    }
}
