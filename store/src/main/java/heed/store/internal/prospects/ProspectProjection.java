package heed.store.internal.prospects;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlSession.ResultRow;
import heed.store.internal.sql.StoredJson;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a prospect that some fields need: its key, the wanted standard fields, and all custom fields if any is
 * wanted.
 */
final class ProspectProjection {
    private final FieldCatalog catalog;
    private final List<Field> standard;
    private final boolean custom;

    ProspectProjection(FieldCatalog catalog, Collection<Field> fields) {
        this.catalog = catalog;
        this.standard = fields.stream().filter(Field::isStandard).toList();
        this.custom = standard.size() < fields.size();
    }

    /** Returns the columns as a SELECT lists them. */
    String columns() {
        return Stream.of(
                        Stream.of("key"),
                        standard.stream().map(FieldColumns::columnOf),
                        custom ? Stream.of(FieldColumns.CUSTOM) : Stream.<String>empty())
                .flatMap(columns -> columns)
                .collect(Collectors.joining(", "));
    }

    /** Reads a prospect from {@link #columns}; the fields that are not wanted are empty. */
    Prospect readProspect(ResultRow row) throws SQLException {
        @Nullable Value[] values = new @Nullable Value[custom ? catalog.size() : StandardFields.ALL.size()];
        int column = 2;
        for (Field field : standard) {
            values[field.slot()] = FieldColumns.toValue(row, column++, field);
        }
        String customJson = custom ? row.jsonOrNull(column) : null;
        if (customJson != null) {
            StoredJson.read(customJson, values, catalog, row.dialect()::fromStoredText);
        }
        return new Prospect(new ProspectId(row.number(1)), values);
    }
}
