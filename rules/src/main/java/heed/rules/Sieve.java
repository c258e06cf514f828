package heed.rules;

import java.util.List;

/** A condition on the codes of prospects. Immutable and thread-safe; adding a row is the same for each kind. */
sealed interface Sieve {

    /** Adds to one or the other each of the rows, which are neither. */
    void split(Block block, Rows rows, Rows met, Rows missed);

    /**
     * Makes those rows met whose code is from the one to the other.
     *
     * @param offset where the codes of the block's rows begin
     */
    static void between(int[] codes, int offset, int from, int to, Rows rows, Rows met) {
        int[] in = rows.at;
        int[] out = met.at;
        int count = rows.size;
        int size = 0;
        if (rows.whole()) {
            for (int row = 0; row < count; row++) { // without a branch, which would be guessed wrong too often
                out[size] = row;
                size += inside(codes[offset + row], from, to);
            }
        } else {
            for (int i = 0; i < count; i++) {
                int row = in[i];
                out[size] = row;
                size += inside(codes[offset + row], from, to);
            }
        }
        met.size = size;
    }

    /** 1 if the code is from the one to the other, else 0. */
    private static int inside(int code, int from, int to) {
        return ((code - from | to - code) >>> 31) ^ 1;
    }

    /** Makes those rows met whose code is wanted. */
    static void in(int[] codes, int offset, boolean[] wanted, Rows rows, Rows met) {
        int[] in = rows.at;
        int[] out = met.at;
        int count = rows.size;
        int size = 0;
        if (rows.whole()) {
            for (int row = 0; row < count; row++) {
                out[size] = row;
                size += wanted[codes[offset + row]] ? 1 : 0;
            }
        } else {
            for (int i = 0; i < count; i++) {
                int row = in[i];
                out[size] = row;
                size += wanted[codes[offset + row]] ? 1 : 0;
            }
        }
        met.size = size;
    }

    /** The code of one column lies between two, these included. */
    record Between(int column, int from, int to) implements Sieve {
        @Override
        public void split(Block block, Rows rows, Rows met, Rows missed) {
            int[] codes = block.codes(column, rows);
            int[] in = rows.at;
            int[] yes = met.at;
            int[] no = missed.at;
            int yesses = met.size;
            int noes = missed.size;
            for (int i = 0; i < rows.size; i++) { // without a branch, which would be guessed wrong too often
                int row = in[i];
                int inside = inside(codes[row], from, to);
                yes[yesses] = row;
                yesses += inside;
                no[noes] = row;
                noes += inside ^ 1;
            }
            met.size = yesses;
            missed.size = noes;
        }
    }

    /** The code of one column is one of several. */
    @SuppressWarnings("ArrayRecordComponent") // not given to others
    record In(int column, boolean[] wanted) implements Sieve {
        @Override
        public void split(Block block, Rows rows, Rows met, Rows missed) {
            int[] codes = block.codes(column, rows);
            int[] in = rows.at;
            int[] yes = met.at;
            int[] no = missed.at;
            int yesses = met.size;
            int noes = missed.size;
            for (int i = 0; i < rows.size; i++) { // without a branch, which would be guessed wrong too often
                int row = in[i];
                int one = wanted[codes[row]] ? 1 : 0;
                yes[yesses] = row;
                yesses += one;
                no[noes] = row;
                noes += one ^ 1;
            }
            met.size = yesses;
            missed.size = noes;
        }
    }

    /** One of the prospect's tags has the code. */
    record Tagged(int column, int code) implements Sieve {
        @Override
        public void split(Block block, Rows rows, Rows met, Rows missed) {
            TagCodes tags = block.tags(column);
            for (int i = 0; i < rows.size; i++) {
                int row = rows.at[i];
                (tags.has(row, code) ? met : missed).add(row);
            }
        }
    }

    record All(List<Sieve> parts) implements Sieve {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public void split(Block block, Rows rows, Rows met, Rows missed) {
            Rows left = block.take();
            Rows next = block.take();
            left.set(rows);
            for (int i = 0; i < parts.size(); i++) {
                next.size = 0;
                parts.get(i).split(block, left, next, missed);
                left.set(next);
            }
            for (int i = 0; i < left.size; i++) {
                met.add(left.at[i]);
            }
            block.giveBack(2);
        }
    }

    record Not(Sieve part) implements Sieve {
        @Override
        public void split(Block block, Rows rows, Rows met, Rows missed) {
            part.split(block, rows, missed, met);
        }
    }
}
