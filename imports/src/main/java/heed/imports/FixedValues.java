package heed.imports;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.store.ImportRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a file, each with the same values for some fields that the file does not have. */
public final class FixedValues implements ProspectFile {
    private final ProspectFile rows;
    private final List<Field> fixedFields;
    private final List<Optional<Value>> fixedValues;
    private List<Field> fileFields = List.of();
    private List<Field> allFields;

    /** @param values the value of each field; empty to clear it */
    public FixedValues(ProspectFile rows, Map<Field, Optional<Value>> values) {
        this.rows = rows;
        this.fixedFields = List.copyOf(values.keySet());
        this.fixedValues = List.copyOf(values.values());
        this.allFields = fixedFields;
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        return rows.next().map(row -> row.problem().isPresent() ? row : withFixedValues(row));
    }

    private FileRow withFixedValues(FileRow row) {
        ImportRow values = row.importRow();
        if (values.fields() != fileFields) { // the rows of one file share their list
            fileFields = values.fields();
            List<Field> fields = new ArrayList<>(fileFields);
            fields.addAll(fixedFields);
            allFields = List.copyOf(fields);
        }
        List<Optional<Value>> all = new ArrayList<>(values.values());
        all.addAll(fixedValues);
        return new FileRow(new ImportRow(row.line(), allFields, all), row.cells(), row.problem(), row.noes());
    }

    @Override
    public List<String> headings() {
        return rows.headings();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
