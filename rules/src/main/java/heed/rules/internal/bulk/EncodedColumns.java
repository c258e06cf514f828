package heed.rules.internal.bulk;

import heed.model.prospect.ProspectColumns;
import heed.model.prospect.ProspectColumns.Column;
import heed.model.prospect.ProspectColumns.MultiValueColumn;
import heed.model.prospect.ProspectColumns.ScalarColumn;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Evaluates the conditions of a network on the columns of {@link ProspectColumns}. The values of a column are ordered,
 * so the values with a range of codes are a range of values; such a condition is tested on the column's own value
 * indexes. For other conditions the values are translated into codes, each distinct value once. Not thread-safe.
 */
final class EncodedColumns {
    private final EncodedNetwork network;
    private final ProspectColumns prospects;
    /**
     * A copy of the network's program. In conditions that were evaluated before, ranges of codes are replaced by ranges
     * of value indexes.
     */
    private final int[] program;

    private final boolean[] translated;
    /** By index of a {@link CodeFilter.CodeInSet}: the accepted value indexes; null before the filter is first used. */
    private final boolean[][] acceptedValues;

    private final List<Column> columns;
    private final List<Column> tags;
    /** By column: the code of each distinct value or tag. */
    private final int[][] codes;

    private final int[][] tagCodes;
    private int offset;

    EncodedColumns(EncodedNetwork network, ProspectColumns prospects) {
        this.network = network;
        this.prospects = prospects;
        this.program = network.program().clone();
        this.translated = new boolean[program.length];
        this.acceptedValues = new boolean[network.filters().size()][];
        this.columns = columns(network.encodings(), prospects);
        this.tags = columns(network.tagEncodings(), prospects);
        this.codes = unknownCodes(columns);
        this.tagCodes = unknownCodes(tags);
    }

    private static List<Column> columns(Collection<? extends Encoding> encodings, ProspectColumns prospects) {
        return encodings.stream()
                .map(encoding -> prospects.column(encoding.field()))
                .toList();
    }

    private static int[][] unknownCodes(List<Column> columns) {
        return columns.stream()
                .map(column -> {
                    int[] codes = new int[column.distinctCount()];
                    Arrays.fill(codes, Batch.UNKNOWN);
                    return codes;
                })
                .toArray(int[][]::new);
    }

    /** Returns whether the list has these columns or a part of them. */
    boolean isOf(ProspectColumns others) {
        return prospects.sharesColumns(others);
    }

    /** Sets the row of the batch's first prospect. */
    void moveTo(int row) {
        offset = row;
    }

    /**
     * Tests a condition and writes the matching rows to {@code matched}. Returns false without a result if the
     * condition can only be tested on codes.
     *
     * @param position the condition's position in the program
     */
    boolean filterRange(int position, SelectionVector rows, SelectionVector matched) {
        int column = program[position];
        if (!(columns.get(column) instanceof ScalarColumn scalarColumn)) {
            return false;
        }
        if (!translated[position]) {
            if (!(network.encodings().get(column) instanceof Encoding.KeyEncoding encoding)) {
                return false;
            }
            IndexRange range = encoding.indexRange(
                    scalarColumn.values(),
                    program[position + EncodedNetwork.FROM],
                    program[position + EncodedNetwork.TO]);
            program[position + EncodedNetwork.FROM] = range.first();
            program[position + EncodedNetwork.TO] = range.last();
            translated[position] = true;
        }
        CodeFilter.selectRange(
                scalarColumn.codes(),
                offset,
                program[position + EncodedNetwork.FROM],
                program[position + EncodedNetwork.TO],
                rows,
                matched);
        return true;
    }

    /**
     * Tests the filter with that index and writes the matching rows to {@code matched}. Returns false without a result
     * if the filter can only be tested on codes.
     */
    boolean filterSet(int filterIndex, SelectionVector rows, SelectionVector matched) {
        if (!(network.filters().get(filterIndex) instanceof CodeFilter.CodeInSet filter
                && columns.get(filter.column()) instanceof ScalarColumn scalarColumn)) {
            return false;
        }
        if (acceptedValues[filterIndex] == null) {
            acceptedValues[filterIndex] = toAcceptedValues(filter, scalarColumn);
        }
        CodeFilter.selectCodes(scalarColumn.codes(), offset, acceptedValues[filterIndex], rows, matched);
        return true;
    }

    private boolean[] toAcceptedValues(CodeFilter.CodeInSet filter, ScalarColumn scalarColumn) {
        Encoding.KeyEncoding encoding =
                (Encoding.KeyEncoding) network.encodings().get(filter.column());
        boolean[] acceptedIndexes = new boolean[scalarColumn.distinctCount()];
        for (int code = 0; code < filter.accepted().length; code++) {
            if (filter.accepted()[code]) {
                IndexRange range = encoding.indexRange(scalarColumn.values(), code, code);
                Arrays.fill(acceptedIndexes, range.first(), range.last() + 1, true);
            }
        }
        return acceptedIndexes;
    }

    /** Writes the codes of those rows of the batch that have none yet. */
    void encode(int column, SelectionVector rows, int[] target) {
        Encoding encoding = network.encodings().get(column);
        if (columns.get(column) instanceof ScalarColumn scalarColumn) {
            encode(scalarColumn, encoding, codes[column], rows, target);
            return;
        }
        for (int i = 0; i < rows.size; i++) {
            int row = rows.indexes[i];
            if (target[row] == Batch.UNKNOWN) {
                target[row] = encoding.encode(columns.get(column).value(offset + row));
            }
        }
    }

    private void encode(
            ScalarColumn scalarColumn, Encoding encoding, int[] knownCodes, SelectionVector rows, int[] target) {
        int[] values = scalarColumn.codes();
        int[] indexes = rows.indexes;
        int count = rows.size;
        int start = offset;
        for (int i = 0; i < count; i++) {
            int row = indexes[i];
            int value = values[start + row];
            int code = knownCodes[value];
            target[row] = code == Batch.UNKNOWN ? encodeValue(scalarColumn, encoding, knownCodes, value) : code;
        }
    }

    private static int encodeValue(ScalarColumn scalarColumn, Encoding encoding, int[] knownCodes, int value) {
        int code = encoding.encode(scalarColumn.values()[value]);
        knownCodes[value] = code;
        return code;
    }

    /** Adds the tags of the batch's rows to {@code target}. */
    void tags(int column, int rows, BatchTagCodes target) {
        MultiValueColumn tagColumn = (MultiValueColumn) tags.get(column);
        int[] knownCodes = tagCodes[column];
        for (int row = 0; row < rows; row++) {
            for (int position = tagColumn.offsets()[offset + row];
                    position < tagColumn.offsets()[offset + row + 1];
                    position++) {
                int tag = tagColumn.codes()[position];
                int code = knownCodes[tag];
                if (code == Batch.UNKNOWN) {
                    code = network.tagEncodings().get(column).encode(tagColumn.tags()[tag]);
                    knownCodes[tag] = code;
                }
                target.add(code);
            }
            target.endRow();
        }
    }
}
