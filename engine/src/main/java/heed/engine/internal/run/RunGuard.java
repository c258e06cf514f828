package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.filters.reading.FieldsOf;
import java.util.OptionalLong;

/** Refuses a run that would surprise: who affects many, or names no criteria, says how many. */
final class RunGuard {
    private final double maxAffectedShare;

    RunGuard(double maxAffectedShare) {
        this.maxAffectedShare = maxAffectedShare;
    }

    /** Whether a run needs no word for whatever it affects, which is this many at most. */
    boolean allows(Automation automation, long maxAffected, long total, OptionalLong confirmed) {
        return confirmed.isEmpty()
                && !FieldsOf.criterion(automation.criteria()).isEmpty()
                && !exceedsLimit(maxAffected, total);
    }

    /** @throws RunRefusedException if the run needs a confirmation that it does not have, or has a wrong one */
    void check(Automation automation, long affected, long total, OptionalLong confirmed) {
        if (confirmed.isPresent()) {
            if (confirmed.getAsLong() != affected) {
                throw new RunRefusedException(new RunRefusal.CountMismatch(confirmed.getAsLong(), affected));
            }
        } else if (FieldsOf.criterion(automation.criteria()).isEmpty()) {
            throw new RunRefusedException(new RunRefusal.NoCriteria(affected));
        } else if (exceedsLimit(affected, total)) {
            throw new RunRefusedException(new RunRefusal.TooManyAffected(affected, total, maxAffectedShare));
        }
    }

    private boolean exceedsLimit(long affected, long total) {
        return affected > total * maxAffectedShare;
    }
}
