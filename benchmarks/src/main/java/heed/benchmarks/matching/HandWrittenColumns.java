package heed.benchmarks.matching;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prospects in a hand-written layout for fast evaluation: an array of primitives for each field. Not thread-safe. */
public final class HandWrittenColumns {
    private final List<Prospect> prospects;
    private final Map<Field, TextCodes> texts = new HashMap<>();
    private final Map<Field, double[]> numbers = new HashMap<>();
    private final Map<Field, long[]> times = new HashMap<>();
    private final Map<Field, boolean[]> flags = new HashMap<>();
    private final Map<Field, TagCodes> tags = new HashMap<>();

    public HandWrittenColumns(List<Prospect> prospects) {
        this.prospects = prospects;
    }

    /** A column of texts or countries, as codes from 1 by their keys. The code of an empty field is 0. */
    @SuppressWarnings("ArrayRecordComponent") // not shared outside of the package
    record TextCodes(Map<String, Integer> codesByKey, int[] codes) {
        /** Returns the code of a text, or -1 if no prospect has it. */
        int code(String key) {
            return codesByKey.getOrDefault(key, -1);
        }
    }

    /** A column of tags, as codes from 1. */
    @SuppressWarnings("ArrayRecordComponent") // not shared outside of the package
    record TagCodes(Map<String, Integer> codesByKey, int[][] codes) {
        /** Returns the code of a tag, or -1 if no prospect has it. */
        int code(String key) {
            return codesByKey.getOrDefault(key, -1);
        }
    }

    TextCodes texts(Field field) {
        return texts.computeIfAbsent(field, key -> {
            Map<String, Integer> codesByKey = new HashMap<>();
            int[] codes = new int[prospects.size()];
            for (int row = 0; row < codes.length; row++) {
                Value value = value(row, field);
                codes[row] = value == null ? 0 : code(codesByKey, (String) value.key());
            }
            return new TextCodes(codesByKey, codes);
        });
    }

    TagCodes tags(Field field) {
        return tags.computeIfAbsent(field, key -> {
            Map<String, Integer> codesByKey = new HashMap<>();
            int[][] codes = new int[prospects.size()][];
            for (int row = 0; row < codes.length; row++) {
                codes[row] = value(row, field) instanceof Value.Tags present
                        ? present.tags().stream()
                                .mapToInt(tag -> code(codesByKey, tag.key()))
                                .toArray()
                        : new int[0];
            }
            return new TagCodes(codesByKey, codes);
        });
    }

    private static int code(Map<String, Integer> codesByKey, String key) {
        Integer code = codesByKey.putIfAbsent(key, codesByKey.size() + 1);
        return code == null ? codesByKey.size() : code;
    }

    /** Returns a column of numbers. An empty field is not a number. */
    double[] numbers(Field field) {
        return numbers.computeIfAbsent(field, key -> {
            double[] column = new double[prospects.size()];
            for (int row = 0; row < column.length; row++) {
                column[row] = value(row, field) instanceof Value.Decimal present ? present.number() : Double.NaN;
            }
            return column;
        });
    }

    /** Returns a column of times in milliseconds. The field must not be empty. */
    long[] times(Field field) {
        return times.computeIfAbsent(field, key -> {
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
        return flags.computeIfAbsent(field, key -> {
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
