package heed.mail.delivery;

import heed.mail.gate.InDoubtPolicy;
import heed.mail.limits.SendLimit;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The settings of the delivery of an account's mail. The limits apply to all deliveries of the account together, in all
 * processes. Immutable.
 *
 * @param workers the most mails in transmission at the same time, each on a connection of its own; at least 1
 * @param perSecond the most mails a second; empty for no limit
 * @param domainWorkers the most mails in transmission at the same time to one recipient domain; at least 1
 * @param domainPerSecond the most mails a second to one recipient domain; empty for no limit
 * @param lease the time for which an attempt must have been seen under way before it is in doubt, if its sender has no
 *     heartbeat and it is not certain that it has ended
 */
public record DeliverySettings(
        int workers,
        OptionalDouble perSecond,
        int domainWorkers,
        OptionalDouble domainPerSecond,
        Duration lease,
        InDoubtPolicy inDoubtPolicy,
        RetrySchedule retrySchedule) {

    /** Eight connections, no rate limits, a lease of ten minutes; an attempt in doubt is not repeated. */
    public static final DeliverySettings STANDARD = new DeliverySettings(
            8,
            OptionalDouble.empty(),
            8,
            OptionalDouble.empty(),
            Duration.ofMinutes(10),
            InDoubtPolicy.KEEP_UNKNOWN,
            RetrySchedule.STANDARD);

    public DeliverySettings {
        if (workers < 1 || domainWorkers < 1) {
            throw new IllegalArgumentException("a delivery needs at least one worker");
        }
        if (!(perSecond.orElse(1) > 0 && domainPerSecond.orElse(1) > 0)) {
            throw new IllegalArgumentException("a rate must be more than 0");
        }
    }

    /** Returns the limit of all mail of the account. */
    SendLimit accountLimit() {
        return new SendLimit(workers, perSecond);
    }

    /** Returns the limit of the mail to each recipient domain. */
    SendLimit domainLimit() {
        return new SendLimit(domainWorkers, domainPerSecond);
    }

    /** Returns settings with that many workers, which may all send to one domain. */
    public DeliverySettings withWorkers(int number) {
        return new DeliverySettings(
                number,
                perSecond,
                Math.max(number, domainWorkers),
                domainPerSecond,
                lease,
                inDoubtPolicy,
                retrySchedule);
    }

    /** Returns settings with that lease. */
    public DeliverySettings withLease(Duration duration) {
        return new DeliverySettings(
                workers, perSecond, domainWorkers, domainPerSecond, duration, inDoubtPolicy, retrySchedule);
    }
}
