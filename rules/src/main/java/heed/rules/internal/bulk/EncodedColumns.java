package heed.rules.internal.bulk;

import heed.model.prospect.ProspectColumns;
import heed.model.prospect.ProspectColumns.Column;
import heed.model.prospect.ProspectColumns.MultiValueColumn;
import heed.model.prospect.ProspectColumns.ScalarColumn;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The columns of prospects, asked the conditions of a network. What comes from one code to another are the values from one
 * place to another, since a column's values are in order: such a condition is asked of the column as it is. For the others
 * the values are translated into codes, each distinct one once. For one thread.
 */
final class EncodedColumns {
    private final EncodedNetwork network;
    private final ProspectColumns prospects;
    /** The program, with the places of values instead of codes in those conditions that were asked so far. */
    private final int[] program;

    private final boolean[] translated;
    /** By sieve that is a {@link CodeFilter.CodeInSet}: which places it wants; none unless it was asked. */
    private final boolean[][] wantedValues;

    private final List<Column> columns;
    private final List<Column> tags;
    /** By column: the code of each distinct value, or tag. */
    private final int[][] codes;

    private final int[][] tagCodes;
    private int offset;

    EncodedColumns(EncodedNetwork network, ProspectColumns prospects) {
        this.network = network;
        this.prospects = prospects;
        this.program = network.program().clone();
        this.translated = new boolean[program.length];
        this.wantedValues = new boolean[network.filters().size()][];
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

    /** Whether these columns are what was translated, or a part of it. */
    boolean isOf(ProspectColumns others) {
        return prospects.sharesColumns(others);
    }

    /** The block's first prospect is in that row of the columns. */
    void moveTo(int row) {
        offset = row;
    }

    /**
     * Asks a condition of the rows; false if it can be asked of codes only.
     *
     * @param position where its column is in the program
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
            IndexRange range = encoding.indexRange(scalarColumn.values(), program[position + 1], program[position + 2]);
            program[position + 1] = range.first();
            program[position + 2] = range.last();
            translated[position] = true;
        }
        CodeFilter.selectRange(
                scalarColumn.codes(), offset, program[position + 1], program[position + 2], rows, matched);
        return true;
    }

    /** Asks the sieve of that number of the rows; false if it can be asked of codes only. */
    boolean filterSet(int filterIndex, SelectionVector rows, SelectionVector matched) {
        if (!(network.filters().get(filterIndex) instanceof CodeFilter.CodeInSet filter
                && columns.get(filter.column()) instanceof ScalarColumn scalarColumn)) {
            return false;
        }
        if (wantedValues[filterIndex] == null) {
            wantedValues[filterIndex] = toWantedValues(filter, scalarColumn);
        }
        CodeFilter.selectCodes(scalarColumn.codes(), offset, wantedValues[filterIndex], rows, matched);
        return true;
    }

    private boolean[] toWantedValues(CodeFilter.CodeInSet filter, ScalarColumn scalarColumn) {
        Encoding.KeyEncoding encoding =
                (Encoding.KeyEncoding) network.encodings().get(filter.column());
        boolean[] wantedIndexes = new boolean[scalarColumn.distinctCount()];
        for (int code = 0; code < filter.accepted().length; code++) {
            if (filter.accepted()[code]) {
                IndexRange range = encoding.indexRange(scalarColumn.values(), code, code);
                Arrays.fill(wantedIndexes, range.first(), range.last() + 1, true);
            }
        }
        return wantedIndexes;
    }

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
