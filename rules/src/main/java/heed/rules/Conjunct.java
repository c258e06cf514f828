package heed.rules;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.SentenceOf;
import heed.filters.json.Quoted;
import heed.model.Prospect;
import heed.model.Value;
import java.time.Instant;
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

/** One of the conditions that a prospect must meet all of, as Drools is given it: a constraint of a pattern. */
sealed interface Conjunct {

    /** Drools takes two of one id for one: see {@link ConstraintId}. */
    String id();

    /** What is looked up is asked before what is compared, and that before the rest. */
    int rank();

    /** Conjuncts of which it is enough to meet one, each with an index if that can be; or only itself. */
    default List<Conjunct> alternatives() {
        return List.of(this);
    }

    /** Whether a prospect meets it, asked by itself. */
    Predicate1<Prospect> test();

    /** The pattern with this constraint, and with an index if it can have one. */
    PatternDef<Prospect> addTo(PatternDef<Prospect> pattern);

    /** For people. */
    String words();

    private static String words(Comparable<?> key) {
        if (key instanceof String text) {
            return Quoted.of(text);
        } else if (key instanceof Double number) {
            return new Value.Decimal(number).text();
        } else if (key instanceof Boolean yes) {
            return Value.of(yes).text();
        }
        return key instanceof Long millis ? Instant.ofEpochMilli(millis).toString() : key.toString();
    }

    /** The field has one of the keys. Drools finds the rules of one key by hash; several keys it has to ask. */
    record Equality(IndexedField field, SortedSet<Comparable<?>> keys) implements Conjunct {
        private static final int MOST_ALTERNATIVES = 16;
        private static final int SHOWN = 5;

        public Equality {
            keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
        }

        @Override
        public List<Conjunct> alternatives() {
            return keys.size() > MOST_ALTERNATIVES
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
            return keys.size() > MOST_ALTERNATIVES ? 2 : 1;
        }

        @Override
        public Predicate1<Prospect> test() {
            int slot = field.field().slot();
            Set<Object> wanted = keys.stream().map(IndexedField::valueKey).collect(Collectors.toUnmodifiableSet());
            if (wanted.size() == 1) {
                Object key = wanted.iterator().next();
                return prospect -> key.equals(prospect.keyAt(slot));
            }
            return prospect -> {
                Object present = prospect.keyAt(slot);
                return present != null && wanted.contains(present);
            };
        }

        @Override
        public PatternDef<Prospect> addTo(PatternDef<Prospect> pattern) {
            return keys.size() == 1
                    ? pattern.expr(id(), test(), field.index(ConstraintType.EQUAL, keys.first()))
                    : pattern.expr(id(), test());
        }

        @Override
        public String words() {
            return field.field().label() + " is "
                    + keys.stream().limit(SHOWN).map(Conjunct::words).collect(Collectors.joining(" or "))
                    + (keys.size() > SHOWN ? " or " + (keys.size() - SHOWN) + " more" : "");
        }
    }

    /** The field is set and lies on one side of the key. Drools finds the rules of a field by their order. */
    record Range(IndexedField field, Operator operator, Comparable<?> key) implements Conjunct {
        private static final Map<Operator, ConstraintType> SIDES = Map.of(
                Operator.LESS_THAN, ConstraintType.LESS_THAN,
                Operator.LESS_THAN_OR_EQUALS, ConstraintType.LESS_OR_EQUAL,
                Operator.GREATER_THAN, ConstraintType.GREATER_THAN,
                Operator.GREATER_THAN_OR_EQUALS, ConstraintType.GREATER_OR_EQUAL);

        public Range {
            if (!has(operator)) {
                throw new IllegalArgumentException(operator.id() + " has no index by order");
            }
        }

        static boolean has(Operator operator) {
            return SIDES.containsKey(operator);
        }

        private ConstraintType side() {
            return Objects.requireNonNull(SIDES.get(operator));
        }

        /** Whether what is less than the key is meant, and not what is greater. */
        boolean less() {
            return side().isDescending();
        }

        /** Whether the key itself is meant too. */
        boolean orEqual() {
            return side() == ConstraintType.LESS_OR_EQUAL || side() == ConstraintType.GREATER_OR_EQUAL;
        }

        @Override
        public String id() {
            return ConstraintId.of(field.field(), side().name(), List.of(key));
        }

        @Override
        public int rank() {
            return 3;
        }

        @Override
        @SuppressWarnings("unchecked") // a key of another class fails, and loudly
        public Predicate1<Prospect> test() {
            int slot = field.field().slot();
            Comparable<Object> bound = (Comparable<Object>) IndexedField.valueKey(key);
            boolean less = less();
            boolean orEqual = orEqual();
            return prospect -> {
                Object present = prospect.keyAt(slot);
                if (present == null) {
                    return false;
                }
                int above = bound.compareTo(present);
                return above == 0 ? orEqual : above > 0 == less;
            };
        }

        @Override
        public PatternDef<Prospect> addTo(PatternDef<Prospect> pattern) {
            return pattern.expr(id(), test(), field.index(side(), key));
        }

        @Override
        public String words() {
            return field.field().label() + " " + operator.words() + " " + Conjunct.words(key);
        }
    }

    /** A criterion that is asked as a whole. */
    sealed interface Whole extends Conjunct {
        Criterion criterion();

        /** Its plain reading. */
        Predicate<Prospect> plain();

        @Override
        default String id() {
            return ConstraintId.of(criterion());
        }

        @Override
        default Predicate1<Prospect> test() {
            return plain()::test;
        }

        @Override
        default PatternDef<Prospect> addTo(PatternDef<Prospect> pattern) {
            return pattern.expr(id(), test());
        }

        @Override
        default String words() {
            return SentenceOf.criterion(criterion());
        }
    }

    /** The field has one of the tags. Drools asks; the bulk matcher finds the rules of a tag. */
    record Tagged(Criterion.Comparison criterion, Predicate<Prospect> plain) implements Whole {
        /** Of the tags. */
        List<String> keys() {
            return criterion.values().stream()
                    .map(value -> ((Value.Text) value).key())
                    .toList();
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /** Anything else, asked of each prospect that met what comes before. */
    record Asked(Criterion criterion, Predicate<Prospect> plain) implements Whole {
        @Override
        public int rank() {
            return 4;
        }
    }
}
