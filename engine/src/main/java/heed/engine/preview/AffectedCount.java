package heed.engine.preview;

import heed.model.run.EvaluationTime;

/**
 * How many an automation would affect at that moment. Affected and ignored together are all prospects of the account.
 *
 * @param countedByStore whether the store counted them, by its own exact reading of the criteria; otherwise each was decided
 * @param evaluated how many prospects were decided: all that may be selected or, where the store counted, those of the sample
 *     by which its reading was checked
 */
public record AffectedCount(
        EvaluationTime evaluationTime, long affected, long ignored, boolean countedByStore, long evaluated) {}
