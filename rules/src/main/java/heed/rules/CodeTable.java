package heed.rules;

import java.util.Arrays;

/** Codes and their places in a list: a hash table with open addressing. Immutable and thread-safe. */
final class CodeTable {
    static final int ABSENT = -1;

    private final int[] codes;
    private final int[] places;
    private final int mask;

    /** @throws IllegalArgumentException if two codes are equal */
    CodeTable(int[] listed) {
        int size = Integer.highestOneBit(listed.length) * 4;
        this.codes = new int[size];
        this.places = new int[size];
        this.mask = size - 1;
        Arrays.fill(places, ABSENT);
        for (int place = 0; place < listed.length; place++) {
            int at = listed[place] & mask; // codes count up, so that most have a place of their own
            while (places[at] != ABSENT) {
                if (codes[at] == listed[place]) {
                    throw new IllegalArgumentException("two conditions have one code");
                }
                at = (at + 1) & mask;
            }
            codes[at] = listed[place];
            places[at] = place;
        }
    }

    int place(int code) {
        for (int at = code & mask; ; at = (at + 1) & mask) {
            int place = places[at];
            if (place == ABSENT || codes[at] == code) {
                return place;
            }
        }
    }
}
