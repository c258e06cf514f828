package heed.filters;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Generates criteria of every kind, field and operator from a seed. {@link RandomProspects} often match them. */
public final class RandomCriteria {
    private static final int MAX_DEPTH = 4;

    private final Random random;
    private final FieldCatalog fields;
    private final RandomValues values;

    public RandomCriteria(Random random, FieldCatalog fields) {
        this.random = random;
        this.fields = fields;
        this.values = new RandomValues(random);
    }

    /** Generates a criterion that is nested up to four levels deep. */
    public Criterion next() {
        return next(random.nextInt(MAX_DEPTH + 1));
    }

    /** Generates a criterion that is nested up to {@code depth} levels deep; 0 gives a criterion on one field. */
    public Criterion next(int depth) {
        if (depth == 0) {
            return nextLeaf();
        }
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Criterion.All(parts(depth, random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4)));
            case 2, 3 -> new Criterion.Any(parts(depth, 1 + random.nextInt(4)));
            case 4 -> new Criterion.Not(next(depth - 1));
            default -> nextLeaf();
        };
    }

    private List<Criterion> parts(int depth, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> next(random.nextInt(depth)))
                .toList();
    }

    /** Generates a criterion on one random field with a random operator that fits it. */
    public Criterion nextLeaf() {
        Field field = values.pick(fields.all());
        List<Operator> fitting = Arrays.stream(Operator.values())
                .filter(operator -> operator.appliesTo(field.type()))
                .toList();
        return of(field, values.pick(fitting));
    }

    /** Generates a criterion on the field with the operator, which must fit the field. */
    public Criterion of(Field field, Operator operator) {
        int count = random.nextInt(2) == 0 ? 1 : random.nextInt(20) == 0 ? 40 : 1 + random.nextInt(4);
        return switch (operator.category()) {
            case PRESENCE -> new Criterion.Presence(field, operator == Operator.IS_EMPTY);
            case TIME_FRAME ->
                new Criterion.InTimeFrame(
                        field,
                        operator.isNegated(),
                        Stream.generate(values::timeFrame).limit(count).toList());
            case EQUALITY, CONTAINMENT, AFFIX, ORDER ->
                new Criterion.Comparison(
                        field,
                        operator,
                        Stream.generate(() -> values.operand(field, operator))
                                .limit(count)
                                .toList());
        };
    }
}
