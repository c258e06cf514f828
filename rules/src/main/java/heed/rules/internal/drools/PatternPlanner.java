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
 * Conjuncts as the patterns of rules: each in the order in which it is best asked. Where the first conjunct has several
 * keys there is a pattern for each, so that each can be looked up; a prospect then matches if it meets any, and may meet
 * several.
 */
public final class PatternPlanner {
    /** About how many a prospect has. */
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

    /** By selector: the patterns of its rules. */
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

    /** About which share of the prospects meets an equality, or has a tag: a guess, as good as an order needs. */
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

    /** About how many values a field has: the more, the more the rules ask for. */
    private double distinctValues(Field field) {
        if (field.equals(StandardFields.ID) || field.equals(StandardFields.EMAIL)) {
            return Double.MAX_VALUE;
        }
        return field.type() == ValueType.YES_NO
                ? 0.5
                : keysByField.getOrDefault(field, Set.of()).size();
    }
}
