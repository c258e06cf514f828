package heed.rules.internal.drools;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans the patterns of rules, with the conjuncts in the order in which they are evaluated best. If the first conjunct
 * has several keys, each key gets a pattern of its own, so that an index can find it. A prospect then matches if it
 * meets at least one pattern, and may meet several.
 */
public final class PatternPlanner {
    /** The estimated number of tags of a prospect. */
    private static final double TAGS_PER_PROSPECT = 3;

    private final Map<Field, Set<Comparable<?>>> keysByField = new HashMap<>();

    private PatternPlanner(List<List<Conjunct>> conjunctsBySelector) {
        for (List<Conjunct> conjuncts : conjunctsBySelector) {
            for (Conjunct conjunct : conjuncts) {
                if (conjunct instanceof Conjunct.Equality equality) {
                    keysByField
                            .computeIfAbsent(equality.field().field(), field -> new HashSet<>())
                            .addAll(equality.keys());
                } else if (conjunct instanceof Conjunct.TagMembership tagged) {
                    keysByField
                            .computeIfAbsent(tagged.criterion().field(), field -> new HashSet<>())
                            .addAll(tagged.keys());
                }
            }
        }
    }

    /** Returns, by selector index, the patterns of the selector's rules. */
    public static List<List<List<Conjunct>>> plan(List<List<Conjunct>> conjunctsBySelector) {
        PatternPlanner planner = new PatternPlanner(conjunctsBySelector);
        return conjunctsBySelector.stream().map(planner::planPatterns).toList();
    }

    private List<List<Conjunct>> planPatterns(List<Conjunct> conjuncts) {
        List<Conjunct> ordered = conjuncts.stream()
                .sorted(Comparator.comparingInt(Conjunct::rank)
                        .thenComparingDouble(this::selectivity)
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

    /**
     * Estimates the share of prospects that meet an equality or have a tag. A guess is sufficient to choose an order.
     */
    private double selectivity(Conjunct conjunct) {
        if (conjunct instanceof Conjunct.Equality equality) {
            return equality.keys().size() / distinctValues(equality.field().field());
        } else if (conjunct instanceof Conjunct.TagMembership tagged) {
            return TAGS_PER_PROSPECT
                    * tagged.keys().size()
                    / distinctValues(tagged.criterion().field());
        }
        return 1;
    }

    /** Estimates the number of values of a field: the more values the rules use, the more there are. */
    private double distinctValues(Field field) {
        if (field.equals(StandardFields.ID) || field.equals(StandardFields.EMAIL)) {
            return Double.MAX_VALUE;
        }
        return field.type() == ValueType.YES_NO
                ? 0.5
                : keysByField.getOrDefault(field, Set.of()).size();
    }
}
