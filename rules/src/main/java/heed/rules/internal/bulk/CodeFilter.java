package heed.rules.internal.bulk;

import java.util.List;

/** A condition on the codes of prospects. Immutable and thread-safe; adding a row is the same for each kind. */
sealed interface CodeFilter {

    /** Adds to one or the other each of the rows, which are neither. */
    void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched);

    /**
     * Makes those rows met whose code is from the one to the other.
     *
     * @param offset where the codes of the block's rows begin
     */
    static void selectRange(int[] codes, int offset, int from, int to, SelectionVector rows, SelectionVector matched) {
        int[] in = rows.indexes;
        int[] out = matched.indexes;
        int count = rows.size;
        int size = 0;
        if (rows.isDense()) {
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
        matched.size = size;
    }

    /** 1 if the code is from the one to the other, else 0. */
    private static int inside(int code, int from, int to) {
        return ((code - from | to - code) >>> 31) ^ 1;
    }

    /** Makes those rows met whose code is wanted. */
    static void selectCodes(
            int[] codes, int offset, boolean[] accepted, SelectionVector rows, SelectionVector matched) {
        int[] in = rows.indexes;
        int[] out = matched.indexes;
        int count = rows.size;
        int size = 0;
        if (rows.isDense()) {
            for (int row = 0; row < count; row++) {
                out[size] = row;
                size += accepted[codes[offset + row]] ? 1 : 0;
            }
        } else {
            for (int i = 0; i < count; i++) {
                int row = in[i];
                out[size] = row;
                size += accepted[codes[offset + row]] ? 1 : 0;
            }
        }
        matched.size = size;
    }

    /** The code of one column lies between two, these included. */
    record CodeInRange(int column, int from, int to) implements CodeFilter {
        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            int[] codes = batch.codes(column, rows);
            int[] source = rows.indexes;
            int[] matchedRows = matched.indexes;
            int[] unmatchedRows = unmatched.indexes;
            int matchedCount = matched.size;
            int unmatchedCount = unmatched.size;
            for (int i = 0; i < rows.size; i++) { // without a branch, which would be guessed wrong too often
                int row = source[i];
                int inside = inside(codes[row], from, to);
                matchedRows[matchedCount] = row;
                matchedCount += inside;
                unmatchedRows[unmatchedCount] = row;
                unmatchedCount += inside ^ 1;
            }
            matched.size = matchedCount;
            unmatched.size = unmatchedCount;
        }
    }

    /** The code of one column is one of several. */
    @SuppressWarnings("ArrayRecordComponent") // not given to others
    record CodeInSet(int column, boolean[] accepted) implements CodeFilter {
        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            int[] codes = batch.codes(column, rows);
            int[] source = rows.indexes;
            int[] matchedRows = matched.indexes;
            int[] unmatchedRows = unmatched.indexes;
            int matchedCount = matched.size;
            int unmatchedCount = unmatched.size;
            for (int i = 0; i < rows.size; i++) { // without a branch, which would be guessed wrong too often
                int row = source[i];
                int hit = accepted[codes[row]] ? 1 : 0;
                matchedRows[matchedCount] = row;
                matchedCount += hit;
                unmatchedRows[unmatchedCount] = row;
                unmatchedCount += hit ^ 1;
            }
            matched.size = matchedCount;
            unmatched.size = unmatchedCount;
        }
    }

    /** One of the prospect's tags has the code. */
    record TagPresent(int column, int code) implements CodeFilter {
        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            BatchTagCodes tags = batch.tags(column);
            for (int i = 0; i < rows.size; i++) {
                int row = rows.indexes[i];
                (tags.contains(row, code) ? matched : unmatched).add(row);
            }
        }
    }

    record Intersection(List<CodeFilter> parts) implements CodeFilter {
        public Intersection {
            parts = List.copyOf(parts);
        }

        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            SelectionVector remaining = batch.acquire();
            SelectionVector next = batch.acquire();
            remaining.copyFrom(rows);
            for (int i = 0; i < parts.size(); i++) {
                next.size = 0;
                parts.get(i).partition(batch, remaining, next, unmatched);
                remaining.copyFrom(next);
            }
            for (int i = 0; i < remaining.size; i++) {
                matched.add(remaining.indexes[i]);
            }
            batch.release(2);
        }
    }

    record Complement(CodeFilter part) implements CodeFilter {
        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            part.partition(batch, rows, unmatched, matched);
        }
    }
}
