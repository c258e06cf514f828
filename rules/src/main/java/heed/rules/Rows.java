package heed.rules;

/** Some of a block's prospects, by their places in it, each at most once. For one thread. */
final class Rows {
    int[] at;
    int size;

    /** With room for one more than it may hold, so that a loop may write before it knows whether to keep. */
    Rows(int most) {
        at = new int[most + 1];
    }

    void add(int row) {
        at[size++] = row;
    }

    void set(Rows rows) {
        System.arraycopy(rows.at, 0, at, 0, rows.size);
        size = rows.size;
    }
}
