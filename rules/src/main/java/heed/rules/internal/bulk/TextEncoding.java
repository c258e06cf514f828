package heed.rules.internal.bulk;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Texts and countries by their keys: 0 for an empty field and for each key that no condition names. */
final class TextEncoding implements Encoding.KeyEncoding {
    static final int OTHER = 0;

    /** Of the filter, for each place of the table: of the other keys about one in twenty passes. */
    private static final int FILTER_BITS = 8;

    private final Field field;
    /** A hash table with open addressing, at most half full. */
    private final @Nullable String[] keys;

    private final int[] hashes;
    private final int[] codes;
    private final int mask;
    /** A bit for each of some hashes, so that a key that no condition names is mostly known by a branch that is guessed right. */
    private final long[] filter;

    /** By code. */
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

    /** Where a key is, or would be. */
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

    /** @throws IllegalArgumentException if more than one code is asked for: their keys are in no order */
    @Override
    public IndexRange indexRange(@Nullable Value[] values, int from, int to) {
        if (from != to || from == OTHER) {
            throw new IllegalArgumentException("texts from " + from + " to " + to);
        }
        String key = keysByCode[from];
        return IndexRange.of(
                values.length, index -> compare(values[index], key) >= 0, index -> compare(values[index], key) > 0);
    }

    /** An empty field comes first. */
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
