package heed.bounces.marking;

import heed.bounces.VerdictKind;
import heed.mail.MailId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The bounces of one address, and the mails to it, since somebody last cleared its Bounced field. Immutable.
 *
 * @param bounces all bounces about the address, whatever their kind and status, in the order in which they were recorded
 * @param accepted the mails to the address that a relay accepted
 */
public record AddressHistory(List<Bounce> bounces, List<AcceptedMail> accepted) {
    public AddressHistory {
        bounces = bounces.stream()
                .sorted(Comparator.comparing(Bounce::recordedAt).thenComparing(Bounce::id))
                .toList();
        accepted = List.copyOf(accepted);
    }

    /** A mail, and when a relay accepted it. */
    public record AcceptedMail(MailId mail, Instant acceptedAt) {}

    /**
     * Returns the time of the last delivery that was known at an instant. A delivery is a positive delivery report, or a mail
     * that a relay accepted and for which no bounce came for {@link BouncePolicy#DELIVERED_AFTER_SILENCE}.
     */
    Optional<Instant> findLastDelivery(Instant asOf) {
        Instant latest = Instant.MIN;
        for (Bounce bounce : bounces) {
            if (bounce.kind() == VerdictKind.DELIVERED
                    && bounce.status() == BounceStatus.COUNTS
                    && !bounce.recordedAt().isAfter(asOf)
                    && bounce.recordedAt().isAfter(latest)) {
                latest = bounce.recordedAt();
            }
        }
        for (AcceptedMail mail : accepted) {
            boolean silent =
                    !mail.acceptedAt.plus(BouncePolicy.DELIVERED_AFTER_SILENCE).isAfter(asOf);
            if (silent && mail.acceptedAt.isAfter(latest) && !hasFailed(mail.mail, asOf)) {
                latest = mail.acceptedAt;
            }
        }
        return latest.equals(Instant.MIN) ? Optional.empty() : Optional.of(latest);
    }

    private boolean hasFailed(MailId mail, Instant asOf) {
        return bounces.stream()
                .anyMatch(bounce -> bounce.kind() == VerdictKind.FAILED
                        && bounce.bouncedMail().mail().equals(Optional.of(mail))
                        && !bounce.recordedAt().isAfter(asOf));
    }
}
