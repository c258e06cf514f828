package heed.rules;

import heed.model.ProspectColumns;
import heed.model.ProspectColumns.Column;
import heed.model.ProspectColumns.One;
import heed.model.ProspectColumns.Tags;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The columns of prospects in the codes of a network: each distinct value is looked at once. For one thread. */
final class TranslatedColumns {
    private final CodedNetwork network;
    private final List<Column> columns;
    private final List<Column> tags;
    /** By column: the code of each distinct value, or tag. */
    private final int[][] codes;

    private final int[][] tagCodes;
    private int from;

    TranslatedColumns(CodedNetwork network, ProspectColumns given) {
        this.network = network;
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
    boolean are(ProspectColumns given) {
        return columns.equals(columns(network.codings(), given)) && tags.equals(columns(network.tagCodings(), given));
    }

    /** The block's first prospect is in that row of the columns. */
    void start(int row) {
        from = row;
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
