package heed.rules.internal.bulk;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encodes texts and countries by their keys: 0 for an empty field and for each key that no condition names. */
final class TextEncoding implements Encoding.KeyEncoding {
    static final int OTHER = 0;

    /** Bits of the filter for each slot of the table; about one in twenty unnamed keys passes the filter. */
    private static final int FILTER_BITS = 8;

    private final Field field;
    /**
     * The keys of a hash table with open addressing that is at most half full; {@link #hashes} and {@link #codes} have
     * the same slots.
     */
    private final @Nullable String[] keys;

    private final int[] hashes;
    private final int[] codes;
    private final int mask;
    /**
     * A Bloom filter with one hash function. Most keys that no condition names are rejected here by a branch that is
     * predicted well.
     */
    private final long[] filter;

    /** The keys by code. */
    private final String[] keysByCode;

    TextEncoding(Field field, Collection<?> namedKeys) {
        this.field = field;
        int capacity = Integer.highestOneBit(Math.max(2, namedKeys.size())) * 4;
        this.keys = new String[capacity];
        this.hashes = new int[capacity];
        this.codes = new int[capacity];
        this.mask = capacity - 1;
        this.filter = new long[Math.max(1, capacity * FILTER_BITS / Long.SIZE)];
        this.keysByCode = new String[namedKeys.size() + 1];
        keysByCode[OTHER] = "";
        int code = OTHER;
        for (Object key : namedKeys) {
            int slot = slotOf((String) key);
            keys[slot] = (String) key;
            hashes[slot] = key.hashCode();
            codes[slot] = ++code;
            int mixed = mix(key.hashCode());
            filter[wordIndex(mixed)] |= 1L << mixed;
            keysByCode[code] = keys[slot];
        }
    }

    /** Returns the slot where a key is or would be inserted. */
    private int slotOf(String key) {
        int hash = key.hashCode();
        int slot = mix(hash) & mask;
        while (keys[slot] != null && (hashes[slot] != hash || !key.equals(keys[slot]))) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int mix(int hash) {
        return hash ^ (hash >>> 15);
    }

    private int wordIndex(int mixed) {
        return (mixed >>> 6) & (filter.length - 1);
    }

    private int encode(String key) {
        int mixed = mix(key.hashCode());
        return (filter[wordIndex(mixed)] >>> mixed & 1) == 0 ? OTHER : codes[slotOf(key)];
    }

    @Override
    public int codeOf(Comparable<?> key) {
        return encode((String) key);
    }

    @Override
    public int codeCount() {
        return keysByCode.length;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the range has more than one code, because codes are not in the order of the
     *     keys
     */
    @Override
    public IndexRange indexRange(@Nullable Value[] values, int from, int to) {
        if (from != to || from == OTHER) {
            throw new IllegalArgumentException("texts from " + from + " to " + to);
        }
        String key = keysByCode[from];
        return IndexRange.of(
                values.length, index -> compare(values[index], key) >= 0, index -> compare(values[index], key) > 0);
    }

    /** Compares a value with a key; an empty field comes first. */
    private static int compare(@Nullable Value value, String key) {
        return value == null ? -1 : ((String) value.key()).compareTo(key);
    }

    @Override
    public Field field() {
        return field;
    }

    @Override
    public int encode(@Nullable Value value) {
        return value == null ? OTHER : encode((String) value.key());
    }

    @Override
    public void encode(@Nullable Prospect[] prospects, SelectionVector rows, int[] target) {
        int slot = field.slot();
        for (int i = 0; i < rows.size; i++) {
            int row = rows.indexes[i];
            if (target[row] == Batch.UNKNOWN) {
                target[row] = encode(Objects.requireNonNull(prospects[row]).valueAt(slot));
            }
        }
    }
}
