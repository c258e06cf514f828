package heed.mail.delivery;

import heed.mail.gate.InDoubtPolicy;
import heed.mail.limits.SendLimit;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How an account's mail is delivered. Its limits hold for all deliveries of the account together, in whatever process.
 *
 * @param workers how many mails at once, each on its own connection
 * @param perSecond at most so many mails a second; empty for no limit
 * @param domainWorkers at most so many mails at once to one recipient domain
 * @param domainPerSecond at most so many mails a second to one recipient domain; empty for no limit
 * @param lease after which an attempt without an outcome is in doubt
 */
public record DeliverySettings(
        int workers,
        OptionalDouble perSecond,
        int domainWorkers,
        OptionalDouble domainPerSecond,
        Duration lease,
        InDoubtPolicy inDoubtPolicy,
        RetrySchedule retrySchedule) {

    /** Eight connections, no rate limits, a lease of ten minutes; what is in doubt is not repeated. */
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
            throw new IllegalArgumentException("mail is delivered by at least one worker");
        }
        if (!(perSecond.orElse(1) > 0 && domainPerSecond.orElse(1) > 0)) {
            throw new IllegalArgumentException("a rate is more than 0");
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

    public DeliverySettings withLease(Duration duration) {
        return new DeliverySettings(
                workers, perSecond, domainWorkers, domainPerSecond, duration, inDoubtPolicy, retrySchedule);
    }
}
