package heed.rules;

import heed.model.Field;
import heed.model.Prospect;
import heed.model.Value;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Texts and countries by their keys: 0 for an empty field and for each key that no condition names. */
final class TextCoding implements Coding.OfKeys {
    static final int OTHER = 0;

    /** Of the filter, for each place of the table: of the other keys about one in twenty passes. */
    private static final int BITS = 8;

    private final Field field;
    /** A hash table with open addressing, at most half full. */
    private final @Nullable String[] keys;

    private final int[] hashes;
    private final int[] codes;
    private final int mask;
    /** A bit for each of some hashes, so that a key that no condition names is mostly known by a branch that is guessed right. */
    private final long[] filter;

    /** By code. */
    private final String[] named;

    TextCoding(Field field, Collection<?> asked) {
        this.field = field;
        int places = Integer.highestOneBit(Math.max(2, asked.size())) * 4;
        this.keys = new String[places];
        this.hashes = new int[places];
        this.codes = new int[places];
        this.mask = places - 1;
        this.filter = new long[Math.max(1, places * BITS / Long.SIZE)];
        this.named = new String[asked.size() + 1];
        named[OTHER] = "";
        int code = OTHER;
        for (Object key : asked) {
            int at = place((String) key);
            keys[at] = (String) key;
            hashes[at] = key.hashCode();
            codes[at] = ++code;
            int mixed = mixed(key.hashCode());
            filter[word(mixed)] |= 1L << mixed;
            named[code] = keys[at];
        }
    }

    /** Where a key is, or would be. */
    private int place(String key) {
        int hash = key.hashCode();
        int at = mixed(hash) & mask;
        while (keys[at] != null && (hashes[at] != hash || !key.equals(keys[at]))) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private static int mixed(int hash) {
        return hash ^ (hash >>> 15);
    }

    private int word(int mixed) {
        return (mixed >>> 6) & (filter.length - 1);
    }

    private int code(String key) {
        int mixed = mixed(key.hashCode());
        return (filter[word(mixed)] >>> mixed & 1) == 0 ? OTHER : codes[place(key)];
    }

    @Override
    public int codeOf(Comparable<?> key) {
        return code((String) key);
    }

    @Override
    public int codes() {
        return named.length;
    }

    /** @throws IllegalArgumentException if more than one code is asked for: their keys are in no order */
    @Override
    public Places places(@Nullable Value[] values, int from, int to) {
        if (from != to || from == OTHER) {
            throw new IllegalArgumentException("texts from " + from + " to " + to);
        }
        String key = named[from];
        return Places.of(
                values.length, place -> compare(values[place], key) >= 0, place -> compare(values[place], key) > 0);
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
    public int code(@Nullable Value value) {
        return value == null ? OTHER : code((String) value.key());
    }

    @Override
    public void code(@Nullable Prospect[] block, Rows rows, int[] to) {
        int slot = field.slot();
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            if (to[row] == Block.UNKNOWN) {
                to[row] = code(Objects.requireNonNull(block[row]).valueAt(slot));
            }
        }
    }
}
