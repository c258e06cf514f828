package heed.imports.addresses;

import heed.imports.columns.ColumnMapping;
import heed.imports.columns.ColumnMatch;
import heed.imports.columns.FlagWord;
import heed.imports.columns.FlagWords;
import heed.imports.columns.HeaderMeaning;
import heed.imports.table.CsvRow;
import heed.imports.table.FormulaEscaping;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The pass over a file that finds the columns of its addresses. A column is one by its cells: more than half of those that
 * are not blank have an address or a domain. A column that the user names, or that is named Email, needs one such cell.
 * The pass also finds columns of states by their words, such as "unsubscribed". Not thread-safe.
 */
public final class AddressScan {
    /** After this many cells that are not blank, a column is decided. */
    private static final int ENOUGH_CELLS = 10_000;

    private final List<Column> columns = new ArrayList<>();

    /** @param headings the header's cells; empty texts for a file without a header */
    public AddressScan(List<String> headings, ColumnMapping mapping) {
        headings.forEach(heading -> columns.add(new Column(heading, mapping.match(heading))));
    }

    /** Adds a row of the file. The cells of a row that is broken may belong to other columns, and are left out. */
    public void add(CsvRow row) {
        if (row.problem().isPresent() || row.cells().size() != columns.size()) {
            return;
        }
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i)
                    .add(TextKey.clean(FormulaEscaping.unescape(row.cells().get(i))));
        }
    }

    /** Returns the positions of the columns of addresses; empty if no column has any. */
    public List<Integer> columns() {
        boolean mapped = columns.stream().anyMatch(Column::isMapped);
        List<Integer> byCells = IntStream.range(0, columns.size())
                .filter(i -> mapped ? columns.get(i).isMapped() : columns.get(i).hasAddresses())
                .boxed()
                .toList();
        return byCells.isEmpty()
                ? IntStream.range(0, columns.size())
                        .filter(i -> columns.get(i).isEmail())
                        .boxed()
                        .toList()
                : byCells;
    }

    /**
     * Returns the test of the rows that say that the person may be mailed; empty if the file has no column that could say
     * so.
     */
    public Optional<MailableRow> mailableRow() {
        List<HeaderMeaning> meanings = columns.stream().map(Column::meaning).toList();
        return meanings.stream().anyMatch(MailableRow::canTell)
                ? Optional.of(new MailableRow(
                        columns.stream().map(column -> column.heading).toList(), meanings))
                : Optional.empty();
    }

    private static final class Column {
        /** A column with more words than this has no states. */
        private static final int MAX_WORDS = 200;

        private static final int MAX_WORD_LENGTH = 40;

        private final String heading;
        private final ColumnMatch match;
        private final Set<String> words = new HashSet<>();
        private long filled;
        private long readable;
        private boolean hasStates;

        Column(String heading, ColumnMatch match) {
            this.heading = heading;
            this.match = match;
        }

        void add(String cell) {
            if (cell.isEmpty()) {
                return;
            }
            if (filled < ENOUGH_CELLS) {
                filled++;
                readable += AddressText.parse(cell).isReadable() ? 1 : 0;
            }
            if (!hasStates && words.size() <= MAX_WORDS && cell.length() <= MAX_WORD_LENGTH && words.add(cell)) {
                hasStates = FlagWords.saysNo(cell)
                        || FlagWords.find(cell)
                                .filter(FlagWord.MAILABLE::equals)
                                .isPresent();
            }
        }

        boolean isMapped() {
            return match.kind() == ColumnMatch.Kind.MAPPED;
        }

        boolean isEmail() {
            return match.is(StandardFields.EMAIL);
        }

        boolean hasAddresses() {
            return readable > 0 && (2 * readable > filled || isEmail());
        }

        HeaderMeaning meaning() {
            return match.meaning() == HeaderMeaning.NONE && hasStates ? HeaderMeaning.STATES : match.meaning();
        }
    }
}
