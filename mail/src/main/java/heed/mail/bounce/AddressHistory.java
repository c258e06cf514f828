package heed.mail.bounce;

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
public record AddressHistory(List<Bounce> bounces, List<Accepted> accepted) {
    public AddressHistory {
        bounces = bounces.stream()
                .sorted(Comparator.comparing(Bounce::at).thenComparing(Bounce::id))
                .toList();
        accepted = List.copyOf(accepted);
    }

    /** A mail that a relay took then. */
    public record Accepted(MailId mail, Instant at) {}

    /** The last delivery as far as it was known at that time. */
    Optional<Instant> delivered(Instant known) {
        Instant latest = Instant.MIN;
        for (Bounce bounce : bounces) {
            if (bounce.kind() == VerdictKind.DELIVERED
                    && bounce.standing() == Standing.COUNTS
                    && !bounce.at().isAfter(known)
                    && bounce.at().isAfter(latest)) {
                latest = bounce.at();
            }
        }
        for (Accepted mail : accepted) {
            boolean longAgo = !mail.at.plus(BouncePolicy.SILENCE).isAfter(known);
            if (longAgo && mail.at.isAfter(latest) && !failed(mail.mail, known)) {
                latest = mail.at;
            }
        }
        return latest.equals(Instant.MIN) ? Optional.empty() : Optional.of(latest);
    }

    private boolean failed(MailId mail, Instant known) {
        return bounces.stream()
                .anyMatch(bounce -> bounce.kind() == VerdictKind.FAILED
                        && bounce.subject().mail().equals(Optional.of(mail))
                        && !bounce.at().isAfter(known));
    }
}
