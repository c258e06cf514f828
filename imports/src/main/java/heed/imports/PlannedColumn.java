package heed.imports;

import heed.imports.columns.ColumnMatch;
import heed.imports.columns.FlagColumn;
import heed.imports.columns.FoundFormat;
import heed.model.field.Field;
import java.util.List;
import java.util.Optional;

/**
 * A column of a file, as it is imported.
 *
 * @param name its header; empty if it has none
 * @param position its place in a row, from 0; in JSON Lines, the order in which the names occur first
 * @param flag how its cells are read, if it is a column of Email Opt Out or Bounced
 * @param format how its dates, numbers or tags are read, if it is a column of these in a CSV file
 * @param samples its first few distinct cells
 * @param hasDates whether a date stands for a Yes in it
 * @param holdsAddresses whether most of its cells are email addresses, if it is not imported
 */
public record PlannedColumn(
        String name,
        int position,
        ColumnMatch match,
        Optional<FlagColumn> flag,
        Optional<FoundFormat> format,
        List<String> samples,
        boolean hasDates,
        boolean holdsAddresses) {
    public PlannedColumn {
        samples = List.copyOf(samples);
    }

    /** Returns the field that the column is read into; empty if it is read into none. */
    public Optional<Field> field() {
        return match.field();
    }

    /** Tests whether the column has other addresses of the person. */
    public boolean hasOtherEmails() {
        return match.kind() == ColumnMatch.Kind.OTHER_EMAIL;
    }

    /** Returns the name, or the place of a column without one. */
    public String displayName() {
        return name.isEmpty() ? "column " + (position + 1) + " (without a name)" : name;
    }
}
