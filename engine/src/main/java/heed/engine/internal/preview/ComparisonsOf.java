package heed.engine.internal.preview;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.field.ValueType;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the comparisons of criteria of which it is unusual that nobody matches them. Negated ones and those that only ask
 * whether a field is empty, or for Yes or No, are left out: that nobody matches them says nothing about the criteria.
 *
 * @param alternative whether prospects can match the criteria without matching the visited part
 */
record ComparisonsOf(boolean alternative) implements Criterion.Visitor<Stream<ComparisonsOf.FoundComparison>> {

    /**
     * A comparison in criteria.
     *
     * @param alternative whether prospects can match the criteria without matching the comparison
     * @param parts for each of several texts that a field may equal, the comparison with this text only; else empty
     */
    record FoundComparison(Criterion comparison, boolean alternative, List<Criterion> parts) {}

    static List<FoundComparison> criteria(Criterion criteria) {
        return criteria.accept(new ComparisonsOf(false)).toList();
    }

    @Override
    public Stream<FoundComparison> all(Criterion.All all) {
        return all.parts().stream().flatMap(part -> part.accept(this));
    }

    @Override
    public Stream<FoundComparison> any(Criterion.Any any) {
        ComparisonsOf inner = new ComparisonsOf(alternative || any.parts().size() > 1);
        return any.parts().stream().flatMap(part -> part.accept(inner));
    }

    @Override
    public Stream<FoundComparison> not(Criterion.Not not) {
        return Stream.empty();
    }

    @Override
    public Stream<FoundComparison> comparison(Criterion.Comparison comparison) {
        if (comparison.operator().matchesEmpty() || comparison.field().type() == ValueType.YES_NO) {
            return Stream.empty();
        }
        boolean severalTexts = comparison.operator() == Operator.EQUALS
                && comparison.field().type() == ValueType.TEXT
                && comparison.values().size() > 1;
        List<Criterion> parts = severalTexts
                ? comparison.values().stream()
                        .<Criterion>map(value ->
                                new Criterion.Comparison(comparison.field(), comparison.operator(), List.of(value)))
                        .toList()
                : List.of();
        return Stream.of(new FoundComparison(comparison, alternative, parts));
    }

    @Override
    public Stream<FoundComparison> timeFrame(Criterion.InTimeFrame timeFrame) {
        return timeFrame.negated() ? Stream.empty() : Stream.of(new FoundComparison(timeFrame, alternative, List.of()));
    }

    @Override
    public Stream<FoundComparison> presence(Criterion.Presence presence) {
        return Stream.empty();
    }
}
