package heed.rules.internal.bulk;

import heed.filters.reading.FieldsOf;
import heed.model.field.Field;
import heed.rules.internal.drools.Conjunct;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Chooses the encodings of the fields that a network's conditions use, and translates the conditions into filters over
 * codes.
 */
final class ConditionEncoder {
    private final List<Encoding> encodings = new ArrayList<>();
    private final List<TextEncoding> tagEncodings = new ArrayList<>();
    private final Map<Field, EncodedField> encodedFields = new HashMap<>();
    private final Map<String, Integer> predicateColumns = new HashMap<>();

    /** The encoding of a field whose keys conditions name, and its column. */
    private record EncodedField(int column, Encoding.KeyEncoding encoding) {}

    /** Creates an encoder for these conditions, and for no others. */
    ConditionEncoder(Collection<CompiledCondition> conditions) {
        // Conditions that name keys share one column for each field, with a code for each named key.
        Map<Field, Set<Object>> keys = new LinkedHashMap<>();
        List<Conjunct.Residual> residuals = new ArrayList<>();
        conditions.forEach(condition -> condition.forEachConjunct(conjunct -> {
            if (conjunct instanceof Conjunct.Equality equality) {
                keysOf(equality.field().field(), keys).addAll(equality.keys());
            } else if (conjunct instanceof Conjunct.Range range) {
                keysOf(range.field().field(), keys).add(range.key());
            } else if (conjunct instanceof Conjunct.TagMembership membership) {
                keysOf(membership.criterion().field(), keys).addAll(membership.keys());
            } else if (conjunct instanceof Conjunct.Residual residual) {
                residuals.add(residual);
            }
        }));
        keys.forEach((field, fieldKeys) -> encodedFields.put(field, encodedField(field, fieldKeys)));
        // Every other condition has a column of its own, with the result of its predicate.
        for (Conjunct.Residual residual : residuals) {
            if (predicateColumns.putIfAbsent(residual.id(), encodings.size()) == null) {
                Field field =
                        FieldsOf.criterion(residual.criterion()).iterator().next();
                encodings.add(new PredicateEncoding(field, residual.predicate()));
            }
        }
    }

    private static Set<Object> keysOf(Field field, Map<Field, Set<Object>> keys) {
        return keys.computeIfAbsent(field, ignored -> new HashSet<>());
    }

    private EncodedField encodedField(Field field, Set<Object> keys) {
        return switch (field.type()) {
            case TAGS -> {
                TextEncoding encoding = new TextEncoding(field, keys);
                tagEncodings.add(encoding);
                yield new EncodedField(tagEncodings.size() - 1, encoding);
            }
            case TEXT, COUNTRY -> addColumn(new TextEncoding(field, keys));
            case NUMBER, YES_NO, DATE, DATE_TIME -> addColumn(new OrderedEncoding(field, keys));
        };
    }

    private EncodedField addColumn(Encoding.KeyEncoding encoding) {
        encodings.add(encoding);
        return new EncodedField(encodings.size() - 1, encoding);
    }

    /** Returns the encodings by column. */
    List<Encoding> encodings() {
        return List.copyOf(encodings);
    }

    /** Returns the encodings of tags by column of tags. */
    List<TextEncoding> tagEncodings() {
        return List.copyOf(tagEncodings);
    }

    /** Returns the filter of a condition. */
    CodeFilter filter(CompiledCondition condition) {
        if (condition instanceof CompiledCondition.FieldCondition fieldCondition) {
            return filter(fieldCondition.conjunct());
        } else if (condition instanceof CompiledCondition.Conjunction conjunction) {
            return new CodeFilter.Intersection(
                    conjunction.parts().stream().map(this::filter).toList());
        } else if (condition instanceof CompiledCondition.Disjunction disjunction) {
            return anyOf(disjunction.parts().stream().map(this::filter).toList());
        }
        return new CodeFilter.Complement(filter(((CompiledCondition.Negation) condition).part()));
    }

    /** Returns the union of filters, as the complement of the intersection of their complements. */
    private static CodeFilter anyOf(List<CodeFilter> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : new CodeFilter.Complement(new CodeFilter.Intersection(parts.stream()
                        .<CodeFilter>map(CodeFilter.Complement::new)
                        .toList()));
    }

    private CodeFilter filter(Conjunct conjunct) {
        if (conjunct instanceof Conjunct.Equality equality) {
            return equalityFilter(equality);
        } else if (conjunct instanceof Conjunct.Range range) {
            return rangeFilter(range);
        } else if (conjunct instanceof Conjunct.TagMembership membership) {
            return tagFilter(membership);
        }
        int column = Objects.requireNonNull(predicateColumns.get(conjunct.id()));
        return new CodeFilter.CodeInRange(column, PredicateEncoding.MATCH, PredicateEncoding.MATCH);
    }

    private CodeFilter tagFilter(Conjunct.TagMembership membership) {
        EncodedField field = encodedField(membership.criterion().field());
        return anyOf(membership.keys().stream()
                .<CodeFilter>map(key -> new CodeFilter.TagPresent(
                        field.column(), field.encoding().codeOf(key)))
                .toList());
    }

    private CodeFilter equalityFilter(Conjunct.Equality equality) {
        EncodedField field = encodedField(equality.field().field());
        int[] codes = equality.keys().stream()
                .mapToInt(key -> field.encoding().codeOf(key))
                .toArray();
        if (codes.length == 1) {
            return new CodeFilter.CodeInRange(field.column(), codes[0], codes[0]);
        }
        boolean[] acceptedCodes = new boolean[field.encoding().codeCount()];
        for (int code : codes) {
            acceptedCodes[code] = true;
        }
        return new CodeFilter.CodeInSet(field.column(), acceptedCodes);
    }

    private CodeFilter rangeFilter(Conjunct.Range range) {
        EncodedField field = encodedField(range.field().field());
        int code = field.encoding().codeOf(range.key());
        // An odd code lies between two keys, so excluding the key moves the bound by one code.
        int offset = range.includesKey() ? 0 : 1;
        return range.isLess()
                ? new CodeFilter.CodeInRange(field.column(), OrderedEncoding.FIRST_KEY, code - offset)
                : new CodeFilter.CodeInRange(
                        field.column(), code + offset, field.encoding().codeCount() - 1);
    }

    private EncodedField encodedField(Field field) {
        return Objects.requireNonNull(encodedFields.get(field));
    }
}
