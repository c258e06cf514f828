package heed.bounces.marking;

import heed.bounces.VerdictKind;
import heed.mail.MailId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one address since somebody last cleared its Bounced.
 *
 * @param bounces that say something about it, whatever they say, in the order they were kept
 * @param accepted mails to it that a relay took
 */
public record AddressHistory(List<Bounce> bounces, List<AcceptedMail> accepted) {
    public AddressHistory {
        bounces = bounces.stream()
                .sorted(Comparator.comparing(Bounce::recordedAt).thenComparing(Bounce::id))
                .toList();
        accepted = List.copyOf(accepted);
    }

    /** A mail that a relay took then. */
    public record AcceptedMail(MailId mail, Instant acceptedAt) {}

    /** The last delivery as far as it was known at that time. */
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
            boolean longAgo =
                    !mail.acceptedAt.plus(BouncePolicy.DELIVERED_AFTER_SILENCE).isAfter(asOf);
            if (longAgo && mail.acceptedAt.isAfter(latest) && !hasFailed(mail.mail, asOf)) {
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
