package heed.benchmarks;

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
final class IndexedByHand {
    private IndexedByHand() {}

    /** An automation and what is left to ask, by value. */
    private record Index<T>(Map<HandIndex, Map<String, List<T>>> byKey, List<T> others) {
        static <T> Index<T> of(List<Audience> audiences, Rest<T> rest) {
            Index<T> index = new Index<>(new EnumMap<>(HandIndex.class), new ArrayList<>());
            for (int i = 0; i < audiences.size(); i++) {
                Audience audience = audiences.get(i);
                if (audience.best().isEmpty()) {
                    index.others.add(rest.of(i, audience));
                } else {
                    Audience.Part best = audience.best().get();
                    T left = rest.of(i, audience.without(best));
                    Audience.Key key = best.key().orElseThrow();
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

    private interface Rest<T> {
        T of(int automation, Audience left);
    }

    private record OfProspect(int automation, Predicate<Prospect> left) {}

    private record OneMap(int slot, Map<String, OfProspect[]> byValue) {}

    static Way of(List<Audience> audiences, List<Prospect> prospects) {
        Index<OfProspect> index =
                Index.of(audiences, (automation, left) -> new OfProspect(automation, left.ofProspect()));
        OneMap[] maps = index.byKey().entrySet().stream()
                .map(entry -> new OneMap(
                        entry.getKey().field().slot(),
                        Index.arrays(entry.getValue(), list -> list.toArray(OfProspect[]::new))))
                .toArray(OneMap[]::new);
        OfProspect[] others = index.others().toArray(OfProspect[]::new);
        return (from, end, sum) -> {
            sum.startAt(0);
            for (int row = from; row < end; row++) {
                Prospect prospect = prospects.get(row);
                for (OneMap map : maps) {
                    Value value = prospect.valueAt(map.slot);
                    if (value instanceof Value.Tags tags) {
                        for (Value.Text tag : tags.tags()) {
                            ask(map.byValue.get(tag.key()), prospect, row, sum);
                        }
                    } else if (value != null) {
                        ask(map.byValue.get((String) value.key()), prospect, row, sum);
                    }
                }
                ask(others, prospect, row, sum);
            }
        };
    }

    private static void ask(OfProspect @Nullable [] those, Prospect prospect, int row, Sum sum) {
        if (those != null) {
            for (OfProspect one : those) {
                if (one.left.test(prospect)) {
                    sum.onMatch(one.automation, row);
                }
            }
        }
    }

    private record OfRow(int automation, IntPredicate left) {}

    @SuppressWarnings("ArrayRecordComponent") // not given to others
    private record OneArray(int[] codes, OfRow[][] byCode) {}

    @SuppressWarnings("ArrayRecordComponent") // not given to others
    private record TagArray(int[][] codes, OfRow[][] byCode) {}

    static Way of(List<Audience> audiences, HandColumns columns) {
        Index<OfRow> index = Index.of(audiences, (automation, left) -> new OfRow(automation, left.ofRow(columns)));
        List<OneArray> texts = new ArrayList<>();
        List<TagArray> tags = new ArrayList<>();
        index.byKey().forEach((key, lists) -> {
            if (key == HandIndex.INTERESTS) {
                HandColumns.Tags column = columns.tags(key.field());
                tags.add(new TagArray(column.codes(), byCode(column.known(), lists)));
            } else {
                HandColumns.Texts column = columns.texts(key.field());
                texts.add(new OneArray(column.codes(), byCode(column.known(), lists)));
            }
        });
        OneArray[] textArrays = texts.toArray(OneArray[]::new);
        TagArray[] tagArrays = tags.toArray(TagArray[]::new);
        OfRow[] others = index.others().toArray(OfRow[]::new);
        return (from, end, sum) -> {
            sum.startAt(0);
            for (int row = from; row < end; row++) {
                for (OneArray array : textArrays) {
                    ask(array.byCode[array.codes[row]], row, sum);
                }
                for (TagArray array : tagArrays) {
                    for (int code : array.codes[row]) {
                        ask(array.byCode[code], row, sum);
                    }
                }
                ask(others, row, sum);
            }
        };
    }

    /** For each code, 0 included, those that ask for it. */
    private static OfRow[][] byCode(Map<String, Integer> known, Map<String, List<OfRow>> lists) {
        OfRow[][] byCode = new OfRow[known.size() + 1][0];
        lists.forEach((value, list) -> {
            Integer code = known.get(value);
            if (code != null) {
                byCode[code] = list.toArray(OfRow[]::new);
            }
        });
        return byCode;
    }

    private static void ask(OfRow[] those, int row, Sum sum) {
        for (OfRow one : those) {
            if (one.left.test(row)) {
                sum.onMatch(one.automation, row);
            }
        }
    }
}
