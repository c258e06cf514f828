package heed.store.internal;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Some of the columns of a prospect: its key, the standard fields wanted, and the account's own if any of them is. */
final class Projection {
    private final FieldCatalog catalog;
    private final List<Field> standard;
    private final boolean custom;

    Projection(FieldCatalog catalog, Collection<Field> wanted) {
        this.catalog = catalog;
        this.standard = wanted.stream().filter(Field::isStandard).toList();
        this.custom = standard.size() < wanted.size();
    }

    /** As a SELECT lists them. */
    String columns() {
        return Stream.of(
                        Stream.of("key"),
                        standard.stream().map(Columns::of),
                        custom ? Stream.of(Columns.CUSTOM) : Stream.<String>empty())
                .flatMap(columns -> columns)
                .collect(Collectors.joining(", "));
    }

    /** Reads {@link #columns}. */
    Prospect prospect(Row row) throws SQLException {
        @Nullable Value[] values = new @Nullable Value[custom ? catalog.size() : StandardFields.ALL.size()];
        int column = 2;
        for (Field field : standard) {
            values[field.slot()] = Columns.value(row, column++, field);
        }
        String own = custom ? row.documentOrNull(column) : null;
        if (own != null) {
            Json.read(own, values, catalog, row.dialect()::read);
        }
        return new Prospect(new ProspectId(row.number(1)), values);
    }
}
