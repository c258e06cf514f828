package heed.rules.internal.drools;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.json.QuotedText;
import heed.filters.reading.SentenceOf;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.drools.model.Index.ConstraintType;
import org.drools.model.PatternDSL.PatternDef;
import org.drools.model.functions.Predicate1;

/** One condition of a conjunction, in the form that Drools uses: a constraint of a pattern. */
public sealed interface Conjunct {

    /** Returns the constraint's id. Drools treats two constraints with the same id as one; see {@link ConstraintId}. */
    String id();

    /**
     * Returns the rank in the order of evaluation: indexed conditions come before comparisons, and comparisons before
     * all others.
     */
    int rank();

    /**
     * Returns conjuncts of which one must be met, each indexable if possible; a conjunct without alternatives returns
     * itself.
     */
    default List<Conjunct> alternatives() {
        return List.of(this);
    }

    /** Returns the test of the condition alone. */
    Predicate1<Prospect> test();

    /** Adds this constraint to a pattern, with an index if the constraint can have one. */
    PatternDef<Prospect> addTo(PatternDef<Prospect> pattern);

    /** Returns the condition in words. */
    String description();

    private static String description(Comparable<?> key) {
        if (key instanceof String text) {
            return QuotedText.of(text);
        } else if (key instanceof Double number) {
            return new Value.Decimal(number).text();
        } else if (key instanceof Boolean yes) {
            return Value.of(yes).text();
        }
        return key instanceof Long millis ? Instant.ofEpochMilli(millis).toString() : key.toString();
    }

    /**
     * The field has one of the keys. Drools finds the rules of a single key by hash; it tests several keys one by one.
     */
    record Equality(IndexedField field, SortedSet<Comparable<?>> keys) implements Conjunct {
        private static final int MAX_ALTERNATIVES = 16;
        private static final int MAX_SHOWN = 5;

        public Equality {
            keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
        }

        @Override
        public List<Conjunct> alternatives() {
            return keys.size() > MAX_ALTERNATIVES
                    ? List.of(this)
                    : keys.stream()
                            .<Conjunct>map(key -> new Equality(field, new TreeSet<>(Set.of(key))))
                            .toList();
        }

        @Override
        public String id() {
            return ConstraintId.of(field.field(), ConstraintType.EQUAL.name(), keys);
        }

        @Override
        public int rank() {
            return keys.size() > MAX_ALTERNATIVES ? 2 : 1;
        }

        @Override
        public Predicate1<Prospect> test() {
            int slot = field.field().slot();
            Set<Object> valueKeys = keys.stream().map(IndexedField::valueKey).collect(Collectors.toUnmodifiableSet());
            if (valueKeys.size() == 1) {
                Object key = valueKeys.iterator().next();
                return prospect -> key.equals(prospect.keyAt(slot));
            }
            return prospect -> {
                Object present = prospect.keyAt(slot);
                return present != null && valueKeys.contains(present);
            };
        }

        @Override
        public PatternDef<Prospect> addTo(PatternDef<Prospect> pattern) {
            return keys.size() == 1
                    ? pattern.expr(id(), test(), field.index(ConstraintType.EQUAL, keys.first()))
                    : pattern.expr(id(), test());
        }

        @Override
        public String description() {
            return field.field().label() + " is "
                    + keys.stream().limit(MAX_SHOWN).map(Conjunct::description).collect(Collectors.joining(" or "))
                    + (keys.size() > MAX_SHOWN ? " or " + (keys.size() - MAX_SHOWN) + " more" : "");
        }
    }

    /** The field is not empty and is on one side of the key. Drools finds the rules of one field by a range index. */
    record Range(IndexedField field, Operator operator, Comparable<?> key) implements Conjunct {
        private static final Map<Operator, ConstraintType> CONSTRAINT_TYPES = Map.of(
                Operator.LESS_THAN, ConstraintType.LESS_THAN,
                Operator.LESS_THAN_OR_EQUALS, ConstraintType.LESS_OR_EQUAL,
                Operator.GREATER_THAN, ConstraintType.GREATER_THAN,
                Operator.GREATER_THAN_OR_EQUALS, ConstraintType.GREATER_OR_EQUAL);

        public Range {
            if (!supports(operator)) {
                throw new IllegalArgumentException(operator.id() + " has no index by order");
            }
        }

        static boolean supports(Operator operator) {
            return CONSTRAINT_TYPES.containsKey(operator);
        }

        private ConstraintType constraintType() {
            return Objects.requireNonNull(CONSTRAINT_TYPES.get(operator));
        }

        /** Returns whether the condition selects values less than the key, rather than greater ones. */
        public boolean isLess() {
            return constraintType().isDescending();
        }

        /** Returns whether the condition also selects the key itself. */
        public boolean includesKey() {
            return constraintType() == ConstraintType.LESS_OR_EQUAL
                    || constraintType() == ConstraintType.GREATER_OR_EQUAL;
        }

        @Override
        public String id() {
            return ConstraintId.of(field.field(), constraintType().name(), List.of(key));
        }

        @Override
        public int rank() {
            return 3;
        }

        @Override
        @SuppressWarnings("unchecked") // a key of another class throws an exception
        public Predicate1<Prospect> test() {
            int slot = field.field().slot();
            Comparable<Object> bound = (Comparable<Object>) IndexedField.valueKey(key);
            boolean isLess = isLess();
            boolean includesKey = includesKey();
            return prospect -> {
                Object present = prospect.keyAt(slot);
                if (present == null) {
                    return false;
                }
                int order = bound.compareTo(present);
                return order == 0 ? includesKey : order > 0 == isLess;
            };
        }

        @Override
        public PatternDef<Prospect> addTo(PatternDef<Prospect> pattern) {
            return pattern.expr(id(), test(), field.index(constraintType(), key));
        }

        @Override
        public String description() {
            return field.field().label() + " " + operator.phrase() + " " + Conjunct.description(key);
        }
    }

    /** A criterion that is evaluated as a whole. */
    sealed interface PredicateConjunct extends Conjunct {
        Criterion criterion();

        /** Returns the predicate of the criterion. */
        Predicate<Prospect> predicate();

        @Override
        default String id() {
            return ConstraintId.of(criterion());
        }

        @Override
        default Predicate1<Prospect> test() {
            return predicate()::test;
        }

        @Override
        default PatternDef<Prospect> addTo(PatternDef<Prospect> pattern) {
            return pattern.expr(id(), test());
        }

        @Override
        default String description() {
            return SentenceOf.criterion(criterion(), ZoneOffset.UTC);
        }
    }

    /** The field has one of the tags. Drools tests the condition; the bulk matcher finds the rules of a tag by hash. */
    record TagMembership(Criterion.Comparison criterion, Predicate<Prospect> predicate) implements PredicateConjunct {
        /** Returns the keys of the tags. */
        public List<String> keys() {
            return criterion.values().stream()
                    .map(value -> ((Value.Text) value).key())
                    .toList();
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /** Any other condition, tested for each prospect that meets the conditions before it. */
    record Residual(Criterion criterion, Predicate<Prospect> predicate) implements PredicateConjunct {
        @Override
        public int rank() {
            return 4;
        }
    }
}
