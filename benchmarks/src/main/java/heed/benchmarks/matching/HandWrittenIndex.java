package heed.benchmarks.matching;

import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one would write for many automations: each is found by the value of its best equality, or tag, in a map, or over
 * columns in an array; those found, and those without an equality, are asked the rest of their predicate.
 */
public final class HandWrittenIndex {
    private HandWrittenIndex() {}

    /** An automation and what is left to ask, by value. */
    private record Index<T>(Map<LookupField, Map<String, List<T>>> byKey, List<T> others) {
        static <T> Index<T> of(List<HandWrittenAudience> audiences, RemainderFactory<T> rest) {
            Index<T> index = new Index<>(new EnumMap<>(LookupField.class), new ArrayList<>());
            for (int i = 0; i < audiences.size(); i++) {
                HandWrittenAudience audience = audiences.get(i);
                if (audience.mostSelective().isEmpty()) {
                    index.others.add(rest.of(i, audience));
                } else {
                    HandWrittenAudience.AudienceCondition best =
                            audience.mostSelective().get();
                    T left = rest.of(i, audience.without(best));
                    HandWrittenAudience.LookupKey key = best.key().orElseThrow();
                    Map<String, List<T>> byValue = index.byKey.computeIfAbsent(key.index(), any -> new HashMap<>());
                    key.values()
                            .forEach(value -> byValue.computeIfAbsent(value, any -> new ArrayList<>())
                                    .add(left));
                }
            }
            return index;
        }

        static <T, A> Map<String, A> arrays(Map<String, List<T>> lists, Function<List<T>, A> array) {
            Map<String, A> arrays = new HashMap<>();
            lists.forEach((value, list) -> arrays.put(value, array.apply(list)));
            return arrays;
        }
    }

    private interface RemainderFactory<T> {
        T of(int automation, HandWrittenAudience remainder);
    }

    private record ProspectEntry(int automation, Predicate<Prospect> remainder) {}

    private record ValueMap(int slot, Map<String, ProspectEntry[]> byValue) {}

    public static Strategy of(List<HandWrittenAudience> audiences, List<Prospect> prospects) {
        Index<ProspectEntry> index = Index.of(
                audiences, (automation, remainder) -> new ProspectEntry(automation, remainder.prospectPredicate()));
        ValueMap[] maps = index.byKey().entrySet().stream()
                .map(entry -> new ValueMap(
                        entry.getKey().field().slot(),
                        Index.arrays(entry.getValue(), list -> list.toArray(ProspectEntry[]::new))))
                .toArray(ValueMap[]::new);
        ProspectEntry[] others = index.others().toArray(ProspectEntry[]::new);
        return (from, end, checksum) -> {
            checksum.setOffset(0);
            for (int row = from; row < end; row++) {
                Prospect prospect = prospects.get(row);
                for (ValueMap map : maps) {
                    Value value = prospect.valueAt(map.slot);
                    if (value instanceof Value.Tags tags) {
                        for (Value.Text tag : tags.tags()) {
                            match(map.byValue.get(tag.key()), prospect, row, checksum);
                        }
                    } else if (value != null) {
                        match(map.byValue.get((String) value.key()), prospect, row, checksum);
                    }
                }
                match(others, prospect, row, checksum);
            }
        };
    }

    private static void match(ProspectEntry @Nullable [] entries, Prospect prospect, int row, Checksum checksum) {
        if (entries != null) {
            for (ProspectEntry entry : entries) {
                if (entry.remainder.test(prospect)) {
                    checksum.onMatch(entry.automation, row);
                }
            }
        }
    }

    private record RowEntry(int automation, IntPredicate remainder) {}

    @SuppressWarnings("ArrayRecordComponent") // not given to others
    private record CodeIndex(int[] codes, RowEntry[][] byCode) {}

    @SuppressWarnings("ArrayRecordComponent") // not given to others
    private record TagIndex(int[][] codes, RowEntry[][] byCode) {}

    public static Strategy of(List<HandWrittenAudience> audiences, HandWrittenColumns columns) {
        Index<RowEntry> index = Index.of(
                audiences, (automation, remainder) -> new RowEntry(automation, remainder.rowPredicate(columns)));
        List<CodeIndex> texts = new ArrayList<>();
        List<TagIndex> tags = new ArrayList<>();
        index.byKey().forEach((key, lists) -> {
            if (key == LookupField.INTERESTS) {
                HandWrittenColumns.TagCodes column = columns.tags(key.field());
                tags.add(new TagIndex(column.codes(), byCode(column.codesByKey(), lists)));
            } else {
                HandWrittenColumns.TextCodes column = columns.texts(key.field());
                texts.add(new CodeIndex(column.codes(), byCode(column.codesByKey(), lists)));
            }
        });
        CodeIndex[] textArrays = texts.toArray(CodeIndex[]::new);
        TagIndex[] tagArrays = tags.toArray(TagIndex[]::new);
        RowEntry[] others = index.others().toArray(RowEntry[]::new);
        return (from, end, checksum) -> {
            checksum.setOffset(0);
            for (int row = from; row < end; row++) {
                for (CodeIndex array : textArrays) {
                    match(array.byCode[array.codes[row]], row, checksum);
                }
                for (TagIndex array : tagArrays) {
                    for (int code : array.codes[row]) {
                        match(array.byCode[code], row, checksum);
                    }
                }
                match(others, row, checksum);
            }
        };
    }

    /** For each code, 0 included, those that ask for it. */
    private static RowEntry[][] byCode(Map<String, Integer> known, Map<String, List<RowEntry>> lists) {
        RowEntry[][] byCode = new RowEntry[known.size() + 1][0];
        lists.forEach((value, list) -> {
            Integer code = known.get(value);
            if (code != null) {
                byCode[code] = list.toArray(RowEntry[]::new);
            }
        });
        return byCode;
    }

    private static void match(RowEntry[] entries, int row, Checksum checksum) {
        for (RowEntry entry : entries) {
            if (entry.remainder.test(row)) {
                checksum.onMatch(entry.automation, row);
            }
        }
    }
}
