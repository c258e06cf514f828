package heed.engine.preview;

import heed.model.run.EvaluationTime;

/**
 * How many prospects an automation would affect. The affected and the ignored prospects add up to all prospects of the
 * account.
 *
 * @param evaluationTime when the count was made
 * @param affected how many prospects the automation selects
 * @param ignored how many prospects it does not select
 * @param countedByStore whether the store counted by an exact query; otherwise the rules evaluated every candidate
 * @param evaluated how many prospects the rules evaluated: every candidate or, if the store counted, the sample that
 *     checked its count
 */
public record AffectedCount(
        EvaluationTime evaluationTime, long affected, long ignored, boolean countedByStore, long evaluated) {}
