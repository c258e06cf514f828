package heed.rules;

/** Some of a block's prospects, by their places in it, each at most once. For one thread. */
final class Rows {
    int[] at;
    int size;
    /** Whether these are the first ones of the block, none left out. */
    private boolean whole;

    /** With room for one more than it may hold, so that a loop may write before it knows whether to keep. */
    Rows(int most) {
        at = new int[most + 1];
    }

    /** The first so many rows of a block, which nobody changes. */
    static Rows first(int most) {
        Rows rows = new Rows(most);
        for (int row = 0; row < most; row++) {
            rows.at[row] = row;
        }
        rows.whole = true;
        return rows;
    }

    boolean whole() {
        return whole;
    }

    void add(int row) {
        at[size++] = row;
    }

    void set(Rows rows) {
        System.arraycopy(rows.at, 0, at, 0, rows.size);
        size = rows.size;
    }
}
