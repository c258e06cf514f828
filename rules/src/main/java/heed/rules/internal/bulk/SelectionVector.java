package heed.rules.internal.bulk;

/** Some of a block's prospects, by their places in it, each at most once. For one thread. */
final class SelectionVector {
    int[] indexes;
    int size;
    /** Whether these are the first ones of the block, none left out. */
    private boolean dense;

    /** With room for one more than it may hold, so that a loop may write before it knows whether to keep. */
    SelectionVector(int capacity) {
        indexes = new int[capacity + 1];
    }

    /** The first so many rows of a block, which nobody changes. */
    static SelectionVector firstRows(int capacity) {
        SelectionVector rows = new SelectionVector(capacity);
        for (int row = 0; row < capacity; row++) {
            rows.indexes[row] = row;
        }
        rows.dense = true;
        return rows;
    }

    boolean isDense() {
        return dense;
    }

    void add(int row) {
        indexes[size++] = row;
    }

    void copyFrom(SelectionVector source) {
        System.arraycopy(source.indexes, 0, indexes, 0, source.size);
        size = source.size;
    }
}
