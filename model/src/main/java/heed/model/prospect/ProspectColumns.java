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
 * A list of prospects stored by column. Each field stores its distinct values once, and for each prospect the index of
 * its value. Access through the list creates a prospect each time; an evaluator that reads few fields of many prospects
 * uses the columns instead. A sublist shares the columns. Immutable and thread-safe.
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

    /** Creates columns with all values that the prospects have in these fields. */
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

    /**
     * The values of one field for all prospects. The arrays are not copied and must not be modified: they are read
     * millions of times.
     */
    public sealed interface Column {
        /** Returns the value in a row, or null if the field is empty there. */
        @Nullable
        Value value(int row);

        /** Returns the number of distinct values, or of distinct tags. */
        int distinctCount();
    }

    /**
     * The column of a field with one value.
     *
     * @param values the distinct values in the order of their keys, preceded by null if the field is empty in some row
     * @param codes by row: the index of the value
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record ScalarColumn(@Nullable Value[] values, int[] codes) implements Column {
        @SuppressWarnings("unchecked") // the keys of one field have one type, and it is comparable
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

        /**
         * Returns an object that is equal for values that people cannot tell apart; two spellings of one text are
         * different.
         */
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
     * The column of a field with tags.
     *
     * @param tags the distinct tags
     * @param offsets by row: the index in the codes where the row's tags begin; they end where those of the next row
     *     begin
     * @param codes the indexes of the tags
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

    /**
     * Returns the column of a field. The column is empty in every row if the field was declared after these columns
     * were created.
     */
    public Column column(Field field) {
        if (field.slot() < columns.size()) {
            return columns.get(field.slot());
        }
        return field.type() == ValueType.TAGS
                ? new MultiValueColumn(new Value.Text[0], new int[keys.length + 1], new int[0])
                : new ScalarColumn(new Value[1], new int[keys.length]);
    }

    /** Returns whether the other list has the same columns, possibly with another range of rows. */
    public boolean sharesColumns(ProspectColumns other) {
        return columns == other.columns;
    }

    /** Returns the row of the columns that holds the first prospect of this list. */
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
