package heed.model.prospect;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.field.ValueType;
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
    private final int firstRow;
    private final int size;

    private ProspectColumns(long[] keys, List<Column> columns, int firstRow, int size) {
        this.keys = keys;
        this.columns = columns;
        this.firstRow = firstRow;
        this.size = size;
    }

    /** With all that the prospects hold of these fields. */
    public static ProspectColumns of(List<Prospect> prospects, FieldCatalog fields) {
        return new ProspectColumns(
                prospects.stream().mapToLong(prospect -> prospect.key().value()).toArray(),
                fields.all().stream()
                        .<Column>map(field -> field.type() == ValueType.TAGS
                                ? MultiValueColumn.of(prospects, field)
                                : ScalarColumn.of(prospects, field))
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
        int distinctCount();
    }

    /**
     * Of a field that holds one value.
     *
     * @param values distinct ones in the order of their keys, before them null for an empty field
     * @param codes by row: which of the values
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record ScalarColumn(@Nullable Value[] values, int[] codes) implements Column {
        @SuppressWarnings("unchecked") // keys of one field are of one type, which has an order
        private static final Comparator<@Nullable Value> ORDER = Comparator.nullsFirst(
                Comparator.<Value, Comparable<Object>>comparing(value -> (Comparable<Object>) value.key())
                        .thenComparing(Value::text));

        private static ScalarColumn of(List<Prospect> prospects, Field field) {
            Map<Object, Integer> codesByKey = new HashMap<>();
            List<@Nullable Value> values = new ArrayList<>();
            int[] rowCodes = new int[prospects.size()];
            int row = 0;
            for (Prospect prospect : prospects) {
                Value value = prospect.valueAt(field.slot());
                Integer code = codesByKey.putIfAbsent(value == null ? "" : identityKey(value), values.size());
                if (code == null) {
                    code = values.size();
                    values.add(value);
                }
                rowCodes[row++] = code;
            }
            int[] sorted = IntStream.range(0, values.size())
                    .boxed()
                    .sorted(Comparator.comparing(values::get, ORDER))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] sortedCodes = new int[sorted.length];
            for (int position = 0; position < sorted.length; position++) {
                sortedCodes[sorted[position]] = position;
            }
            return new ScalarColumn(
                    Arrays.stream(sorted).mapToObj(values::get).toArray(Value[]::new),
                    Arrays.stream(rowCodes).map(code -> sortedCodes[code]).toArray());
        }

        /** Equal for values that are the same to people too: not for two spellings of one text. */
        private static Object identityKey(Value value) {
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
        public int distinctCount() {
            return values.length;
        }
    }

    /**
     * Of a field that holds tags.
     *
     * @param tags distinct ones
     * @param offsets by row: where in the codes its tags begin; they end where those of the next row begin
     * @param codes which of the tags
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record MultiValueColumn(Value.Text[] tags, int[] offsets, int[] codes) implements Column {
        private static MultiValueColumn of(List<Prospect> prospects, Field field) {
            Map<String, Integer> codesByText = new HashMap<>();
            List<Value.Text> tags = new ArrayList<>();
            int[] offsets = new int[prospects.size() + 1];
            int[] codes = new int[prospects.size()];
            int row = 0;
            int size = 0;
            for (Prospect prospect : prospects) {
                if (prospect.valueAt(field.slot()) instanceof Value.Tags value) {
                    for (Value.Text tag : value.tags()) {
                        Integer code = codesByText.putIfAbsent(tag.text(), tags.size());
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
                offsets[++row] = size;
            }
            return new MultiValueColumn(tags.toArray(new Value.Text[0]), offsets, codes);
        }

        @Override
        public @Nullable Value value(int row) {
            List<Value.Text> rowTags = new ArrayList<>();
            for (int index = offsets[row]; index < offsets[row + 1]; index++) {
                rowTags.add(tags[codes[index]]);
            }
            return rowTags.isEmpty() ? null : new Value.Tags(rowTags);
        }

        @Override
        public int distinctCount() {
            return tags.length;
        }
    }

    /** Empty in every row if these were made before the field was declared. */
    public Column column(Field field) {
        if (field.slot() < columns.size()) {
            return columns.get(field.slot());
        }
        return field.type() == ValueType.TAGS
                ? new MultiValueColumn(new Value.Text[0], new int[keys.length + 1], new int[0])
                : new ScalarColumn(new Value[1], new int[keys.length]);
    }

    /** Whether the other is of the same columns, perhaps of another part of their rows. */
    public boolean sharesColumns(ProspectColumns other) {
        return columns == other.columns;
    }

    /** The row of the columns that the first prospect of this list is in. */
    public int firstRow() {
        return firstRow;
    }

    @Override
    public Prospect get(int index) {
        int row = firstRow + Objects.checkIndex(index, size);
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
        return new ProspectColumns(keys, columns, firstRow + first, end - first);
    }
}
