package heed.model;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Prospects by column: for each field its distinct values once, and for each prospect which of them it holds. As a list it
 * makes a prospect each time that it is asked for one; who decides many by few fields reads the columns instead. A part of
 * it shares them. Immutable and thread-safe.
 */
public final class ProspectColumns extends AbstractList<Prospect> implements RandomAccess {
    private final long[] keys;
    private final List<Column> columns;
    private final int from;
    private final int size;

    private ProspectColumns(long[] keys, List<Column> columns, int from, int size) {
        this.keys = keys;
        this.columns = columns;
        this.from = from;
        this.size = size;
    }

    /** With all that the prospects hold of these fields. */
    public static ProspectColumns of(List<Prospect> prospects, FieldCatalog fields) {
        return new ProspectColumns(
                prospects.stream().mapToLong(prospect -> prospect.key().value()).toArray(),
                fields.all().stream()
                        .<Column>map(field ->
                                field.type() == ValueType.TAGS ? Tags.of(prospects, field) : One.of(prospects, field))
                        .toList(),
                0,
                prospects.size());
    }

    /** What all prospects hold of a field. Its arrays are not copied, and not to be changed: they are read millions of times. */
    public sealed interface Column {
        /** Of a row, or null where it is empty. */
        @Nullable
        Value value(int row);

        /** How many values, or tags, there are in it. */
        int distinct();
    }

    /**
     * Of a field that holds one value.
     *
     * @param values distinct ones in the order of their keys, before them null for an empty field
     * @param codes by row: which of the values
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record One(@Nullable Value[] values, int[] codes) implements Column {
        @SuppressWarnings("unchecked") // keys of one field are of one type, which has an order
        private static final Comparator<@Nullable Value> ORDER = Comparator.nullsFirst(
                Comparator.<Value, Comparable<Object>>comparing(value -> (Comparable<Object>) value.key())
                        .thenComparing(Value::text));

        private static One of(List<Prospect> prospects, Field field) {
            Map<Object, Integer> known = new HashMap<>();
            List<@Nullable Value> values = new ArrayList<>();
            int[] found = new int[prospects.size()];
            int row = 0;
            for (Prospect prospect : prospects) {
                Value value = prospect.valueAt(field.slot());
                Integer code = known.putIfAbsent(value == null ? "" : spelling(value), values.size());
                if (code == null) {
                    code = values.size();
                    values.add(value);
                }
                found[row++] = code;
            }
            int[] sorted = IntStream.range(0, values.size())
                    .boxed()
                    .sorted(Comparator.comparing(values::get, ORDER))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] places = new int[sorted.length];
            for (int place = 0; place < sorted.length; place++) {
                places[sorted[place]] = place;
            }
            return new One(
                    Arrays.stream(sorted).mapToObj(values::get).toArray(Value[]::new),
                    Arrays.stream(found).map(code -> places[code]).toArray());
        }

        /** Equal for values that are the same to people too: not for two spellings of one text. */
        private static Object spelling(Value value) {
            return switch (value.type()) {
                case TEXT, COUNTRY, TAGS -> value.text();
                case NUMBER, YES_NO, DATE, DATE_TIME -> value;
            };
        }

        @Override
        public @Nullable Value value(int row) {
            return values[codes[row]];
        }

        @Override
        public int distinct() {
            return values.length;
        }
    }

    /**
     * Of a field that holds tags.
     *
     * @param tags distinct ones
     * @param ends by row: where in the codes its tags begin; they end where those of the next row begin
     * @param codes which of the tags
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Tags(Value.Text[] tags, int[] ends, int[] codes) implements Column {
        private static Tags of(List<Prospect> prospects, Field field) {
            Map<String, Integer> known = new HashMap<>();
            List<Value.Text> tags = new ArrayList<>();
            int[] ends = new int[prospects.size() + 1];
            int[] codes = new int[prospects.size()];
            int row = 0;
            int size = 0;
            for (Prospect prospect : prospects) {
                if (prospect.valueAt(field.slot()) instanceof Value.Tags held) {
                    for (Value.Text tag : held.tags()) {
                        Integer code = known.putIfAbsent(tag.text(), tags.size());
                        if (code == null) {
                            code = tags.size();
                            tags.add(tag);
                        }
                        if (size == codes.length) {
                            codes = Arrays.copyOf(codes, 2 * size);
                        }
                        codes[size++] = code;
                    }
                }
                ends[++row] = size;
            }
            return new Tags(tags.toArray(new Value.Text[0]), ends, codes);
        }

        @Override
        public @Nullable Value value(int row) {
            List<Value.Text> held = new ArrayList<>();
            for (int at = ends[row]; at < ends[row + 1]; at++) {
                held.add(tags[codes[at]]);
            }
            return held.isEmpty() ? null : new Value.Tags(held);
        }

        @Override
        public int distinct() {
            return tags.length;
        }
    }

    /** Empty in every row if these were made before the field was declared. */
    public Column column(Field field) {
        if (field.slot() < columns.size()) {
            return columns.get(field.slot());
        }
        return field.type() == ValueType.TAGS
                ? new Tags(new Value.Text[0], new int[keys.length + 1], new int[0])
                : new One(new Value[1], new int[keys.length]);
    }

    /** Whether the other is of the same columns, perhaps of another part of their rows. */
    public boolean shares(ProspectColumns other) {
        return columns == other.columns;
    }

    /** The row of the columns that the first prospect of this list is in. */
    public int from() {
        return from;
    }

    @Override
    public Prospect get(int index) {
        int row = from + Objects.checkIndex(index, size);
        @Nullable Value[] values = new Value[columns.size()];
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] = columns.get(slot).value(row);
        }
        return new Prospect(new ProspectId(keys[row]), values);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public ProspectColumns subList(int first, int end) {
        Objects.checkFromToIndex(first, end, size);
        return new ProspectColumns(keys, columns, from + first, end - first);
    }
}
