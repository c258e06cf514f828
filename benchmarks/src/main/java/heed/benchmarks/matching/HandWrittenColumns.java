package heed.benchmarks.matching;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prospects as one would lay them out by hand to decide them fast: an array of primitives a field. */
public final class HandWrittenColumns {
    private final List<Prospect> prospects;
    private final Map<Field, TextCodes> texts = new HashMap<>();
    private final Map<Field, double[]> numbers = new HashMap<>();
    private final Map<Field, long[]> moments = new HashMap<>();
    private final Map<Field, boolean[]> flags = new HashMap<>();
    private final Map<Field, TagCodes> tags = new HashMap<>();

    public HandWrittenColumns(List<Prospect> prospects) {
        this.prospects = prospects;
    }

    /** Texts and countries, as numbers from 1 on by their keys; 0 for an empty field. */
    @SuppressWarnings("ArrayRecordComponent") // not given to others
    record TextCodes(Map<String, Integer> codesByKey, int[] codes) {
        /** -1 for a text that nobody has. */
        int code(String key) {
            return codesByKey.getOrDefault(key, -1);
        }
    }

    /** Tags, as numbers from 1 on. */
    @SuppressWarnings("ArrayRecordComponent") // not given to others
    record TagCodes(Map<String, Integer> codesByKey, int[][] codes) {
        int code(String key) {
            return codesByKey.getOrDefault(key, -1);
        }
    }

    TextCodes texts(Field field) {
        return texts.computeIfAbsent(field, any -> {
            Map<String, Integer> known = new HashMap<>();
            int[] codes = new int[prospects.size()];
            for (int row = 0; row < codes.length; row++) {
                Value value = value(row, field);
                codes[row] = value == null ? 0 : code(known, (String) value.key());
            }
            return new TextCodes(known, codes);
        });
    }

    TagCodes tags(Field field) {
        return tags.computeIfAbsent(field, any -> {
            Map<String, Integer> known = new HashMap<>();
            int[][] codes = new int[prospects.size()][];
            for (int row = 0; row < codes.length; row++) {
                codes[row] = value(row, field) instanceof Value.Tags held
                        ? held.tags().stream()
                                .mapToInt(tag -> code(known, tag.key()))
                                .toArray()
                        : new int[0];
            }
            return new TagCodes(known, codes);
        });
    }

    private static int code(Map<String, Integer> known, String key) {
        Integer code = known.putIfAbsent(key, known.size() + 1);
        return code == null ? known.size() : code;
    }

    /** Not a number for an empty field. */
    double[] numbers(Field field) {
        return numbers.computeIfAbsent(field, any -> {
            double[] column = new double[prospects.size()];
            for (int row = 0; row < column.length; row++) {
                column[row] = value(row, field) instanceof Value.Decimal held ? held.number() : Double.NaN;
            }
            return column;
        });
    }

    /** In milliseconds; the field is never empty. */
    long[] moments(Field field) {
        return moments.computeIfAbsent(field, any -> {
            long[] column = new long[prospects.size()];
            for (int row = 0; row < column.length; row++) {
                column[row] = ((Value.DateTime) Objects.requireNonNull(value(row, field)))
                        .instant()
                        .toEpochMilli();
            }
            return column;
        });
    }

    boolean[] flags(Field field) {
        return flags.computeIfAbsent(field, any -> {
            boolean[] column = new boolean[prospects.size()];
            for (int row = 0; row < column.length; row++) {
                column[row] = Value.of(true).equals(value(row, field));
            }
            return column;
        });
    }

    private @Nullable Value value(int row, Field field) {
        return prospects.get(row).valueAt(field.slot());
    }
}
