package heed.rules.internal.bulk;

import java.util.function.IntPredicate;

/** A range of indexes, inclusive; empty if the last is before the first. */
record IndexRange(int first, int last) {

    /**
     * Finds a range of a sorted list by binary search.
     *
     * @param reachedFirst true for the first index of the range and every index after it
     * @param passedLast true for the first index after the range and every index after it
     */
    static IndexRange of(int size, IntPredicate reachedFirst, IntPredicate passedLast) {
        return new IndexRange(first(size, reachedFirst), first(size, passedLast) - 1);
    }

    private static int first(int size, IntPredicate reached) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (reached.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
