package heed.store.internal;

import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.Flag;
import heed.model.StandardFields;
import heed.model.Value;
import heed.store.internal.Session.Bindings;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A prospect while it is changed: the columns that were read, and which of them are to be written. */
final class Draft {
    private static final int CUSTOM = Columns.STANDARD.size(); // behind the standard columns

    final long key;
    private final @Nullable Value[] values;
    private final @Nullable Long[] since = new @Nullable Long[Columns.STANDARD.size()];
    private boolean created;
    private int changed; // one bit a column

    private Draft(long key, int slots) {
        this.key = key;
        this.values = new @Nullable Value[slots];
    }

    /** A prospect that is not kept yet. */
    static Draft created(long key, FieldCatalog catalog) {
        Draft draft = new Draft(key, catalog.size());
        draft.created = true;
        return draft;
    }

    /** Reads those columns of prospects that hold the fields; of the account's own fields all or none. */
    static List<Draft> read(Session session, FieldCatalog catalog, Collection<Long> keys, Collection<Field> fields) {
        List<Field> standard =
                StandardFields.ALL.stream().filter(fields::contains).toList();
        boolean custom = fields.stream().anyMatch(field -> !field.standard());
        List<String> columns = new ArrayList<>(List.of("key"));
        standard.forEach(field -> columns.add(Columns.of(field)));
        if (custom) {
            columns.add(Columns.CUSTOM);
        }
        return session.listIn(
                "SELECT " + String.join(", ", columns) + " FROM prospect WHERE key IN (%s)", keys, row -> {
                    Draft draft = new Draft(row.number(1), catalog.size());
                    for (int i = 0; i < standard.size(); i++) {
                        draft.read(row, i + 2, standard.get(i));
                    }
                    String json = custom ? row.textOrNull(columns.size()) : null;
                    if (json != null) {
                        CustomValues.read(json, draft.values, catalog);
                    }
                    return draft;
                });
    }

    private void read(Row row, int column, Field field) throws SQLException {
        Optional<Flag> flag = Flag.of(field);
        if (flag.isPresent()) {
            since[flag.get().field().slot()] = row.numberOrNull(column);
        } else {
            values[field.slot()] = Columns.value(row, column, field);
        }
    }

    Optional<Value> value(Field field) {
        return Flag.of(field)
                .<Value>map(flag -> Value.of(since(flag).isPresent()))
                .or(() -> Optional.ofNullable(values[field.slot()]));
    }

    void set(Field field, Optional<Value> value) {
        values[field.slot()] = value.orElse(null);
        changed |= 1 << Math.min(field.slot(), CUSTOM);
    }

    /** Since when, in milliseconds since 1970, the flag is Yes; empty for No. */
    Optional<Long> since(Flag flag) {
        return Optional.ofNullable(since[flag.field().slot()]);
    }

    void set(Flag flag, Optional<Long> yesSince) {
        since[flag.field().slot()] = yesSince.orElse(null);
        changed |= 1 << flag.field().slot();
    }

    /** Keeps what was changed, one statement for all that changed the same columns. */
    static void write(Session session, Owner owner, Collection<Draft> drafts) {
        session.batch(
                "INSERT INTO prospect (key, account, " + String.join(", ", Columns.STANDARD) + ", " + Columns.CUSTOM
                        + ") VALUES (" + "?, ".repeat(Columns.STANDARD.size() + 2) + "?)",
                drafts.stream().filter(draft -> draft.created).toList(),
                (draft, bindings) -> draft.bind(bindings.add(draft.key).add(owner.account()), -1));
        Map<Integer, List<Draft>> byColumns = drafts.stream()
                .filter(draft -> !draft.created && draft.changed != 0)
                .collect(Collectors.groupingBy(draft -> draft.changed, LinkedHashMap::new, Collectors.toList()));
        byColumns.forEach((columns, same) -> session.batch(
                "UPDATE prospect SET " + assignments(columns) + " WHERE key = ?",
                same,
                (draft, bindings) -> draft.bind(bindings, columns).add(draft.key)));
        for (Draft draft : drafts) {
            draft.created = false;
            draft.changed = 0;
        }
    }

    private static String assignments(int columns) {
        List<String> assignments = new ArrayList<>();
        for (int column = 0; column <= CUSTOM; column++) {
            if ((columns & 1 << column) != 0) {
                assignments.add((column == CUSTOM ? Columns.CUSTOM : Columns.STANDARD.get(column)) + " = ?");
            }
        }
        return String.join(", ", assignments);
    }

    private Bindings bind(Bindings bindings, int columns) throws SQLException {
        for (int column = 0; column <= CUSTOM; column++) {
            if ((columns & 1 << column) != 0) {
                bindings.add(column(column));
            }
        }
        return bindings;
    }

    private @Nullable Object column(int column) {
        if (column == CUSTOM) {
            return CustomValues.write(values);
        }
        Optional<Flag> flag = Flag.of(StandardFields.ALL.get(column));
        if (flag.isPresent()) {
            return since[flag.get().field().slot()];
        }
        Value value = values[column];
        return value == null ? null : Columns.kept(value);
    }
}
