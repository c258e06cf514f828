package heed.rules;

import heed.model.Field;
import heed.model.Prospect;
import heed.model.Value;
import heed.model.ValueType;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, days, moments, Yes and No by their order: {@link #EMPTY} for an empty field, an even code for each key that a
 * condition names, and an odd one for what lies between two of them.
 */
final class OrderCoding implements Coding.OfKeys {
    static final int EMPTY = 0;
    static final int FIRST = 1;

    private static final int TOGETHER = 256;
    /** Of an empty field: before the least number, day and moment that there are. */
    private static final long NOTHING = Long.MIN_VALUE;

    private final Field field;
    private final ValueType type;
    private final long[] asked;

    OrderCoding(Field field, Collection<?> keys) {
        this.field = field;
        this.type = field.type();
        this.asked = keys.stream().mapToLong(OrderCoding::orderedKey).sorted().toArray();
    }

    @Override
    public int codeOf(Comparable<?> key) {
        return code(orderedKey(key));
    }

    @Override
    public int codes() {
        return 2 * asked.length + 2;
    }

    /** Codes are in the order of the keys. */
    @Override
    public Places places(@Nullable Value[] values, int from, int to) {
        return Places.of(values.length, place -> code(values[place]) >= from, place -> code(values[place]) > to);
    }

    private int code(long ordered) {
        int at = Arrays.binarySearch(asked, ordered);
        return at >= 0 ? 2 * at + 2 : -2 * at - 1;
    }

    /** A number that is in the order of the keys, as {@link IndexedField#key} has them. */
    private static long orderedKey(Object key) {
        if (key instanceof Double number) {
            return ordered(number.doubleValue());
        } else if (key instanceof Boolean yes) {
            return yes ? 1 : 0;
        } else if (key instanceof LocalDate day) {
            return day.toEpochDay();
        }
        return (Long) key;
    }

    /** Doubles are in the order of their bits, negative ones in the reverse. */
    private static long ordered(double number) {
        long bits = Double.doubleToLongBits(number);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private long ordered(Value value) {
        return switch (type) {
            case NUMBER -> ordered(((Value.Decimal) value).number());
            case YES_NO -> ((Value.YesNo) value).yes() ? 1 : 0;
            case DATE -> ((Value.Date) value).date().toEpochDay();
            case DATE_TIME -> ((Value.DateTime) value).instant().toEpochMilli();
            case TEXT, COUNTRY, TAGS -> throw new IllegalStateException(type.id() + " has no order");
        };
    }

    @Override
    public Field field() {
        return field;
    }

    @Override
    public int code(@Nullable Value value) {
        return value == null ? EMPTY : code(ordered(value));
    }

    /** Reads many values before it looks for any of them: those far from the processor are then waited for together. */
    @Override
    public void code(@Nullable Prospect[] block, Rows rows, int[] to) {
        int slot = field.slot();
        int[] at = rows.at;
        long[] read = new long[Math.min(rows.size, TOGETHER)];
        for (int from = 0; from < rows.size; from += TOGETHER) {
            int end = Math.min(from + TOGETHER, rows.size);
            for (int i = from; i < end; i++) {
                Value value = Objects.requireNonNull(block[at[i]]).valueAt(slot);
                read[i - from] = value == null ? NOTHING : ordered(value);
            }
            for (int i = from; i < end; i++) {
                to[at[i]] = read[i - from] == NOTHING ? EMPTY : code(read[i - from]);
            }
        }
    }
}
