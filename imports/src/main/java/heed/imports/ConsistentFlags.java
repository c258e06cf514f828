package heed.imports;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.ProspectFlag;
import heed.model.store.ImportRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows of a file that may clear flags. If one row of the file has Yes for an address or an Id and a later one No, the
 * No is left out: a file that says both says that somebody wants no mail.
 */
public final class ConsistentFlags implements ProspectFile {
    private static final Value NO = Value.of(false);

    private final ProspectFile rows;
    private final Map<ProspectFlag, Set<String>> yes = new EnumMap<>(ProspectFlag.class);

    public ConsistentFlags(ProspectFile rows) {
        this.rows = rows;
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        Optional<FileRow> row = rows.next();
        row.flatMap(FileRow::noes).ifPresent(this::remember);
        return row.map(this::withoutContradiction);
    }

    private void remember(RowNoes noes) {
        for (ProspectFlag flag : noes.flags()) {
            Set<String> keys = keys(flag);
            noes.addresses().forEach(address -> keys.add(address.value()));
            noes.id().ifPresent(keys::add);
        }
    }

    private Set<String> keys(ProspectFlag flag) {
        return yes.computeIfAbsent(flag, any -> new HashSet<>());
    }

    private FileRow withoutContradiction(FileRow row) {
        ImportRow values = row.importRow();
        List<Field> fields = new ArrayList<>();
        List<Optional<Value>> kept = new ArrayList<>();
        for (int i = 0; i < values.fields().size(); i++) {
            Field field = values.fields().get(i);
            if (!contradicts(values, field, values.values().get(i))) {
                fields.add(field);
                kept.add(values.values().get(i));
            }
        }
        return fields.size() == values.fields().size()
                ? row
                : new FileRow(new ImportRow(row.line(), fields, kept), row.cells(), row.problem(), row.noes());
    }

    private boolean contradicts(ImportRow row, Field field, Optional<Value> value) {
        boolean clears = value.isEmpty() || value.get().equals(NO);
        return clears
                && ProspectFlag.find(field)
                        .filter(flag -> Stream.of(StandardFields.EMAIL, StandardFields.ID)
                                .flatMap(key -> row.value(key).stream())
                                .anyMatch(key -> keys(flag).contains(key.text())))
                        .isPresent();
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
