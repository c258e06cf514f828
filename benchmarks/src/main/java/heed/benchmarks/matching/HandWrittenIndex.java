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
 * The hand-written alternative for many automations. The value of its most selective equality or tag finds each automation in a
 * map, or for columns in an array. Then the rest of its predicate is evaluated. Automations without an equality are always
 * evaluated.
 */
public final class HandWrittenIndex {
    private HandWrittenIndex() {}

    /**
     * The automations with the rest of their predicates.
     *
     * @param byKey the automations by the value of a field
     * @param others the automations without an equality
     */
    private record Index<T>(Map<LookupField, Map<String, List<T>>> byKey, List<T> others) {
        static <T> Index<T> of(List<HandWrittenAudience> audiences, RemainderFactory<T> remainders) {
            Index<T> index = new Index<>(new EnumMap<>(LookupField.class), new ArrayList<>());
            for (int i = 0; i < audiences.size(); i++) {
                HandWrittenAudience audience = audiences.get(i);
                if (audience.mostSelective().isEmpty()) {
                    index.others.add(remainders.of(i, audience));
                } else {
                    HandWrittenAudience.AudienceCondition best =
                            audience.mostSelective().get();
                    T entry = remainders.of(i, audience.without(best));
                    HandWrittenAudience.LookupKey key = best.key().orElseThrow();
                    Map<String, List<T>> byValue = index.byKey.computeIfAbsent(key.field(), field -> new HashMap<>());
                    key.values()
                            .forEach(value -> byValue.computeIfAbsent(value, newValue -> new ArrayList<>())
                                    .add(entry));
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

    /** Creates the entry of an automation from the rest of its audience. */
    private interface RemainderFactory<T> {
        T of(int automation, HandWrittenAudience remainder);
    }

    private record ProspectEntry(int automation, Predicate<Prospect> remainder) {}

    private record ValueMap(int slot, Map<String, ProspectEntry[]> byValue) {}

    /** Returns the strategy for prospects. */
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

    @SuppressWarnings("ArrayRecordComponent") // not shared outside of the class
    private record CodeIndex(int[] codes, RowEntry[][] byCode) {}

    @SuppressWarnings("ArrayRecordComponent") // not shared outside of the class
    private record TagIndex(int[][] codes, RowEntry[][] byCode) {}

    /** Returns the strategy for columns. */
    public static Strategy of(List<HandWrittenAudience> audiences, HandWrittenColumns columns) {
        Index<RowEntry> index = Index.of(
                audiences, (automation, remainder) -> new RowEntry(automation, remainder.rowPredicate(columns)));
        List<CodeIndex> textIndexes = new ArrayList<>();
        List<TagIndex> tagIndexes = new ArrayList<>();
        index.byKey().forEach((field, lists) -> {
            if (field == LookupField.INTERESTS) {
                HandWrittenColumns.TagCodes column = columns.tags(field.field());
                tagIndexes.add(new TagIndex(column.codes(), byCode(column.codesByKey(), lists)));
            } else {
                HandWrittenColumns.TextCodes column = columns.texts(field.field());
                textIndexes.add(new CodeIndex(column.codes(), byCode(column.codesByKey(), lists)));
            }
        });
        CodeIndex[] textArrays = textIndexes.toArray(CodeIndex[]::new);
        TagIndex[] tagArrays = tagIndexes.toArray(TagIndex[]::new);
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

    /** Returns the entries for each code. The code 0 of an empty field has none. */
    private static RowEntry[][] byCode(Map<String, Integer> codesByKey, Map<String, List<RowEntry>> lists) {
        RowEntry[][] byCode = new RowEntry[codesByKey.size() + 1][0];
        lists.forEach((value, list) -> {
            Integer code = codesByKey.get(value);
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
