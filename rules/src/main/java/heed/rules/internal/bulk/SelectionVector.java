package heed.rules.internal.bulk;

/** A selection of a batch's rows, each at most once. Not thread-safe. */
final class SelectionVector {
    int[] indexes;
    int size;
    /** Whether these are the first rows of the batch without gaps. */
    private boolean dense;

    /**
     * Creates an empty vector with room for one more row than its capacity, so that a loop can write a row before it
     * knows whether the row is selected.
     */
    SelectionVector(int capacity) {
        indexes = new int[capacity + 1];
    }

    /** Returns the first rows of a batch. Nobody may modify the rows. */
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
