package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.preview.AffectedCounter;
import heed.engine.preview.AffectedCount;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.filters.reading.FieldsOf;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.model.store.PrefilterCount;
import java.util.OptionalLong;

/**
 * Protects against runs that affect more prospects than intended: such a run needs a confirmation of the exact count.
 */
public final class RunGuard {
    private final ProspectAccess access;
    private final double maxAffectedShare;
    private final ProgressListener progress;

    /** @param maxAffectedShare the share of the account's prospects, from 0 to 1, that a run may affect unconfirmed */
    public RunGuard(ProspectAccess access, double maxAffectedShare, ProgressListener progress) {
        this.access = access;
        this.maxAffectedShare = maxAffectedShare;
        this.progress = progress;
    }

    /**
     * Checks whether the automation may run now.
     *
     * @return how many candidates the prefilter passes
     * @throws RunRefusedException if the run needs a confirmation that is missing or has another count
     */
    long checkSelection(Automation automation, EvaluationTime evaluationTime, OptionalLong confirmed) {
        Prefilter prefilter = access.prefilter(automation.criteria(), evaluationTime);
        PrefilterCount candidates = access.store().read(reading -> reading.countByPrefilter(prefilter));
        // The affected prospects are among the candidates. If even all candidates would be allowed, the exact count,
        // which takes an evaluation of each candidate, is not needed.
        if (confirmed.isPresent() || needsConfirmation(automation, candidates.passed(), candidates.total())) {
            AffectedCount count = new AffectedCounter(access, progress).count(automation, evaluationTime);
            check(automation, count.affected(), count.affected() + count.ignored(), confirmed);
        }
        return candidates.passed();
    }

    /** Returns whether a run needs a confirmation to affect this many of all prospects. */
    boolean needsConfirmation(Automation automation, long affected, long total) {
        return FieldsOf.criterion(automation.criteria()).isEmpty() || exceedsLimit(affected, total);
    }

    /**
     * Checks whether a run may affect this many of all prospects.
     *
     * @throws RunRefusedException if the run needs a confirmation that is missing or has another count
     */
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
