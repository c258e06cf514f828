package heed.rules;

import heed.model.Field;
import heed.model.StandardFields;
import heed.model.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conjuncts as the patterns of rules: each in the order in which it is best asked. Where the first conjunct has several
 * keys there is a pattern for each, so that each can be looked up; a prospect then matches if it meets any, and may meet
 * several.
 */
final class Patterns {
    /** About how many a prospect has. */
    private static final double TAGS_OF_ONE = 3;

    private final Map<Field, Set<Comparable<?>>> asked = new HashMap<>();

    private Patterns(List<List<Conjunct>> all) {
        for (List<Conjunct> conjuncts : all) {
            for (Conjunct conjunct : conjuncts) {
                if (conjunct instanceof Conjunct.Equality equality) {
                    asked.computeIfAbsent(equality.field().field(), field -> new HashSet<>())
                            .addAll(equality.keys());
                } else if (conjunct instanceof Conjunct.Tagged tagged) {
                    asked.computeIfAbsent(tagged.criterion().field(), field -> new HashSet<>())
                            .addAll(tagged.keys());
                }
            }
        }
    }

    /** By selector: the patterns of its rules. */
    static List<List<List<Conjunct>>> of(List<List<Conjunct>> all) {
        Patterns patterns = new Patterns(all);
        return all.stream().map(patterns::patterns).toList();
    }

    private List<List<Conjunct>> patterns(List<Conjunct> conjuncts) {
        List<Conjunct> ordered = conjuncts.stream()
                .sorted(Comparator.comparingInt(Conjunct::rank)
                        .thenComparingDouble(this::share)
                        .thenComparing(Conjunct::id))
                .toList();
        if (ordered.isEmpty()) {
            return List.of(ordered);
        }
        return ordered.get(0).alternatives().stream()
                .map(first -> {
                    List<Conjunct> pattern = new ArrayList<>(ordered);
                    pattern.set(0, first);
                    return List.copyOf(pattern);
                })
                .toList();
    }

    /** About which share of the prospects meets an equality, or has a tag: a guess, as good as an order needs. */
    private double share(Conjunct conjunct) {
        if (conjunct instanceof Conjunct.Equality equality) {
            return equality.keys().size() / values(equality.field().field());
        } else if (conjunct instanceof Conjunct.Tagged tagged) {
            return TAGS_OF_ONE
                    * tagged.keys().size()
                    / values(tagged.criterion().field());
        }
        return 1;
    }

    /** About how many values a field has: the more, the more the rules ask for. */
    private double values(Field field) {
        if (field.equals(StandardFields.ID) || field.equals(StandardFields.EMAIL)) {
            return Double.MAX_VALUE;
        }
        return field.type() == ValueType.YES_NO
                ? 0.5
                : asked.getOrDefault(field, Set.of()).size();
    }
}
