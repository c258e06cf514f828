package heed.rules.internal.bulk;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.rules.internal.drools.IndexedField;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes numbers, dates, date-times, Yes and No in their order: {@link #EMPTY} for an empty field, an even code for
 * each key that a condition names, and an odd code for the values between two keys.
 */
final class OrderedEncoding implements Encoding.KeyEncoding {
    static final int EMPTY = 0;
    static final int FIRST_KEY = 1;

    private static final int CHUNK_SIZE = 256;
    /** Stands for an empty field in a chunk; less than the ordered key of any number, date and instant. */
    private static final long EMPTY_KEY = Long.MIN_VALUE;

    private final Field field;
    private final ValueType type;
    private final long[] keys;

    OrderedEncoding(Field field, Collection<?> keys) {
        this.field = field;
        this.type = field.type();
        this.keys =
                keys.stream().mapToLong(OrderedEncoding::orderedKey).sorted().toArray();
    }

    @Override
    public int codeOf(Comparable<?> key) {
        return encode(orderedKey(key));
    }

    @Override
    public int codeCount() {
        return 2 * keys.length + 2;
    }

    /** {@inheritDoc} The codes have the order of the keys. */
    @Override
    public IndexRange indexRange(@Nullable Value[] values, int from, int to) {
        return IndexRange.of(
                values.length, index -> encode(values[index]) >= from, index -> encode(values[index]) > to);
    }

    private int encode(long ordered) {
        int index = Arrays.binarySearch(keys, ordered);
        // A negative result is -(insertion point) - 1: the odd code below the key at the insertion point.
        return index >= 0 ? 2 * index + 2 : -2 * index - 1;
    }

    /** Returns a number in the order of the index keys ({@link IndexedField#key}). */
    private static long orderedKey(Object key) {
        if (key instanceof Double number) {
            return toOrdered(number.doubleValue());
        } else if (key instanceof Boolean yes) {
            return yes ? 1 : 0;
        } else if (key instanceof LocalDate day) {
            return day.toEpochDay();
        }
        return (Long) key;
    }

    /**
     * Maps doubles to longs of the same order. The bits of positive doubles have that order, and those of negative
     * doubles the reverse, so the latter are inverted.
     */
    private static long toOrdered(double number) {
        long bits = Double.doubleToLongBits(number);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private long toOrdered(Value value) {
        return switch (type) {
            case NUMBER -> toOrdered(((Value.Decimal) value).number());
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
    public int encode(@Nullable Value value) {
        return value == null ? EMPTY : encode(toOrdered(value));
    }

    /**
     * {@inheritDoc} Reads a chunk of values before it searches the codes, so that the processor waits for many distant
     * values at the same time.
     */
    @Override
    public void encode(@Nullable Prospect[] prospects, SelectionVector rows, int[] target) {
        int slot = field.slot();
        int[] indexes = rows.indexes;
        long[] chunk = new long[Math.min(rows.size, CHUNK_SIZE)];
        for (int from = 0; from < rows.size; from += CHUNK_SIZE) {
            int end = Math.min(from + CHUNK_SIZE, rows.size);
            for (int i = from; i < end; i++) {
                Value value = Objects.requireNonNull(prospects[indexes[i]]).valueAt(slot);
                chunk[i - from] = value == null ? EMPTY_KEY : toOrdered(value);
            }
            for (int i = from; i < end; i++) {
                target[indexes[i]] = chunk[i - from] == EMPTY_KEY ? EMPTY : encode(chunk[i - from]);
            }
        }
    }
}
