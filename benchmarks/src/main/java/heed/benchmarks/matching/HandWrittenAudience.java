package heed.benchmarks.matching;

import heed.filters.Criterion;
import heed.model.prospect.Prospect;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * The prospects that an automation selects: as a criterion, and as equivalent hand-written Java.
 *
 * @param conditions the conditions, all of which a selected prospect meets
 */
public record HandWrittenAudience(List<AudienceCondition> conditions) {

    /**
     * A condition of an audience.
     *
     * @param prospectPredicate the condition by hand, for a prospect
     * @param rowPredicate the condition by hand, for a row of columns
     * @param key the values of which every prospect who meets the condition has one, if a map can find these prospects
     */
    record AudienceCondition(
            Criterion criterion,
            Predicate<Prospect> prospectPredicate,
            Function<HandWrittenColumns, IntPredicate> rowPredicate,
            Optional<LookupKey> key) {}

    /** A field and the keys of its values, one of which a prospect must have. */
    record LookupKey(LookupField field, List<String> values) {}

    Criterion criterion() {
        return new Criterion.All(
                conditions.stream().map(AudienceCondition::criterion).toList());
    }

    Predicate<Prospect> prospectPredicate() {
        return conditions.stream()
                .map(AudienceCondition::prospectPredicate)
                .reduce(Predicate::and)
                .orElse(prospect -> true);
    }

    IntPredicate rowPredicate(HandWrittenColumns columns) {
        return conditions.stream()
                .map(condition -> condition.rowPredicate().apply(columns))
                .reduce(IntPredicate::and)
                .orElse(row -> true);
    }

    /** Returns the condition with the most selective key, if any condition has a key. */
    Optional<AudienceCondition> mostSelective() {
        return conditions.stream()
                .filter(condition -> condition.key().isPresent())
                .min((first, second) -> first.key()
                        .orElseThrow()
                        .field()
                        .compareTo(second.key().orElseThrow().field()));
    }

    /** Returns the conditions that remain to be checked for the prospects that were found by the key of a condition. */
    HandWrittenAudience without(AudienceCondition found) {
        return new HandWrittenAudience(conditions.stream()
                .filter(condition -> !condition.key().equals(found.key()))
                .toList());
    }
}
