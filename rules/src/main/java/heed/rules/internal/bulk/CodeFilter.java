package heed.rules.internal.bulk;

import java.util.List;

/** A condition on the codes of prospects. Immutable and thread-safe. */
sealed interface CodeFilter {

    /**
     * Adds each of the rows to {@code matched} or {@code unmatched}. The three vectors are distinct, and rows already
     * in the two targets stay there.
     */
    void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched);

    /**
     * Replaces {@code matched} by the rows whose code is from {@code from} to {@code to}, inclusive.
     *
     * @param offset the index in {@code codes} of the batch's first row
     */
    static void selectRange(int[] codes, int offset, int from, int to, SelectionVector rows, SelectionVector matched) {
        int[] in = rows.indexes;
        int[] out = matched.indexes;
        int count = rows.size;
        int size = 0;
        if (rows.isDense()) {
            // Each row is written, but the size only grows for a match: a branch would be mispredicted too often.
            for (int row = 0; row < count; row++) {
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

    /**
     * Returns 1 if the code is from {@code from} to {@code to}, else 0. Both differences are non-negative exactly if
     * the code is inside, so their sign bits decide without a branch.
     */
    private static int inside(int code, int from, int to) {
        return ((code - from | to - code) >>> 31) ^ 1;
    }

    /**
     * Replaces {@code matched} by the rows whose code is accepted.
     *
     * @param offset the index in {@code codes} of the batch's first row
     * @param accepted by code: whether it is accepted
     */
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

    /** The code of a column is in a range, inclusive. */
    record CodeInRange(int column, int from, int to) implements CodeFilter {
        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            int[] codes = batch.codes(column, rows);
            int[] source = rows.indexes;
            int[] matchedRows = matched.indexes;
            int[] unmatchedRows = unmatched.indexes;
            int matchedCount = matched.size;
            int unmatchedCount = unmatched.size;
            // Each row is written to both targets, but only one size grows: a branch would be mispredicted too often.
            for (int i = 0; i < rows.size; i++) {
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

    /** The code of a column is in a set. */
    @SuppressWarnings("ArrayRecordComponent") // not shared outside the package
    record CodeInSet(int column, boolean[] accepted) implements CodeFilter {
        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            int[] codes = batch.codes(column, rows);
            int[] source = rows.indexes;
            int[] matchedRows = matched.indexes;
            int[] unmatchedRows = unmatched.indexes;
            int matchedCount = matched.size;
            int unmatchedCount = unmatched.size;
            // Each row is written to both targets, but only one size grows: a branch would be mispredicted too often.
            for (int i = 0; i < rows.size; i++) {
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

    /** The prospect has the tag with a code. */
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

    /** Every part matches. */
    record Intersection(List<CodeFilter> parts) implements CodeFilter {
        public Intersection {
            parts = List.copyOf(parts);
        }

        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            SelectionVector remaining = batch.acquire();
            SelectionVector next = batch.acquire();
            // Each part only sees the rows that all parts before it matched.
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

    /** The part does not match. */
    record Complement(CodeFilter part) implements CodeFilter {
        @Override
        public void partition(Batch batch, SelectionVector rows, SelectionVector matched, SelectionVector unmatched) {
            part.partition(batch, rows, unmatched, matched);
        }
    }
}
