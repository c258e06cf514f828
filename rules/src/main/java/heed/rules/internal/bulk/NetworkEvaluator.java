package heed.rules.internal.bulk;

import java.util.Arrays;

/**
 * Takes the prospects of a block through the network together: at each condition those who meet it go on, and a node that
 * nobody comes to costs nothing. For one thread.
 */
public final class NetworkEvaluator {
    private final EncodedNetwork network;
    private final int[] program;
    private final Batch batch;
    /** A row of bits for each of the block's prospects, a bit for each selector. */
    private final long[] selectedBits;

    private final int wordsPerRow;
    /** For each of the block's prospects, a bit for each word of its row of bits: 0 where the word is. */
    private final long[] summaryBits;

    private final int summaryWords;
    /** For each switch, by node: how many rows go there. All 0 unless the switch is being thrown. */
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

    public Batch batch() {
        return batch;
    }

    /** Decides the block's prospects. */
    public void evaluate() {
        visit(0, batch.allRows());
    }

    /** Tells, and forgets, whom each prospect is selected by. */
    public void report(int firstIndex, SelectionListener listener) {
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

    /** @param node where it is in the program */
    private void visit(int node, SelectionVector rows) {
        int position = node;
        for (int remaining = program[position++]; remaining > 0; remaining--) {
            select(program[position++], rows);
        }
        for (int remaining = program[position++]; remaining > 0; remaining--) {
            SelectionVector matched = batch.acquire();
            if (program[position] == EncodedNetwork.FILTER) {
                batch.filter(program[position + 1], rows, matched);
            } else {
                batch.filterRange(position, rows, matched);
            }
            if (matched.size > 0) {
                visit(position + 4, matched);
            }
            batch.release(1);
            position = program[position + 3];
        }
        for (int remaining = program[position++]; remaining > 0; remaining--) {
            EncodedNetwork.HashIndex hashIndex = network.hashIndexes().get(program[position++]);
            dispatch(hashIndex, hashIndex.ofTags() ? lookUpTags(hashIndex, rows) : lookUpCodes(hashIndex, rows));
        }
        for (int remaining = program[position++]; remaining > 0; remaining--) {
            SelectionVector matched = batch.acquire();
            batch.filterRange(position, rows, matched);
            if (matched.size > 0) {
                applyRangeIndex(network.rangeIndexes().get(program[position + 3]), matched);
            }
            batch.release(1);
            position += 4;
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

    private int lookUpCodes(EncodedNetwork.HashIndex hashIndex, SelectionVector rows) {
        int[] codes = batch.codes(hashIndex.column(), rows);
        ensureCapacity(rows.size);
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

    private void ensureCapacity(int minCapacity) {
        if (nodeIndexes.length <= minCapacity) {
            nodeIndexes = new int[minCapacity + 1];
            nodeRows = new int[minCapacity + 1];
        }
    }

    /** Sorts the rows by the node that they go to, and visits these nodes. */
    private void dispatch(EncodedNetwork.HashIndex hashIndex, int count) {
        int[] ends = nodeCounts[hashIndex.index()];
        SelectionVector sorted = batch.acquire(count);
        SelectionVector visited = batch.acquire(count);
        for (int i = 0; i < count; i++) {
            if (ends[nodeIndexes[i]]++ == 0) {
                visited.add(nodeIndexes[i]);
            }
        }
        int end = 0;
        for (int i = 0; i < visited.size; i++) {
            int size = ends[visited.indexes[i]];
            ends[visited.indexes[i]] = end;
            end += size;
        }
        for (int i = 0; i < count; i++) {
            sorted.indexes[ends[nodeIndexes[i]]++] = nodeRows[i];
        }
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

    /** Selects each row by all steps that it reaches, and goes on with the nodes. */
    private void applyRangeIndex(EncodedNetwork.RangeIndex rangeIndex, SelectionVector rows) {
        int[] codes = batch.codes(rangeIndex.column(), rows);
        int[] bounds = rangeIndex.bounds();
        for (int i = 0; i < rows.size; i++) {
            int row = rows.indexes[i];
            int position = rangeIndex.position(codes[row]);
            for (int boundIndex = 0; boundIndex < bounds.length && bounds[boundIndex] <= position; boundIndex++) {
                select(rangeIndex.selectors()[boundIndex], row);
            }
        }
        if (rangeIndex.nodes().length > 0) {
            visitRangeNodes(rangeIndex, codes, rows);
        }
    }

    /** Sorts the rows by where they stand: those that reach a step are then the first so many. */
    private void visitRangeNodes(EncodedNetwork.RangeIndex rangeIndex, int[] codes, SelectionVector rows) {
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
