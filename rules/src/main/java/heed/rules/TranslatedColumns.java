package heed.rules;

import heed.model.ProspectColumns;
import heed.model.ProspectColumns.Column;
import heed.model.ProspectColumns.One;
import heed.model.ProspectColumns.Tags;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The columns of prospects, asked the conditions of a network. What comes from one code to another are the values from one
 * place to another, since a column's values are in order: such a condition is asked of the column as it is. For the others
 * the values are translated into codes, each distinct one once. For one thread.
 */
final class TranslatedColumns {
    private final CodedNetwork network;
    private final ProspectColumns given;
    /** The program, with the places of values instead of codes in those conditions that were asked so far. */
    private final int[] program;

    private final boolean[] asked;
    /** By sieve that is a {@link Sieve.In}: which places it wants; none unless it was asked. */
    private final boolean[][] wanted;

    private final List<Column> columns;
    private final List<Column> tags;
    /** By column: the code of each distinct value, or tag. */
    private final int[][] codes;

    private final int[][] tagCodes;
    private int from;

    TranslatedColumns(CodedNetwork network, ProspectColumns given) {
        this.network = network;
        this.given = given;
        this.program = network.program().clone();
        this.asked = new boolean[program.length];
        this.wanted = new boolean[network.sieves().size()][];
        this.columns = columns(network.codings(), given);
        this.tags = columns(network.tagCodings(), given);
        this.codes = unknown(columns);
        this.tagCodes = unknown(tags);
    }

    private static List<Column> columns(Collection<? extends Coding> codings, ProspectColumns given) {
        return codings.stream().map(coding -> given.column(coding.field())).toList();
    }

    private static int[][] unknown(List<Column> columns) {
        return columns.stream()
                .map(column -> {
                    int[] codes = new int[column.distinct()];
                    Arrays.fill(codes, Block.UNKNOWN);
                    return codes;
                })
                .toArray(int[][]::new);
    }

    /** Whether these columns are what was translated, or a part of it. */
    boolean are(ProspectColumns others) {
        return given.shares(others);
    }

    /** The block's first prospect is in that row of the columns. */
    void start(int row) {
        from = row;
    }

    /**
     * Asks a condition of the rows; false if it can be asked of codes only.
     *
     * @param at where its column is in the program
     */
    boolean between(int at, Rows rows, Rows met) {
        int column = program[at];
        if (!(columns.get(column) instanceof One one)) {
            return false;
        }
        if (!asked[at]) {
            if (!(network.codings().get(column) instanceof Coding.OfKeys coding)) {
                return false;
            }
            Places places = coding.places(one.values(), program[at + 1], program[at + 2]);
            program[at + 1] = places.first();
            program[at + 2] = places.last();
            asked[at] = true;
        }
        Sieve.between(one.codes(), from, program[at + 1], program[at + 2], rows, met);
        return true;
    }

    /** Asks the sieve of that number of the rows; false if it can be asked of codes only. */
    boolean in(int number, Rows rows, Rows met) {
        if (!(network.sieves().get(number) instanceof Sieve.In sieve
                && columns.get(sieve.column()) instanceof One one)) {
            return false;
        }
        if (wanted[number] == null) {
            wanted[number] = wanted(sieve, one);
        }
        Sieve.in(one.codes(), from, wanted[number], rows, met);
        return true;
    }

    private boolean[] wanted(Sieve.In sieve, One one) {
        Coding.OfKeys coding = (Coding.OfKeys) network.codings().get(sieve.column());
        boolean[] places = new boolean[one.distinct()];
        for (int code = 0; code < sieve.wanted().length; code++) {
            if (sieve.wanted()[code]) {
                Places those = coding.places(one.values(), code, code);
                Arrays.fill(places, those.first(), those.last() + 1, true);
            }
        }
        return places;
    }

    void code(int column, Rows rows, int[] to) {
        Coding coding = network.codings().get(column);
        if (columns.get(column) instanceof One one) {
            code(one, coding, codes[column], rows, to);
            return;
        }
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            if (to[row] == Block.UNKNOWN) {
                to[row] = coding.code(columns.get(column).value(from + row));
            }
        }
    }

    private void code(One given, Coding coding, int[] known, Rows rows, int[] to) {
        int[] values = given.codes();
        int[] at = rows.at;
        int count = rows.size;
        int start = from;
        for (int i = 0; i < count; i++) {
            int row = at[i];
            int value = values[start + row];
            int code = known[value];
            to[row] = code == Block.UNKNOWN ? translated(given, coding, known, value) : code;
        }
    }

    private static int translated(One given, Coding coding, int[] known, int value) {
        int code = coding.code(given.values()[value]);
        known[value] = code;
        return code;
    }

    void tags(int column, int rows, TagCodes to) {
        Tags given = (Tags) tags.get(column);
        int[] known = tagCodes[column];
        for (int row = 0; row < rows; row++) {
            for (int at = given.ends()[from + row]; at < given.ends()[from + row + 1]; at++) {
                int tag = given.codes()[at];
                int code = known[tag];
                if (code == Block.UNKNOWN) {
                    code = network.tagCodings().get(column).code(given.tags()[tag]);
                    known[tag] = code;
                }
                to.add(code);
            }
            to.endRow();
        }
    }
}
