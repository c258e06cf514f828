package heed.filters;

import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;

/** Translates criteria into a store's query language, so that fewer prospects are read. Thread-safe. */
@FunctionalInterface
public interface PrefilterFactory {
    /** Creates a prefilter that excludes only prospects that the criterion does not match at that time. */
    Prefilter create(Criterion criterion, EvaluationTime evaluationTime);
}
