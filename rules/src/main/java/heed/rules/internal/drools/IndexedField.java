package heed.rules.internal.drools;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.time.Instant;
import java.time.LocalDate;
import org.drools.model.AlphaIndex;
import org.drools.model.Index.ConstraintType;
import org.drools.model.PatternDSL;
import org.drools.model.functions.Function1;

/**
 * A field as Drools indexes it: by the keys of its values, which all have exactly one class. An index does not find a
 * key of another class. This goes unnoticed with fewer than three rules on the field, because Drools builds no index
 * for them; all keys must therefore come from here. Drools does not index {@link Instant}s, so the key of a date-time
 * is its milliseconds.
 */
public record IndexedField(Field field) {

    private Class<?> keyType() {
        return switch (field.type()) {
            case TEXT, COUNTRY -> String.class;
            case NUMBER -> Double.class;
            case YES_NO -> Boolean.class;
            case DATE -> LocalDate.class;
            case DATE_TIME -> Long.class;
            case TAGS -> throw new IllegalArgumentException("tags are a set and cannot be indexed: " + field.label());
        };
    }

    /** Returns the index key for a {@link Value#key()} of the field's type. */
    Comparable<?> key(Object valueKey) {
        Object key = valueKey instanceof Instant instant ? (Long) instant.toEpochMilli() : valueKey;
        return (Comparable<?>) keyType().cast(key);
    }

    /** Returns the {@link Value#key()} for an index key. */
    static Comparable<?> valueKey(Comparable<?> key) {
        return key instanceof Long millis ? Instant.ofEpochMilli(millis) : key;
    }

    /** Returns a function that reads the index key of a prospect's value; null for an empty field. */
    @SuppressWarnings("NullAway") // Drools' function is not annotated; its indexes ignore nulls
    private Function1<Prospect, Object> extractor() {
        int slot = field.slot();
        return switch (field.type()) {
            case DATE_TIME ->
                prospect -> {
                    Object key = prospect.keyAt(slot);
                    return key == null ? null : (Long) ((Instant) key).toEpochMilli();
                };
            case TEXT, COUNTRY, NUMBER, YES_NO, DATE, TAGS -> prospect -> prospect.keyAt(slot);
        };
    }

    /**
     * Returns the index of a constraint. Drools distinguishes the indexes of a fact's fields by a number, which is the
     * slot.
     */
    @SuppressWarnings("unchecked") // the extractor returns objects of the key type
    AlphaIndex<Prospect, ?> index(ConstraintType operator, Comparable<?> key) {
        return PatternDSL.alphaIndexedBy((Class<Object>) keyType(), operator, field.slot(), extractor(), key);
    }
}
