package heed.filters.reading;

import heed.filters.Criterion;
import heed.model.field.Field;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the fields that a criterion reads. */
public final class FieldsOf implements Criterion.Visitor<Stream<Field>> {
    private FieldsOf() {}

    /** Returns the fields in the order of their slots. */
    public static Set<Field> criterion(Criterion criterion) {
        return criterion
                .accept(new FieldsOf())
                .sorted(Comparator.comparingInt(Field::slot))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Stream<Field> all(Criterion.All all) {
        return all.parts().stream().flatMap(part -> part.accept(this));
    }

    @Override
    public Stream<Field> any(Criterion.Any any) {
        return any.parts().stream().flatMap(part -> part.accept(this));
    }

    @Override
    public Stream<Field> not(Criterion.Not not) {
        return not.part().accept(this);
    }

    @Override
    public Stream<Field> comparison(Criterion.Comparison comparison) {
        return Stream.of(comparison.field());
    }

    @Override
    public Stream<Field> timeFrame(Criterion.InTimeFrame timeFrame) {
        return Stream.of(timeFrame.field());
    }

    @Override
    public Stream<Field> presence(Criterion.Presence presence) {
        return Stream.of(presence.field());
    }
}
