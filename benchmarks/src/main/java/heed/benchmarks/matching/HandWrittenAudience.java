package heed.benchmarks.matching;

import heed.filters.Criterion;
import heed.model.prospect.Prospect;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Whom an automation selects, several times: as a criterion, and as the Java that one would write by hand for it. All select
 * the same prospects.
 *
 * @param conditions a prospect meets all of them
 */
public record HandWrittenAudience(List<AudienceCondition> conditions) {

    /**
     * One condition.
     *
     * @param prospectPredicate the same by hand, of a prospect
     * @param rowPredicate the same by hand, of a row of columns
     * @param key what a prospect who meets it holds, if a map could find those
     */
    record AudienceCondition(
            Criterion criterion,
            Predicate<Prospect> prospectPredicate,
            Function<HandWrittenColumns, IntPredicate> rowPredicate,
            Optional<LookupKey> key) {}

    /** A field that holds one of the values, by their keys. */
    record LookupKey(LookupField index, List<String> values) {}

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
                .map(part -> part.rowPredicate().apply(columns))
                .reduce(IntPredicate::and)
                .orElse(row -> true);
    }

    /** The part by which a map leaves the fewest prospects. */
    Optional<AudienceCondition> mostSelective() {
        return conditions.stream()
                .filter(part -> part.key().isPresent())
                .min((first, second) -> first.key()
                        .orElseThrow()
                        .index()
                        .compareTo(second.key().orElseThrow().index()));
    }

    /** What is left to ask of those whom the part has found by its key. */
    HandWrittenAudience without(AudienceCondition part) {
        return new HandWrittenAudience(conditions.stream()
                .filter(condition -> !condition.key().equals(part.key()))
                .toList());
    }
}
