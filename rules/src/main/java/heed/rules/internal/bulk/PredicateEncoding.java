package heed.rules.internal.bulk;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Encodes the result of a condition's predicate on one field: 1 if it matches, else 0. */
final class PredicateEncoding implements Encoding {
    static final int MATCH = 1;

    private static final int LAST_FLAG_SLOT = Arrays.stream(ProspectFlag.values())
            .mapToInt(flag -> flag.field().slot())
            .max()
            .orElseThrow();

    private final Field field;
    private final Predicate<Prospect> predicate;

    PredicateEncoding(Field field, Predicate<Prospect> predicate) {
        this.field = field;
        this.predicate = predicate;
    }

    @Override
    public Field field() {
        return field;
    }

    @Override
    public int encode(@Nullable Value value) {
        @Nullable Value[] values = new Value[Math.max(field.slot(), LAST_FLAG_SLOT) + 1];
        values[field.slot()] = value;
        return predicate.test(new Prospect(ProspectId.START, values)) ? MATCH : 0;
    }

    @Override
    public void encode(@Nullable Prospect[] prospects, SelectionVector rows, int[] target) {
        for (int i = 0; i < rows.size; i++) {
            int row = rows.indexes[i];
            if (target[row] == Batch.UNKNOWN) {
                target[row] = predicate.test(Objects.requireNonNull(prospects[row])) ? MATCH : 0;
            }
        }
    }
}
