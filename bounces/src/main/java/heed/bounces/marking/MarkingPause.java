package heed.bounces.marking;

import heed.bounces.BounceReason;
import java.time.Instant;
import java.util.Optional;

/**
 * A time in which bounces of one reason mark nobody, because there were more than addresses can explain: an outage of a
 * provider, or a fault of our own.
 *
 * @param number by which people name it
 * @param domain whose recipients' bounces are held; empty for those of every domain
 * @param bounces how many mails had bounced for the reason when it began, of the {@code mails} of that hour
 * @param end when somebody said what it was, and whether the bounces were real
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

    /** @param confirmed whether the bounces were taken for what they say */
    public record PauseEnd(Instant endedAt, boolean confirmed, String actor) {}
}
