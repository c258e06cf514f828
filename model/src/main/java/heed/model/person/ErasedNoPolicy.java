package heed.model.person;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What an account keeps of erased people: that their addresses are suppressed, since when, and why.
 *
 * @param months for how many months after the erasure; empty for ever
 * @param reasons whether the reason of the erasure is kept
 */
public record ErasedNoPolicy(Optional<Integer> months, boolean reasons) {
    /** Keeps everything for ever: nobody who said no is mailed again. */
    public static final ErasedNoPolicy STANDARD = new ErasedNoPolicy(Optional.empty(), true);

    /** The reason that is stored in place of one that is not kept. */
    public static final String REASON_NOT_KEPT = "(not kept)";

    private static final int MAX_MONTHS = 1_200;

    /** @throws IllegalArgumentException if the time is not of 1 to 1,200 months */
    public ErasedNoPolicy {
        if (months.isPresent() && (months.get() < 1 || months.get() > MAX_MONTHS)) {
            throw new IllegalArgumentException("the time must be 1 to 1,200 months");
        }
    }

    /** Returns the time before which an erasure is over; empty if none ever is. */
    public Optional<Instant> expiry(Instant now, ZoneId zone) {
        return months.map(number -> now.atZone(zone).minusMonths(number).toInstant());
    }

    /** Returns the reason to store. */
    public String storedReason(String reason) {
        return reasons ? reason : REASON_NOT_KEPT;
    }
}
