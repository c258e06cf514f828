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
 * The reason why the gate or the outbox does not send a mail.
 *
 * @param suppression the reason why the address is suppressed; present exactly with {@link SkipCode#SUPPRESSED}
 * @param at the start of the suppression or the attempt, or the instant at which the mail got its state; empty for the
 *     codes without a time
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
        /** The address is on the suppression list. The mail becomes skipped. */
        SUPPRESSED("suppressed"),
        /** Another prospect with this address has the message. This prospect's mail becomes skipped. */
        DUPLICATE("duplicate of prospect"),
        /** The prospect has no valid email address. The mail becomes skipped. */
        NO_ADDRESS("no valid email address"),
        /** The prospect has changed to another address. The mail becomes skipped. */
        ADDRESS_CHANGED("the prospect's address has changed"),
        /** The mail was sent before. */
        ALREADY_SENT("already sent"),
        /** An earlier attempt may have delivered the mail. */
        IN_DOUBT("an earlier attempt may have arrived"),
        /** The mail was rejected, expired, failed or skipped before. */
        SETTLED("settled before"),
        /** The mail or its run was cancelled. */
        CANCELLED("cancelled"),
        /** Another attempt has claimed the mail. */
        CLAIMED_ELSEWHERE("claimed elsewhere"),
        /** The mail's run is paused. */
        PAUSED("paused");

        private final String label;

        SkipCode(String label) {
            this.label = label;
        }

        /** Returns the reason in words. */
        public String label() {
            return label;
        }
    }

    public SkipReason {
        if (suppression.isPresent() != (code == SkipCode.SUPPRESSED)
                || (duplicateOf.isPresent() && code != SkipCode.DUPLICATE)) {
            throw new IllegalArgumentException("inconsistent parts of a skip reason: " + code);
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

    /**
     * Returns the reason that another prospect has the message.
     *
     * @param prospect empty if the message went to the address as a one-off mail
     */
    public static SkipReason duplicate(Optional<ProspectId> prospect) {
        return new SkipReason(SkipCode.DUPLICATE, Optional.empty(), Optional.empty(), prospect);
    }

    /**
     * Returns the reason why the gate refuses a mail in that state.
     *
     * @param since the instant at which the mail got its state
     * @return empty for a mail that is waiting, which the gate may permit
     */
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

    /** Returns the reason in words, with its time in UTC: "Email Opt Out since 2026-01-31T10:00:00Z". */
    public String describe() {
        return describe(ProspectId::toString, Instant::toString);
    }

    /**
     * Returns the reason in words for a reader in a time zone: "Email Opt Out since 2026-01-31 11:00:00".
     *
     * @param id returns the id by which the reader knows a prospect
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
