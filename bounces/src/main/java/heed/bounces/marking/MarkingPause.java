package heed.bounces.marking;

import heed.bounces.BounceReason;
import java.time.Instant;
import java.util.Optional;

/**
 * A pause of marking for one reason. It starts when more mails of one hour bounce than bad addresses can explain, as in an outage
 * of a provider or after a fault of our own, and lasts until somebody ends it.
 *
 * @param number the number by which commands name it
 * @param domain the domain of the recipients whose bounces are held; empty for all domains
 * @param hour the start of the hour whose mails bounced
 * @param bounces the number of mails of that hour that had bounced for the reason when the pause started
 * @param mails the number of mails that were sent in that hour
 * @param end the decision that ended the pause; empty while it is open
 */
public record MarkingPause(
        long number,
        Optional<String> domain,
        BounceReason reason,
        Instant startedAt,
        Instant hour,
        long bounces,
        long mails,
        Optional<PauseEnd> end) {

    /**
     * The decision that ends a pause.
     *
     * @param confirmed true if the bounces were real and took effect, false if they were reversed
     * @param actor the person who decided
     */
    public record PauseEnd(Instant endedAt, boolean confirmed, String actor) {}
}
