package heed.engine.preview;

import heed.filters.Criterion;
import heed.model.field.Value;
import java.util.List;

/**
 * A comparison in the criteria of an automation that no prospect matches as the data stands, such as one with a mistyped
 * value.
 *
 * @param criterion the comparison; if the field may equal one of several texts, perhaps with one of them only
 * @param prospects how many prospects the account has
 * @param occurring values of the field that prospects have: first those that are spelt alike, then the most frequent;
 *     empty if none was found, and for the Id and the Email, which everybody has differently
 */
public record UnmatchedCriterion(Criterion criterion, long prospects, List<Value> occurring) {
    public UnmatchedCriterion {
        occurring = List.copyOf(occurring);
    }
}
