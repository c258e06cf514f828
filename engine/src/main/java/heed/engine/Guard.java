package heed.engine;

import heed.engine.definition.Automation;
import heed.filters.reading.FieldsOf;
import java.util.OptionalLong;

/** Refuses a run that would surprise: who affects many, or names no criteria, says how many. */
final class Guard {
    private final double largestShare;

    Guard(double largestShare) {
        this.largestShare = largestShare;
    }

    /** Whether a run needs no word for whatever it affects, which is this many at most. */
    boolean passes(Automation automation, long atMost, long total, OptionalLong confirmed) {
        return confirmed.isEmpty() && !FieldsOf.criterion(automation.who()).isEmpty() && !tooMany(atMost, total);
    }

    /** @throws RefusedException if the run needs a confirmation that it does not have, or has a wrong one */
    void check(Automation automation, long affected, long total, OptionalLong confirmed) {
        if (confirmed.isPresent()) {
            if (confirmed.getAsLong() != affected) {
                throw new RefusedException(new Refusal.OtherCount(confirmed.getAsLong(), affected));
            }
        } else if (FieldsOf.criterion(automation.who()).isEmpty()) {
            throw new RefusedException(new Refusal.NoCriteria(affected));
        } else if (tooMany(affected, total)) {
            throw new RefusedException(new Refusal.TooMany(affected, total, largestShare));
        }
    }

    private boolean tooMany(long affected, long total) {
        return affected > total * largestShare;
    }
}
