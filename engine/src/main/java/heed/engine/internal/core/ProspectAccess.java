package heed.engine.internal.core;

import heed.filters.Criterion;
import heed.filters.PrefilterFactory;
import heed.model.run.EvaluationTime;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import java.time.Clock;

/**
 * Access to the prospects of one account.
 *
 * @param store the account's store
 * @param prefilterFactory translates criteria for the store, so that it reads fewer prospects
 * @param batchSize how many prospects one page or transaction reads
 * @param clock the source of evaluation times
 */
public record ProspectAccess(AccountStore store, PrefilterFactory prefilterFactory, int batchSize, Clock clock) {

    /** Returns the current instant in the account's time zone. */
    public EvaluationTime evaluationTime() {
        return new EvaluationTime(clock.instant(), store.account().zone());
    }

    /** Returns the store's prefilter for the criteria. */
    public Prefilter prefilter(Criterion criteria, EvaluationTime evaluationTime) {
        return prefilterFactory.create(criteria, evaluationTime);
    }
}
