package heed.imports;

import heed.imports.addresses.AddressText;
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
import java.util.function.Predicate;
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
        return flags.isEmpty()
                ? Optional.empty()
                : RowNoes.of(row.addresses(), row.otherAddresses(), Optional.empty(), flags);
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

    private Set<EmailAddress> otherAddresses() {
        return addressesOf(PlannedColumn::hasOtherEmails);
    }

    private Set<EmailAddress> addressesOf(Predicate<PlannedColumn> wanted) {
        Set<EmailAddress> found = new LinkedHashSet<>();
        columns.stream()
                .filter(wanted)
                .forEach(column -> places(column.position())
                        .forEach(place ->
                                found.addAll(AddressText.parse(cells.get(place)).addresses())));
        return found;
    }

    private List<EmailAddress> addresses() {
        Set<EmailAddress> found = addressesOf(column -> column.match().is(StandardFields.EMAIL));
        if (found.isEmpty()) {
            cells.forEach(cell -> found.addAll(AddressText.parse(cell).addresses()));
        }
        return List.copyOf(found);
    }

    private Set<ProspectFlag> flags() {
        List<PlannedColumn> flagColumns =
                columns.stream().filter(column -> column.flag().isPresent()).toList();
        int moved = cells.size() - columns.size();
        Set<ProspectFlag> yes = EnumSet.noneOf(ProspectFlag.class);
        Set<Integer> used = new HashSet<>();
        if (hasEmailAtItsPlace() && isReadable(flagColumns, 0)) {
            flagColumns.forEach(column -> addYes(column, IntStream.of(column.position()), yes, used));
        } else if (isReadable(flagColumns, moved)) {
            flagColumns.forEach(column -> addYes(column, IntStream.of(column.position() + moved), yes, used));
        }
        Set<Integer> usedByOthers = Set.copyOf(used);
        flagColumns.forEach(column ->
                addYes(column, places(column.position()).filter(place -> !usedByOthers.contains(place)), yes, used));
        return yes;
    }

    /** Tests whether each flag is understood if its cell is moved by some places. */
    private boolean isReadable(List<PlannedColumn> flagColumns, int moved) {
        return flagColumns.stream()
                .allMatch(column -> !hasCell(column.position() + moved)
                        || read(column, column.position() + moved) != FlagReading.UNREADABLE);
    }

    private boolean hasEmailAtItsPlace() {
        return columns.stream()
                .filter(column -> column.match().is(StandardFields.EMAIL))
                .allMatch(column -> hasCell(column.position())
                        && cells.get(column.position()).indexOf('@') >= 0);
    }

    private boolean hasCell(int place) {
        return place >= 0 && place < cells.size();
    }

    private FlagReading read(PlannedColumn column, int place) {
        return column.flag().orElseThrow().read(cells.get(place));
    }

    private void addYes(PlannedColumn column, IntStream places, Set<ProspectFlag> yes, Set<Integer> used) {
        places.filter(this::hasCell)
                .forEach(place -> read(column, place).flag().ifPresent(flag -> {
                    yes.add(flag);
                    used.add(place);
                }));
    }

    /** Returns the places at which the cell of a column may stand. */
    private IntStream places(int position) {
        int moved = cells.size() - columns.size();
        return IntStream.rangeClosed(Math.max(0, position + Math.min(0, moved)), position + Math.max(0, moved))
                .filter(place -> place < cells.size());
    }
}
