package heed.rules.internal.bulk;

import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Up to a fixed number of prospects that are evaluated together, with their codes. Each code is computed when it is
 * first needed. A batch is refilled for the next prospects, so that evaluation allocates little. Not thread-safe.
 */
public final class Batch {
    /** The code of a row that has not been encoded. */
    static final int UNKNOWN = -1;

    private final EncodedNetwork network;
    private final int capacity;
    private final @Nullable Prospect[] prospects;
    private final int[][] codes;
    /** By column: how many rows were requested; at least {@link #size} once all rows are encoded. */
    private final int[] requestedRows;

    private final BatchTagCodes[] tags;
    private final SelectionVector allRows;
    /** Receives rows that no caller needs. */
    private final SelectionVector discarded;

    private final List<SelectionVector> pool = new ArrayList<>();
    private int inUse;
    private int size;
    private @Nullable EncodedColumns encodedColumns;

    Batch(EncodedNetwork network, int capacity) {
        this.network = network;
        this.capacity = capacity;
        this.prospects = new Prospect[capacity];
        this.codes = new int[network.encodings().size()][capacity];
        for (int[] column : codes) {
            Arrays.fill(column, UNKNOWN);
        }
        this.requestedRows = new int[codes.length];
        this.tags = network.tagEncodings().stream()
                .map(encoding -> new BatchTagCodes(encoding, capacity))
                .toArray(BatchTagCodes[]::new);
        this.allRows = SelectionVector.firstRows(capacity);
        this.discarded = new SelectionVector(capacity);
    }

    /** Fills the batch with prospects of a list, from an index on, up to the batch's capacity. */
    public void fill(List<Prospect> source, int fromIndex) {
        size = Math.min(capacity, source.size() - fromIndex);
        allRows.size = size;
        if (source instanceof ProspectColumns prospectColumns) {
            // The parts of one list share their columns, so the values that are encoded already stay encoded.
            if (encodedColumns == null || !encodedColumns.isOf(prospectColumns)) {
                encodedColumns = new EncodedColumns(network, prospectColumns);
            }
            encodedColumns.moveTo(prospectColumns.firstRow() + fromIndex);
        } else {
            encodedColumns = null;
            source.subList(fromIndex, fromIndex + size).toArray(prospects);
        }
    }

    /** Clears the codes and the references to prospects. */
    public void clear() {
        for (int column = 0; column < codes.length; column++) {
            if (requestedRows[column] > 0) {
                Arrays.fill(codes[column], 0, size, UNKNOWN);
                requestedRows[column] = 0;
            }
        }
        for (BatchTagCodes tagCodes : tags) {
            tagCodes.clear();
        }
        if (encodedColumns == null) {
            Arrays.fill(prospects, 0, size, null);
        }
    }

    int size() {
        return size;
    }

    SelectionVector allRows() {
        return allRows;
    }

    /**
     * Writes the rows whose code is in the range of a condition to {@code matched}.
     *
     * @param position the condition's position in the network's program
     */
    void filterRange(int position, SelectionVector rows, SelectionVector matched) {
        if (encodedColumns == null || !encodedColumns.filterRange(position, rows, matched)) {
            int[] program = network.program();
            CodeFilter.selectRange(
                    codes(program[position], rows),
                    0,
                    program[position + EncodedNetwork.FROM],
                    program[position + EncodedNetwork.TO],
                    rows,
                    matched);
        }
    }

    /** Writes the rows that pass the network's filter with that index to {@code matched}. */
    void filter(int filterIndex, SelectionVector rows, SelectionVector matched) {
        if (encodedColumns == null || !encodedColumns.filterSet(filterIndex, rows, matched)) {
            discarded.size = 0;
            network.filters().get(filterIndex).partition(this, rows, matched, discarded);
        }
    }

    /** Returns the codes of a column, in which at least these rows are encoded. */
    int[] codes(int column, SelectionVector rows) {
        int[] columnCodes = codes[column];
        if (requestedRows[column] < size) {
            // A node often needs only the few rows that reached it. Once the requests add up to the whole batch, all
            // rows are encoded, so that later requests are free.
            requestedRows[column] += rows.size;
            SelectionVector unencoded = requestedRows[column] < size ? rows : allRows;
            if (encodedColumns == null) {
                network.encodings().get(column).encode(prospects, unencoded, columnCodes);
            } else {
                encodedColumns.encode(column, unencoded, columnCodes);
            }
        }
        return columnCodes;
    }

    BatchTagCodes tags(int column) {
        BatchTagCodes tagCodes = tags[column];
        if (!tagCodes.isLoaded()) {
            if (encodedColumns == null) {
                tagCodes.add(prospects, size);
            } else {
                encodedColumns.tags(column, size, tagCodes);
            }
        }
        return tagCodes;
    }

    /** Returns an empty vector from the pool. {@link #release} returns it. */
    SelectionVector acquire() {
        return acquire(capacity);
    }

    /** Returns an empty vector with a minimum capacity from the pool. */
    SelectionVector acquire(int minCapacity) {
        if (inUse == pool.size()) {
            pool.add(new SelectionVector(capacity));
        }
        SelectionVector rows = pool.get(inUse++);
        if (rows.indexes.length <= minCapacity) {
            rows.indexes = new int[minCapacity + 1];
        }
        rows.size = 0;
        return rows;
    }

    /** Returns the vectors acquired last to the pool. */
    void release(int count) {
        inUse -= count;
    }
}
