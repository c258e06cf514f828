package heed.mail.limits;

import java.util.OptionalDouble;

/**
 * A limit of the mails in transmission at the same time and, optionally, of the mails a second. The limit is divided
 * into numbered shares of equal size, which deliveries assign among themselves. Each share allows at least one mail at
 * a time and, unless it is the only share, at least one mail a second, so that the first bursts of all shares together
 * are no larger than the burst of one delivery that has the whole limit. Immutable.
 *
 * @param concurrency the most mails in transmission at the same time; at least 1
 * @param perSecond the most mails a second; empty for no limit
 */
public record SendLimit(int concurrency, OptionalDouble perSecond) {

    /** Returns the number of shares. */
    int shareCount() {
        return perSecond.isPresent()
                ? (int) Math.max(1, Math.min(concurrency, Math.floor(perSecond.getAsDouble())))
                : concurrency;
    }

    /** Returns how many mails at the same time one share allows. The first share has index 0. */
    int concurrency(int shareIndex) {
        // Rounded boundaries: the shares differ by at most one, and their sum is the whole limit.
        long before = (long) shareIndex * concurrency / shareCount();
        return (int) ((shareIndex + 1L) * concurrency / shareCount() - before);
    }

    /** Returns how many mails a second a number of shares allows. There must be a limit a second. */
    double perSecond(int shares) {
        return perSecond.orElseThrow() * shares / shareCount();
    }
}
