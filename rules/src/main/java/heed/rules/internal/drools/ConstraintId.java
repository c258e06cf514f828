package heed.rules.internal.drools;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.model.field.Field;
import heed.model.field.Value;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Builds the ids of constraints. Drools treats two constraints with the same id as one, whatever they test, and loses a
 * rule if one test has two ids. Two ids must therefore be equal exactly if the field, the operator and the typed values
 * are equal: each part contains its kind, lists contain their size, and text is preceded by its length.
 */
final class ConstraintId implements Criterion.Visitor<ConstraintId> {
    private final StringBuilder id = new StringBuilder();

    private ConstraintId() {}

    static String of(Criterion criterion) {
        return criterion.accept(new ConstraintId()).id.toString();
    }

    static String of(Field field, String operator, Collection<?> keys) {
        return new ConstraintId().comparison(field, operator, keys).id.toString();
    }

    @Override
    public ConstraintId all(Criterion.All all) {
        return appendGroup("all", all.parts());
    }

    @Override
    public ConstraintId any(Criterion.Any any) {
        return appendGroup("any", any.parts());
    }

    @Override
    public ConstraintId not(Criterion.Not not) {
        return appendGroup("not", List.of(not.part()));
    }

    @Override
    public ConstraintId comparison(Criterion.Comparison comparison) {
        return comparison(
                comparison.field(),
                comparison.operator().name(),
                comparison.values().stream().map(Value::key).toList());
    }

    @Override
    public ConstraintId timeFrame(Criterion.InTimeFrame timeFrame) {
        return comparison(
                timeFrame.field(),
                timeFrame.operator().name(),
                timeFrame.frames().stream().map(TimeFrame::toString).toList());
    }

    @Override
    public ConstraintId presence(Criterion.Presence presence) {
        Operator operator = presence.operator();
        return comparison(presence.field(), operator.name(), List.of());
    }

    private ConstraintId appendGroup(String kind, List<Criterion> parts) {
        id.append(kind).append(' ').append(parts.size()).append(' ');
        parts.forEach(part -> part.accept(this));
        return this;
    }

    private ConstraintId comparison(Field field, String operator, Collection<?> keys) {
        id.append(field.slot()).append(' ').append(operator).append(' ').append(keys.size());
        id.append(' ');
        keys.forEach(this::appendKey);
        return this;
    }

    private void appendKey(Object key) {
        if (key instanceof String text) {
            id.append("text ").append(text.length()).append(' ').append(text);
        } else if (key instanceof Instant instant) {
            id.append("Long ").append(instant.toEpochMilli()); // like the key of IndexedField
        } else {
            id.append(key.getClass().getSimpleName()).append(' ').append(key);
        }
        id.append(' ');
    }
}
