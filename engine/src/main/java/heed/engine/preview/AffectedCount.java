package heed.engine.preview;

import heed.model.run.EvaluationTime;
import heed.model.store.UnknownCountries;
import java.util.List;

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
 * @param unknownCountries the values of the country fields of the criteria that name no known country, of all prospects
 * @param unmatched the comparisons of the criteria that nobody matches
 */
public record AffectedCount(
        EvaluationTime evaluationTime,
        long affected,
        long ignored,
        boolean countedByStore,
        long evaluated,
        List<UnknownCountries> unknownCountries,
        List<UnmatchedCriterion> unmatched) {}
