package heed.rules;

import heed.model.Field;
import heed.model.Flag;
import heed.model.Prospect;
import heed.model.ProspectId;
import heed.model.Value;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the plain reading of a condition on one field says: 1 for yes. */
final class PlainCoding implements Coding {
    static final int MET = 1;

    private static final int LAST_FLAG = Arrays.stream(Flag.values())
            .mapToInt(flag -> flag.field().slot())
            .max()
            .orElseThrow();

    private final Field field;
    private final Predicate<Prospect> plain;

    PlainCoding(Field field, Predicate<Prospect> plain) {
        this.field = field;
        this.plain = plain;
    }

    @Override
    public Field field() {
        return field;
    }

    @Override
    public int code(@Nullable Value value) {
        @Nullable Value[] alone = new Value[Math.max(field.slot(), LAST_FLAG) + 1];
        alone[field.slot()] = value;
        return plain.test(new Prospect(ProspectId.START, alone)) ? MET : 0;
    }

    @Override
    public void code(@Nullable Prospect[] block, Rows rows, int[] to) {
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            if (to[row] == Block.UNKNOWN) {
                to[row] = plain.test(Objects.requireNonNull(block[row])) ? MET : 0;
            }
        }
    }
}
