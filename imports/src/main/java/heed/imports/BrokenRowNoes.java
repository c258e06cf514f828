package heed.imports;

import heed.imports.addresses.AddressText;
import heed.imports.columns.FlagColumn;
import heed.imports.columns.FlagReading;
import heed.imports.table.FormulaEscaping;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the noes of a CSV row that has more or fewer cells than the header, so that it is not certain which cell belongs
 * to which column. A cell stands at its own place, or is moved by at most as many places as cells are missing or too
 * many. In doubt a Yes counts: the row is rejected, and mail to somebody who said no is worse than one mail less.
 */
final class BrokenRowNoes {
    private final List<PlannedColumn> columns;
    private final List<String> cells;

    private BrokenRowNoes(List<PlannedColumn> columns, List<String> cells) {
        this.columns = columns;
        this.cells = cells;
    }

    /** Returns the noes of a row. */
    static Optional<RowNoes> find(List<PlannedColumn> columns, List<String> cells) {
        BrokenRowNoes row = new BrokenRowNoes(
                columns, cells.stream().map(FormulaEscaping::unescape).toList());
        Set<ProspectFlag> flags = row.flags();
        return flags.isEmpty() ? Optional.empty() : RowNoes.of(row.addresses(), Optional.empty(), flags);
    }

    /**
     * Returns the noes of a line that is not valid CSV: its text is split at each delimiter.
     *
     * @param line the text of the line
     */
    static Optional<RowNoes> find(List<PlannedColumn> columns, String line, char delimiter) {
        List<String> cells = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == delimiter) {
                cells.add(TextKey.clean(line.substring(start, i).replace("\"", "")));
                start = i + 1;
            }
        }
        return find(columns, cells);
    }

    private List<EmailAddress> addresses() {
        Set<EmailAddress> found = new LinkedHashSet<>();
        columns.stream()
                .filter(column -> column.match().is(StandardFields.EMAIL))
                .forEach(column -> places(column.position())
                        .forEach(place ->
                                found.addAll(AddressText.parse(cells.get(place)).addresses())));
        if (found.isEmpty()) {
            cells.forEach(cell -> found.addAll(AddressText.parse(cell).addresses()));
        }
        return List.copyOf(found);
    }

    private Set<ProspectFlag> flags() {
        Set<ProspectFlag> yes = EnumSet.noneOf(ProspectFlag.class);
        Set<Integer> used = new HashSet<>();
        for (PlannedColumn column : columns) { // first those at their own place
            if (column.flag().isPresent() && column.position() < cells.size()) {
                addYes(column.flag().get(), column.position(), yes, used);
            }
        }
        for (PlannedColumn column : columns) {
            if (column.flag().isPresent()) {
                places(column.position())
                        .filter(place -> !used.contains(place))
                        .forEach(place -> addYes(column.flag().get(), place, yes, used));
            }
        }
        return yes;
    }

    private void addYes(FlagColumn column, int place, Set<ProspectFlag> yes, Set<Integer> used) {
        FlagReading reading = column.read(cells.get(place));
        reading.flag().ifPresent(flag -> {
            yes.add(flag);
            used.add(place);
        });
    }

    /** Returns the places at which the cell of a column may stand. */
    private IntStream places(int position) {
        int moved = cells.size() - columns.size();
        return IntStream.rangeClosed(Math.max(0, position + Math.min(0, moved)), position + Math.max(0, moved))
                .filter(place -> place < cells.size());
    }
}
