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
 * A field as Drools indexes it: by the keys of its values, each of exactly one class. With keys of another class an index
 * finds nothing, and only from the third rule on that asks for the field; so every key comes from here. Drools indexes
 * no {@link Instant}, so a date-time is its milliseconds.
 */
public record IndexedField(Field field) {

    private Class<?> keyType() {
        return switch (field.type()) {
            case TEXT, COUNTRY -> String.class;
            case NUMBER -> Double.class;
            case YES_NO -> Boolean.class;
            case DATE -> LocalDate.class;
            case DATE_TIME -> Long.class;
            case TAGS -> throw new IllegalArgumentException("tags are a set, and not indexed: " + field.label());
        };
    }

    /** From a {@link Value#key()} of the field's type. */
    Comparable<?> key(Object valueKey) {
        Object key = valueKey instanceof Instant instant ? (Long) instant.toEpochMilli() : valueKey;
        return (Comparable<?>) keyType().cast(key);
    }

    /** The {@link Value#key()} again. */
    static Comparable<?> valueKey(Comparable<?> key) {
        return key instanceof Long millis ? Instant.ofEpochMilli(millis) : key;
    }

    /** Reads the key of a prospect's value; null for an empty field. */
    @SuppressWarnings("NullAway") // Drools' function is not annotated; its indexes leave nulls out
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

    /** Drools tells the indexes of a fact's fields apart by number: the slot. */
    @SuppressWarnings("unchecked") // the reader gives objects of the key type
    AlphaIndex<Prospect, ?> index(ConstraintType operator, Comparable<?> key) {
        return PatternDSL.alphaIndexedBy((Class<Object>) keyType(), operator, field.slot(), extractor(), key);
    }
}
