package heed.rules;

import java.util.function.IntPredicate;

/** Places in a list from the first to the last; none if the last is before the first. */
record Places(int first, int last) {

    /**
     * Of a list in order.
     *
     * @param reached of the first place that is wanted, and of all behind it
     * @param passed of the first place behind those that are wanted, and of all behind it
     */
    static Places of(int size, IntPredicate reached, IntPredicate passed) {
        return new Places(first(size, reached), first(size, passed) - 1);
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
