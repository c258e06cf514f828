package heed.benchmarks;

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
 * @param parts a prospect meets all of them
 */
record Audience(List<Part> parts) {

    /**
     * One condition.
     *
     * @param ofProspect the same by hand, of a prospect
     * @param ofRow the same by hand, of a row of columns
     * @param key what a prospect who meets it holds, if a map could find those
     */
    record Part(
            Criterion criterion,
            Predicate<Prospect> ofProspect,
            Function<HandColumns, IntPredicate> ofRow,
            Optional<Key> key) {}

    /** A field that holds one of the values, by their keys. */
    record Key(HandIndex index, List<String> values) {}

    Criterion criterion() {
        return new Criterion.All(parts.stream().map(Part::criterion).toList());
    }

    Predicate<Prospect> ofProspect() {
        return parts.stream().map(Part::ofProspect).reduce(Predicate::and).orElse(prospect -> true);
    }

    IntPredicate ofRow(HandColumns columns) {
        return parts.stream()
                .map(part -> part.ofRow().apply(columns))
                .reduce(IntPredicate::and)
                .orElse(row -> true);
    }

    /** The part by which a map leaves the fewest prospects. */
    Optional<Part> best() {
        return parts.stream()
                .filter(part -> part.key().isPresent())
                .min((one, other) -> one.key()
                        .orElseThrow()
                        .index()
                        .compareTo(other.key().orElseThrow().index()));
    }

    /** What is left to ask of those whom the part has found by its key. */
    Audience without(Part part) {
        return new Audience(
                parts.stream().filter(one -> !one.key().equals(part.key())).toList());
    }
}
