package heed.filters;

import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;

/** A store's reading of criteria in its own language, to read fewer prospects. Thread-safe. */
@FunctionalInterface
public interface PrefilterFactory {
    /** Leaves out only prospects that the criterion does not match at that moment. */
    Prefilter create(Criterion criterion, EvaluationTime evaluationTime);
}
