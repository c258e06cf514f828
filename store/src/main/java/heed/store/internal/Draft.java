package heed.store.internal;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.ProspectFlag;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /** Holds prospects and reads those columns that hold the fields; of the account's own fields all or none. */
    static List<Draft> read(
            Session session,
            FieldCatalog catalog,
            ProspectVersions versions,
            Collection<Long> keys,
            Collection<Field> fields) {
        List<Field> standard =
                StandardFields.ALL.stream().filter(fields::contains).toList();
        boolean custom = fields.stream().anyMatch(field -> !field.isStandard());
        List<String> columns = new ArrayList<>(List.of("key", "{version}"));
        standard.forEach(field -> columns.add(Columns.of(field)));
        if (custom) {
            columns.add(Columns.CUSTOM);
        }
        return session.listIn(
                "SELECT " + String.join(", ", columns) + " FROM prospect WHERE key {in ?} ORDER BY key {held}",
                keys,
                row -> {
                    Draft draft = new Draft(row.number(1), catalog.size());
                    versions.held(draft.key, row.number(2));
                    for (int i = 0; i < standard.size(); i++) {
                        draft.read(row, i + 3, standard.get(i));
                    }
                    String json = custom ? row.documentOrNull(columns.size()) : null;
                    if (json != null) {
                        Json.read(json, draft.values, catalog, row.dialect()::read);
                    }
                    return draft;
                });
    }

    private void read(Row row, int column, Field field) throws SQLException {
        if (field.isFlag()) {
            since[field.slot()] = row.numberOrNull(column);
        } else {
            values[field.slot()] = Columns.value(row, column, field);
        }
    }

    /** Whether it is not kept yet. */
    boolean created() {
        return created;
    }

    Optional<Value> value(Field field) {
        return field.isFlag()
                ? Optional.of(Value.of(since[field.slot()] != null))
                : Optional.ofNullable(values[field.slot()]);
    }

    void set(Field field, Optional<Value> value) {
        values[field.slot()] = value.orElse(null);
        changed |= 1 << Math.min(field.slot(), CUSTOM);
    }

    /** Since when, in milliseconds since 1970, the flag is Yes; empty for No. */
    Optional<Long> since(ProspectFlag flag) {
        return Optional.ofNullable(since[flag.field().slot()]);
    }

    void set(ProspectFlag flag, Optional<Long> yesSince) {
        since[flag.field().slot()] = yesSince.orElse(null);
        changed |= 1 << flag.field().slot();
    }

    /** Keeps what was changed, one statement for all that changed alike. */
    static void write(Session session, Owner owner, Collection<Draft> drafts) {
        insert(session, owner, drafts.stream().filter(draft -> draft.created).toList());
        Map<Change, List<Long>> changes = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            if (!draft.created && draft.changed != 0) {
                changes.computeIfAbsent(draft.change(session.dialect()), change -> new ArrayList<>())
                        .add(draft.key);
            }
        }
        Map<Integer, List<Map.Entry<Change, Long>>> single = new LinkedHashMap<>();
        changes.forEach((change, keys) -> {
            if (keys.size() == 1) {
                single.computeIfAbsent(change.columns, columns -> new ArrayList<>())
                        .add(Map.entry(change, keys.get(0)));
            } else {
                List<@Nullable Object> values = new ArrayList<>(change.values);
                values.add(keys);
                session.update(update(change.columns) + " WHERE key {in ?}", values.toArray());
            }
        });
        single.forEach((columns, alike) -> session.batch(update(columns) + " WHERE key = ?", alike, (one, bindings) -> {
            for (Object value : one.getKey().values) {
                bindings.add(value);
            }
            bindings.add(one.getValue());
        }));
        for (Draft draft : drafts) {
            draft.created = false;
            draft.changed = 0;
        }
    }

    /** Into those columns that any of them has a value for. */
    private static void insert(Session session, Owner owner, List<Draft> created) {
        int columns = created.stream().mapToInt(draft -> draft.changed).reduce(0, (one, other) -> one | other);
        List<String> names = new ArrayList<>(List.of("key", "account"));
        names.addAll(names(columns));
        session.insert("prospect", names, created, (draft, bindings) -> {
            bindings.add(draft.key).add(owner.account());
            for (int column = 0; column <= CUSTOM; column++) {
                if (has(columns, column)) {
                    bindings.add(draft.column(column, session.dialect()));
                }
            }
        });
    }

    private static boolean has(int columns, int column) {
        return (columns & 1 << column) != 0;
    }

    private static List<String> names(int columns) {
        return IntStream.rangeClosed(0, CUSTOM)
                .filter(column -> has(columns, column))
                .mapToObj(column -> column == CUSTOM ? Columns.CUSTOM : Columns.STANDARD.get(column))
                .toList();
    }

    /** What is written to some columns: the same to many prospects, in one statement. */
    private record Change(int columns, List<@Nullable Object> values) {}

    private Change change(Dialect dialect) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 0; column <= CUSTOM; column++) {
            if (has(changed, column)) {
                values.add(column(column, dialect));
            }
        }
        return new Change(changed, values);
    }

    private static String update(int columns) {
        return "UPDATE prospect SET " + String.join(" = ?, ", names(columns)) + " = ?";
    }

    private @Nullable Object column(int column, Dialect dialect) {
        if (column == CUSTOM) {
            return Json.write(values, dialect::kept);
        }
        if (StandardFields.ALL.get(column).isFlag()) {
            return since[column];
        }
        Value value = values[column];
        return value == null ? null : Columns.kept(value);
    }
}
