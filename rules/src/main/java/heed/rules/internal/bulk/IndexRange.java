package heed.rules.internal.bulk;

import java.util.function.IntPredicate;

/** Places in a list from the first to the last; none if the last is before the first. */
record IndexRange(int first, int last) {

    /**
     * Of a list in order.
     *
     * @param reachedFirst of the first place that is wanted, and of all behind it
     * @param passedLast of the first place behind those that are wanted, and of all behind it
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
