package heed.mail.limits;

import java.util.OptionalDouble;

/**
 * So many mails at once, and so many a second if it says so. It is divided into equal shares, each with at least one at once
 * and, unless it is the only one, at least one a second: what all may send at first is then no more than one may alone.
 */
public record SendLimit(int concurrency, OptionalDouble perSecond) {

    int shareCount() {
        return perSecond.isPresent()
                ? (int) Math.max(1, Math.min(concurrency, Math.floor(perSecond.getAsDouble())))
                : concurrency;
    }

    /** How many at once a share is; the first is number 0. */
    int concurrency(int shareIndex) {
        long before = (long) shareIndex * concurrency / shareCount();
        return (int) ((shareIndex + 1L) * concurrency / shareCount() - before);
    }

    /** How many a second so many shares are. */
    double perSecond(int shares) {
        return perSecond.orElseThrow() * shares / shareCount();
    }
}
