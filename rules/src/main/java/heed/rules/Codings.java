package heed.rules;

import heed.filters.FieldsOf;
import heed.model.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The codes in which a network's conditions are asked, and the conditions as sieves over these codes. */
final class Codings {
    private final List<Coding> codings = new ArrayList<>();
    private final List<TextCoding> tagCodings = new ArrayList<>();
    private final Map<Field, Keyed> keyed = new HashMap<>();
    private final Map<String, Integer> plain = new HashMap<>();

    /** A field with keys that conditions name. */
    private record Keyed(int column, Coding.OfKeys coding) {}

    /** For these conditions, and no other. */
    Codings(Collection<Condition> conditions) {
        Map<Field, Set<Object>> keys = new LinkedHashMap<>();
        List<Conjunct.Asked> asked = new ArrayList<>();
        conditions.forEach(condition -> condition.forEach(conjunct -> {
            if (conjunct instanceof Conjunct.Equality equality) {
                keysOf(equality.field().field(), keys).addAll(equality.keys());
            } else if (conjunct instanceof Conjunct.Range range) {
                keysOf(range.field().field(), keys).add(range.key());
            } else if (conjunct instanceof Conjunct.Tagged tagged) {
                keysOf(tagged.criterion().field(), keys).addAll(tagged.keys());
            } else if (conjunct instanceof Conjunct.Asked one) {
                asked.add(one);
            }
        }));
        keys.forEach((field, those) -> keyed.put(field, keyed(field, those)));
        for (Conjunct.Asked one : asked) {
            if (plain.putIfAbsent(one.id(), codings.size()) == null) {
                Field field = FieldsOf.criterion(one.criterion()).iterator().next();
                codings.add(new PlainCoding(field, one.plain()));
            }
        }
    }

    private static Set<Object> keysOf(Field field, Map<Field, Set<Object>> keys) {
        return keys.computeIfAbsent(field, any -> new HashSet<>());
    }

    private Keyed keyed(Field field, Set<Object> keys) {
        return switch (field.type()) {
            case TAGS -> {
                TextCoding coding = new TextCoding(field, keys);
                tagCodings.add(coding);
                yield new Keyed(tagCodings.size() - 1, coding);
            }
            case TEXT, COUNTRY -> column(new TextCoding(field, keys));
            case NUMBER, YES_NO, DATE, DATE_TIME -> column(new OrderCoding(field, keys));
        };
    }

    private Keyed column(Coding.OfKeys coding) {
        codings.add(coding);
        return new Keyed(codings.size() - 1, coding);
    }

    /** By column. */
    List<Coding> codings() {
        return List.copyOf(codings);
    }

    /** By column of tags. */
    List<TextCoding> tagCodings() {
        return List.copyOf(tagCodings);
    }

    Sieve sieve(Condition condition) {
        if (condition instanceof Condition.OfField one) {
            return sieve(one.conjunct());
        } else if (condition instanceof Condition.All all) {
            return new Sieve.All(all.parts().stream().map(this::sieve).toList());
        } else if (condition instanceof Condition.Any any) {
            return any(any.parts().stream().map(this::sieve).toList());
        }
        return new Sieve.Not(sieve(((Condition.Not) condition).part()));
    }

    /** Met by those whom not all miss. */
    private static Sieve any(List<Sieve> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : new Sieve.Not(
                        new Sieve.All(parts.stream().<Sieve>map(Sieve.Not::new).toList()));
    }

    private Sieve sieve(Conjunct conjunct) {
        if (conjunct instanceof Conjunct.Equality equality) {
            return equality(equality);
        } else if (conjunct instanceof Conjunct.Range range) {
            return range(range);
        } else if (conjunct instanceof Conjunct.Tagged tagged) {
            return tagged(tagged);
        }
        int column = Objects.requireNonNull(plain.get(conjunct.id()));
        return new Sieve.Between(column, PlainCoding.MET, PlainCoding.MET);
    }

    private Sieve tagged(Conjunct.Tagged tagged) {
        Keyed field = keyed(tagged.criterion().field());
        return any(tagged.keys().stream()
                .<Sieve>map(
                        key -> new Sieve.Tagged(field.column(), field.coding().codeOf(key)))
                .toList());
    }

    private Sieve equality(Conjunct.Equality equality) {
        Keyed field = keyed(equality.field().field());
        int[] codes = equality.keys().stream()
                .mapToInt(key -> field.coding().codeOf(key))
                .toArray();
        if (codes.length == 1) {
            return new Sieve.Between(field.column(), codes[0], codes[0]);
        }
        boolean[] wanted = new boolean[field.coding().codes()];
        for (int code : codes) {
            wanted[code] = true;
        }
        return new Sieve.In(field.column(), wanted);
    }

    private Sieve range(Conjunct.Range range) {
        Keyed field = keyed(range.field().field());
        int code = field.coding().codeOf(range.key());
        int beside = range.orEqual() ? 0 : 1;
        return range.less()
                ? new Sieve.Between(field.column(), OrderCoding.FIRST, code - beside)
                : new Sieve.Between(
                        field.column(), code + beside, field.coding().codes() - 1);
    }

    private Keyed keyed(Field field) {
        return Objects.requireNonNull(keyed.get(field));
    }
}
