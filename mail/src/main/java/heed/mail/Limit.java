package heed.mail;

import java.util.OptionalDouble;

/**
 * So many mails at once, and so many a second if it says so. It is divided into equal shares, each with at least one at once
 * and, unless it is the only one, at least one a second: what all may send at first is then no more than one may alone.
 */
record Limit(int atOnce, OptionalDouble perSecond) {

    int shares() {
        return perSecond.isPresent()
                ? (int) Math.max(1, Math.min(atOnce, Math.floor(perSecond.getAsDouble())))
                : atOnce;
    }

    /** How many at once a share is; the first is number 0. */
    int atOnce(int share) {
        long before = (long) share * atOnce / shares();
        return (int) ((share + 1L) * atOnce / shares() - before);
    }

    /** How many a second so many shares are. */
    double perSecond(int number) {
        return perSecond.orElseThrow() * number / shares();
    }
}
