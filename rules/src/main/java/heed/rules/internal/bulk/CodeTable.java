package heed.rules.internal.bulk;

import java.util.Arrays;

/** A hash table from codes to their indexes in a list, with open addressing. Immutable and thread-safe. */
final class CodeTable {
    static final int ABSENT = -1;

    private final int[] codes;
    private final int[] indexes;
    private final int mask;

    /**
     * Creates a table of the codes and their indexes.
     *
     * @throws IllegalArgumentException if two codes are equal
     */
    CodeTable(int[] keyCodes) {
        int size = Integer.highestOneBit(keyCodes.length) * 4;
        this.codes = new int[size];
        this.indexes = new int[size];
        this.mask = size - 1;
        Arrays.fill(indexes, ABSENT);
        for (int index = 0; index < keyCodes.length; index++) {
            int slot = keyCodes[index] & mask; // codes are consecutive, so collisions are rare
            while (indexes[slot] != ABSENT) {
                if (codes[slot] == keyCodes[index]) {
                    throw new IllegalArgumentException("two conditions have one code");
                }
                slot = (slot + 1) & mask;
            }
            codes[slot] = keyCodes[index];
            indexes[slot] = index;
        }
    }

    /** Returns the index of a code, or {@link #ABSENT}. */
    int indexOf(int code) {
        for (int slot = code & mask; ; slot = (slot + 1) & mask) {
            int index = indexes[slot];
            if (index == ABSENT || codes[slot] == code) {
                return index;
            }
        }
    }
}
