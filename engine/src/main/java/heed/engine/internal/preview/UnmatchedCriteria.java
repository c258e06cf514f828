package heed.engine.internal.preview;

import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.preview.ComparisonsOf.FoundComparison;
import heed.engine.preview.UnmatchedCriterion;
import heed.filters.Criterion;
import heed.filters.json.NearestName;
import heed.filters.reading.FieldsOf;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the comparisons of criteria that no prospect matches. The store is asked for one prospect of each comparison, and
 * not at all for those that must have one, because somebody matches the criteria. If the store cannot decide a comparison
 * itself, it is left out.
 */
public final class UnmatchedCriteria {
    private static final int MAX_COMPARISONS = 20;
    private static final int MAX_VALUES = 5;
    private static final int SAMPLE_SIZE = 10_000;
    /** Everybody has other values of these fields, so they say nothing about what was meant. */
    private static final Set<Field> UNIQUE_FIELDS = Set.of(StandardFields.ID, StandardFields.EMAIL);

    private final ProspectAccess access;
    private final EvaluationTime evaluationTime;

    public UnmatchedCriteria(ProspectAccess access, EvaluationTime evaluationTime) {
        this.access = access;
        this.evaluationTime = evaluationTime;
    }

    /** Finds the comparisons when it is not known whether anybody matches the criteria. */
    public List<UnmatchedCriterion> find(StoreReading reading, Criterion criteria) {
        return find(reading, criteria, matchesSomebody(reading, criteria));
    }

    /** @param anyAffected whether a prospect matches the criteria */
    List<UnmatchedCriterion> find(StoreReading reading, Criterion criteria, boolean anyAffected) {
        List<Criterion> unmatched = new ArrayList<>();
        List<Criterion> unmatchedParts = new ArrayList<>();
        for (FoundComparison found :
                ComparisonsOf.criteria(criteria).stream().limit(MAX_COMPARISONS).toList()) {
            if ((found.alternative() || !anyAffected) && !matchesSomebody(reading, found.comparison())) {
                unmatched.add(found.comparison());
            } else {
                found.parts().stream()
                        .limit(MAX_COMPARISONS)
                        .filter(part -> !matchesSomebody(reading, part))
                        .forEach(unmatchedParts::add);
            }
        }
        long prospects = unmatched.isEmpty() && unmatchedParts.isEmpty() ? 0 : reading.countProspects();
        if (prospects == 0) {
            return List.of();
        }
        List<Prospect> sample = reading.sampleProspects(Prefilter.EVERYONE, SAMPLE_SIZE);
        // That nobody has one of several texts is usual, unless it looks like a mistyped one.
        return Stream.concat(
                        unmatched.stream(),
                        unmatchedParts.stream()
                                .filter(part -> !nearest(part, countValues(part, sample))
                                        .isEmpty()))
                .map(comparison -> new UnmatchedCriterion(comparison, prospects, occurringValues(comparison, sample)))
                .toList();
    }

    private boolean matchesSomebody(StoreReading reading, Criterion criterion) {
        return !reading.listProspects(access.prefilter(criterion, evaluationTime), ProspectId.START, 1)
                .isEmpty();
    }

    private static List<Value> occurringValues(Criterion comparison, List<Prospect> sample) {
        List<Value> byFrequency = countValues(comparison, sample);
        return Stream.concat(nearest(comparison, byFrequency).stream(), byFrequency.stream())
                .distinct()
                .limit(MAX_VALUES)
                .toList();
    }

    /** Returns the values of the compared field, the most frequent first. */
    private static List<Value> countValues(Criterion comparison, List<Prospect> sample) {
        Field field = FieldsOf.criterion(comparison).iterator().next();
        if (UNIQUE_FIELDS.contains(field)) {
            return List.of();
        }
        Map<Value, Integer> counts = new LinkedHashMap<>();
        sample.forEach(prospect -> valuesOf(prospect, field).forEach(value -> counts.merge(value, 1, Integer::sum)));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Value, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> entry.getKey().text()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Value> valuesOf(Prospect prospect, Field field) {
        Optional<Value> value = prospect.value(field);
        return value.filter(Value.Tags.class::isInstance)
                .map(tags -> List.<Value>copyOf(((Value.Tags) tags).tags()))
                .orElseGet(() -> value.stream().toList());
    }

    /** Returns the values that are spelt like those of the comparison. */
    private static List<Value> nearest(Criterion comparison, List<Value> values) {
        if (!(comparison instanceof Criterion.Comparison compared)) {
            return List.of();
        }
        Map<String, Value> byText = new LinkedHashMap<>();
        values.forEach(value -> byText.putIfAbsent(value.display(), value));
        List<Value> nearest = new ArrayList<>();
        compared.values().stream()
                .filter(value -> value instanceof Value.Text || value instanceof Value.CountryName)
                .forEach(value -> NearestName.of(value.display(), byText.keySet())
                        .map(byText::get)
                        .ifPresent(nearest::add));
        return nearest;
    }
}
