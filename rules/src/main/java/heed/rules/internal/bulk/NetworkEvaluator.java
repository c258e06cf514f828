package heed.rules.internal.bulk;

import java.util.Arrays;

/**
 * Evaluates the prospects of a batch together by visiting the network. At each condition the matching prospects
 * continue, and a node that no prospect reaches is not visited. Not thread-safe.
 */
public final class NetworkEvaluator {
    private final EncodedNetwork network;
    private final int[] program;
    private final Batch batch;
    /** For each prospect of the batch, a row with one bit for each selector. */
    private final long[] selectedBits;

    private final int wordsPerRow;
    /**
     * For each prospect of the batch, one bit for each word of its row in {@link #selectedBits}; a 0 bit means that the
     * word is 0.
     */
    private final long[] summaryBits;

    private final int summaryWords;
    /** By hash index and node: how many rows go to the node. All counts are 0 except during {@link #dispatch}. */
    private final int[][] nodeCounts;

    private int[] nodeIndexes = new int[0];
    private int[] nodeRows = new int[0];
    private long[] sortKeys = new long[0];

    /** Receives the selections of a batch. */
    @FunctionalInterface
    public interface SelectionListener {
        /**
         * Reports that a selector selects a prospect.
         *
         * @param selector the selector's index in the rule book
         * @param index the prospect's index in the list that is matched
         */
        void onSelection(int selector, int index);
    }

    /**
     * Creates an evaluator with an empty batch.
     *
     * @param capacity the maximum number of prospects of a batch
     */
    public NetworkEvaluator(EncodedNetwork network, int capacity) {
        this.network = network;
        this.program = network.program();
        this.batch = new Batch(network, capacity);
        this.wordsPerRow = (network.selectorCount() + Long.SIZE - 1) / Long.SIZE;
        this.selectedBits = new long[wordsPerRow * capacity];
        this.summaryWords = (wordsPerRow + Long.SIZE - 1) / Long.SIZE;
        this.summaryBits = new long[summaryWords * capacity];
        this.nodeCounts = new int[network.hashIndexes().size()][];
        for (int i = 0; i < nodeCounts.length; i++) {
            nodeCounts[i] = new int[network.hashIndexes().get(i).nodes().length];
        }
    }

    /** Returns the batch, which is filled before and cleared after an evaluation. */
    public Batch batch() {
        return batch;
    }

    /** Evaluates the prospects of the batch. */
    public void evaluate() {
        visit(0, batch.allRows());
    }

    /**
     * Reports the selections of the batch, ordered by prospect, then by selector, and clears them.
     *
     * @param firstIndex the index of the batch's first prospect in the list that is matched
     */
    public void report(int firstIndex, SelectionListener listener) {
        // With many selectors most words are 0: the summary bits lead directly to the others.
        for (int row = 0; row < batch.size(); row++) {
            for (int summaryWord = 0; summaryWord < summaryWords; summaryWord++) {
                long remaining = summaryBits[row * summaryWords + summaryWord];
                if (remaining != 0) {
                    summaryBits[row * summaryWords + summaryWord] = 0;
                    for (; remaining != 0; remaining &= remaining - 1) {
                        reportWord(
                                summaryWord * Long.SIZE + Long.numberOfTrailingZeros(remaining),
                                row,
                                firstIndex + row,
                                listener);
                    }
                }
            }
        }
    }

    private void reportWord(int word, int row, int index, SelectionListener listener) {
        long bits = selectedBits[row * wordsPerRow + word];
        selectedBits[row * wordsPerRow + word] = 0;
        for (long remaining = bits; remaining != 0; remaining &= remaining - 1) {
            listener.onSelection(word * Long.SIZE + Long.numberOfTrailingZeros(remaining), index);
        }
    }

    /**
     * Visits a node with the rows that reached it. {@link EncodedNetwork} describes the layout of the program.
     *
     * @param node the node's position in the program
     */
    private void visit(int node, SelectionVector rows) {
        // The rows that reach the node are selected by the selectors whose rules end here.
        int position = node;
        for (int remaining = program[position++]; remaining > 0; remaining--) {
            select(program[position++], rows);
        }

        // Few conditions of a kind: test one after the other. If no row matches, the condition's node is skipped.
        for (int remaining = program[position++]; remaining > 0; remaining--) {
            SelectionVector matched = batch.acquire();
            if (program[position] == EncodedNetwork.FILTER) {
                batch.filter(program[position + EncodedNetwork.FROM], rows, matched);
            } else {
                batch.filterRange(position, rows, matched);
            }
            if (matched.size > 0) {
                visit(position + EncodedNetwork.CONDITION_SIZE, matched);
            }
            batch.release(1);
            position = program[position + EncodedNetwork.LINK];
        }

        // Many equalities on one column: look up the code of each row.
        for (int remaining = program[position++]; remaining > 0; remaining--) {
            EncodedNetwork.HashIndex hashIndex = network.hashIndexes().get(program[position++]);
            dispatch(hashIndex, hashIndex.ofTags() ? lookUpTags(hashIndex, rows) : lookUpCodes(hashIndex, rows));
        }

        // Many bounds on one column: only the rows that meet the widest condition can meet any.
        for (int remaining = program[position++]; remaining > 0; remaining--) {
            SelectionVector matched = batch.acquire();
            batch.filterRange(position, rows, matched);
            if (matched.size > 0) {
                applyRangeIndex(network.rangeIndexes().get(program[position + EncodedNetwork.LINK]), matched);
            }
            batch.release(1);
            position += EncodedNetwork.CONDITION_SIZE;
        }
    }

    private void select(int selector, SelectionVector rows) {
        for (int i = 0; i < rows.size; i++) {
            select(selector, rows.indexes[i]);
        }
    }

    private void select(int selector, int row) {
        int word = selector / Long.SIZE;
        selectedBits[row * wordsPerRow + word] |= 1L << selector;
        summaryBits[row * summaryWords + word / Long.SIZE] |= 1L << word;
    }

    /**
     * Writes the rows whose code has a node to {@link #nodeRows}, and the index of the node to {@link #nodeIndexes}.
     * Returns the number of rows.
     */
    private int lookUpCodes(EncodedNetwork.HashIndex hashIndex, SelectionVector rows) {
        int[] codes = batch.codes(hashIndex.column(), rows);
        ensureCapacity(rows.size);
        // Each row is written, but the count only grows if there is a node: a branch would be mispredicted too often.
        int count = 0;
        for (int i = 0; i < rows.size; i++) {
            int row = rows.indexes[i];
            int nodeIndex = hashIndex.table().indexOf(codes[row]);
            nodeIndexes[count] = nodeIndex;
            nodeRows[count] = row;
            count += nodeIndex == CodeTable.ABSENT ? 0 : 1;
        }
        return count;
    }

    /** Does the same as {@link #lookUpCodes} with each tag of a row, so that a row can occur several times. */
    private int lookUpTags(EncodedNetwork.HashIndex hashIndex, SelectionVector rows) {
        BatchTagCodes tags = batch.tags(hashIndex.column());
        ensureCapacity(tags.size());
        int count = 0;
        for (int i = 0; i < rows.size; i++) {
            int row = rows.indexes[i];
            for (int tag = tags.start(row); tag < tags.start(row + 1); tag++) {
                int nodeIndex = hashIndex.table().indexOf(tags.code(tag));
                nodeIndexes[count] = nodeIndex;
                nodeRows[count] = row;
                count += nodeIndex == CodeTable.ABSENT ? 0 : 1;
            }
        }
        return count;
    }

    /** Makes room for one row more than the capacity, because the look-ups write a row before they count it. */
    private void ensureCapacity(int minCapacity) {
        if (nodeIndexes.length <= minCapacity) {
            nodeIndexes = new int[minCapacity + 1];
            nodeRows = new int[minCapacity + 1];
        }
    }

    /** Groups the rows by the node they go to, and visits each node once with all its rows. */
    private void dispatch(EncodedNetwork.HashIndex hashIndex, int count) {
        // A counting sort: first count the rows of each node, and record the nodes in the order of their first row.
        int[] ends = nodeCounts[hashIndex.index()];
        SelectionVector sorted = batch.acquire(count);
        SelectionVector visited = batch.acquire(count);
        for (int i = 0; i < count; i++) {
            if (ends[nodeIndexes[i]]++ == 0) {
                visited.add(nodeIndexes[i]);
            }
        }

        // Replace each count by the start of the node's group.
        int end = 0;
        for (int i = 0; i < visited.size; i++) {
            int size = ends[visited.indexes[i]];
            ends[visited.indexes[i]] = end;
            end += size;
        }

        // Copy each row into its group. Each start thereby advances to the end of its group.
        for (int i = 0; i < count; i++) {
            sorted.indexes[ends[nodeIndexes[i]]++] = nodeRows[i];
        }

        // Visit each node with its group, and reset its count for the next batch. A visit may overwrite nodeIndexes and
        // nodeRows, which are no longer needed.
        SelectionVector matched = batch.acquire();
        int start = 0;
        for (int i = 0; i < visited.size; i++) {
            int nodeIndex = visited.indexes[i];
            matched.size = ends[nodeIndex] - start;
            System.arraycopy(sorted.indexes, start, matched.indexes, 0, matched.size);
            start = ends[nodeIndex];
            ends[nodeIndex] = 0;
            visit(hashIndex.nodes()[nodeIndex], matched);
        }
        batch.release(3);
    }

    /** Selects each row for all bounds that it reaches, and visits the nodes. */
    private void applyRangeIndex(EncodedNetwork.RangeIndex rangeIndex, SelectionVector rows) {
        int[] codes = batch.codes(rangeIndex.column(), rows);
        int[] bounds = rangeIndex.bounds();
        for (int i = 0; i < rows.size; i++) {
            int row = rows.indexes[i];
            int position = rangeIndex.position(codes[row]);
            // The bounds ascend, so the first one above the position ends the loop.
            for (int boundIndex = 0; boundIndex < bounds.length && bounds[boundIndex] <= position; boundIndex++) {
                select(rangeIndex.selectors()[boundIndex], row);
            }
        }
        if (rangeIndex.nodes().length > 0) {
            visitRangeNodes(rangeIndex, codes, rows);
        }
    }

    /** Visits each node of a range index with the rows that reach its bound. */
    private void visitRangeNodes(EncodedNetwork.RangeIndex rangeIndex, int[] codes, SelectionVector rows) {
        // Sort by descending position: the rows that reach a bound are then a prefix. The row is in the low half of the
        // key, so that sorting longs is enough.
        if (sortKeys.length < rows.size) {
            sortKeys = new long[rows.size];
        }
        for (int i = 0; i < rows.size; i++) {
            int row = rows.indexes[i];
            sortKeys[i] = (long) -rangeIndex.position(codes[row]) << Integer.SIZE | row;
        }
        Arrays.sort(sortKeys, 0, rows.size);
        SelectionVector matched = batch.acquire();
        for (int i = 0; i < rows.size; i++) {
            matched.add((int) sortKeys[i]);
        }

        // The bounds ascend, so the prefix only shrinks from node to node.
        for (int i = 0; i < rangeIndex.nodes().length && matched.size > 0; i++) {
            while (matched.size > 0
                    && rangeIndex.position(codes[matched.indexes[matched.size - 1]])
                            < rangeIndex.nodeBounds()[i]) {
                matched.size--;
            }
            if (matched.size > 0) {
                visit(rangeIndex.nodes()[i], matched);
            }
        }
        batch.release(1);
    }
}
