package heed.rules.internal.bulk;

import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some hundred prospects that are decided together: their codes, each computed when it is first asked for, and whom they
 * are selected by. Used again for the next ones, so that deciding leaves no garbage. For one thread.
 */
public final class Batch {
    /** No code yet. */
    static final int UNKNOWN = -1;

    private final EncodedNetwork network;
    private final int capacity;
    private final @Nullable Prospect[] prospects;
    private final int[][] codes;
    /** How many rows of a column were asked for; the block's size and more once all have their codes. */
    private final int[] requestedRows;

    private final BatchTagCodes[] tags;
    private final SelectionVector allRows;
    /** For rows that nobody asks for. */
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

    /** Fills it with prospects from a place in a list on, as many as it takes. */
    public void fill(List<Prospect> source, int fromIndex) {
        size = Math.min(capacity, source.size() - fromIndex);
        allRows.size = size;
        if (source instanceof ProspectColumns prospectColumns) {
            if (encodedColumns == null || !encodedColumns.isOf(prospectColumns)) {
                encodedColumns = new EncodedColumns(network, prospectColumns);
            }
            encodedColumns.moveTo(prospectColumns.firstRow() + fromIndex);
        } else {
            encodedColumns = null;
            source.subList(fromIndex, fromIndex + size).toArray(prospects);
        }
    }

    /** Forgets the prospects. */
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
     * Those of the rows whose code is from the one to the other.
     *
     * @param position where the condition's column, the one and the other are in the network's program
     */
    void filterRange(int position, SelectionVector rows, SelectionVector matched) {
        if (encodedColumns == null || !encodedColumns.filterRange(position, rows, matched)) {
            int[] program = network.program();
            CodeFilter.selectRange(
                    codes(program[position], rows), 0, program[position + 1], program[position + 2], rows, matched);
        }
    }

    /** Those of the rows that meet the network's sieve of that number. */
    void filter(int filterIndex, SelectionVector rows, SelectionVector matched) {
        if (encodedColumns == null || !encodedColumns.filterSet(filterIndex, rows, matched)) {
            discarded.size = 0;
            network.filters().get(filterIndex).partition(this, rows, matched, discarded);
        }
    }

    /** A column in which those rows have their codes. */
    int[] codes(int column, SelectionVector rows) {
        int[] columnCodes = codes[column];
        if (requestedRows[column] < size) {
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

    /** Empty rows, until they are given back. */
    SelectionVector acquire() {
        return acquire(capacity);
    }

    /** With room for so many. */
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

    /** The last ones that were taken. */
    void release(int count) {
        inUse -= count;
    }
}
