package heed.store.internal.prospects;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.suppression.AssertedProspect;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlDialect;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import heed.store.internal.sql.StoredJson;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The row of a prospect while a transaction changes it: the columns that were read, and which of them are to be
 * written.
 */
public final class ProspectRow implements AssertedProspect {
    private static final int CUSTOM_COLUMN = FieldColumns.STANDARD.size(); // behind the standard columns

    final long key;
    private final @Nullable Value[] values;
    private final @Nullable Long[] since = new @Nullable Long[FieldColumns.STANDARD.size()];
    private boolean created;
    private int changedColumns; // one bit a column

    private ProspectRow(long key, int slots) {
        this.key = key;
        this.values = new @Nullable Value[slots];
    }

    /** A prospect that is not in the database yet. */
    static ProspectRow created(long key, FieldCatalog catalog) {
        ProspectRow prospectRow = new ProspectRow(key, catalog.size());
        prospectRow.created = true;
        return prospectRow;
    }

    /**
     * Reads the columns of some fields, and locks the prospects if {@code versions} are given; of the account's own fields, which share a column, all or
     * none.
     */
    static List<ProspectRow> read(
            SqlSession session,
            FieldCatalog catalog,
            Optional<ProspectVersions> versions,
            Collection<Long> keys,
            Collection<Field> fields) {
        List<Field> standard =
                StandardFields.ALL.stream().filter(fields::contains).toList();
        boolean custom = fields.stream().anyMatch(field -> !field.isStandard());
        List<String> columns = new ArrayList<>(List.of("key", "{row version}"));
        standard.forEach(field -> columns.add(FieldColumns.columnOf(field)));
        if (custom) {
            columns.add(FieldColumns.CUSTOM);
        }
        return session.queryIn(
                "SELECT " + String.join(", ", columns) + " FROM prospect WHERE key {in ?} ORDER BY key"
                        + (versions.isPresent() ? " {for update}" : ""),
                keys,
                row -> {
                    ProspectRow prospectRow = new ProspectRow(row.number(1), catalog.size());
                    if (versions.isPresent()) {
                        versions.get().recordLocked(prospectRow.key, row.number(2));
                    }
                    for (int i = 0; i < standard.size(); i++) {
                        prospectRow.read(row, i + 3, standard.get(i));
                    }
                    String customJson = custom ? row.jsonOrNull(columns.size()) : null;
                    if (customJson != null) {
                        StoredJson.read(customJson, prospectRow.values, catalog, row.dialect()::fromStoredText);
                    }
                    return prospectRow;
                });
    }

    private void read(ResultRow row, int column, Field field) throws SQLException {
        if (field.isFlag()) {
            since[field.slot()] = row.numberOrNull(column);
        } else {
            values[field.slot()] = FieldColumns.toValue(row, column, field);
        }
    }

    /** Returns whether the row is not in the database yet. */
    boolean created() {
        return created;
    }

    @Override
    public ProspectId key() {
        return new ProspectId(key);
    }

    @Override
    public Optional<Value> value(Field field) {
        return field.isFlag()
                ? Optional.of(Value.of(since[field.slot()] != null))
                : Optional.ofNullable(values[field.slot()]);
    }

    @Override
    public void set(Field field, Optional<Value> value) {
        values[field.slot()] = value.orElse(null);
        changedColumns |= 1 << Math.min(field.slot(), CUSTOM_COLUMN);
    }

    @Override
    public Optional<Instant> since(ProspectFlag flag) {
        return Optional.ofNullable(since[flag.field().slot()]).map(Instant::ofEpochMilli);
    }

    @Override
    public void set(ProspectFlag flag, Optional<Instant> yesSince) {
        since[flag.field().slot()] = yesSince.map(Instant::toEpochMilli).orElse(null);
        changedColumns |= 1 << flag.field().slot();
    }

    /** Writes what was changed, in one statement for all rows that changed alike. */
    static void write(SqlSession session, AccountKey account, Collection<ProspectRow> rows) {
        insert(
                session,
                account,
                rows.stream().filter(prospectRow -> prospectRow.created).toList());
        Map<ColumnUpdate, List<Long>> changes = new LinkedHashMap<>();
        for (ProspectRow prospectRow : rows) {
            if (!prospectRow.created && prospectRow.changedColumns != 0) {
                changes.computeIfAbsent(prospectRow.columnUpdate(session.dialect()), change -> new ArrayList<>())
                        .add(prospectRow.key);
            }
        }
        Map<Integer, List<Map.Entry<ColumnUpdate, Long>>> singles = new LinkedHashMap<>();
        changes.forEach((change, keys) -> {
            if (keys.size() == 1) {
                singles.computeIfAbsent(change.columns, columns -> new ArrayList<>())
                        .add(Map.entry(change, keys.get(0)));
            } else {
                List<@Nullable Object> values = new ArrayList<>(change.values);
                values.add(keys);
                session.update(updateSql(change.columns) + " WHERE key {in ?}", values.toArray());
            }
        });
        singles.forEach((columns, sameColumns) ->
                session.batch(updateSql(columns) + " WHERE key = ?", sameColumns, (entry, bindings) -> {
                    for (Object value : entry.getKey().values) {
                        bindings.add(value);
                    }
                    bindings.add(entry.getValue());
                }));
        for (ProspectRow prospectRow : rows) {
            prospectRow.created = false;
            prospectRow.changedColumns = 0;
        }
    }

    /** Inserts new rows, with the columns that any of them has a value for. */
    private static void insert(SqlSession session, AccountKey account, List<ProspectRow> newRows) {
        int columns = newRows.stream()
                .mapToInt(prospectRow -> prospectRow.changedColumns)
                .reduce(0, (left, right) -> left | right);
        List<String> names = new ArrayList<>(List.of("key", "account"));
        names.addAll(names(columns));
        session.insert("prospect", names, newRows, (prospectRow, bindings) -> {
            bindings.add(prospectRow.key).add(account.id());
            for (int column = 0; column <= CUSTOM_COLUMN; column++) {
                if (contains(columns, column)) {
                    bindings.add(prospectRow.storedValue(column, session.dialect()));
                }
            }
        });
    }

    private static boolean contains(int columns, int column) {
        return (columns & 1 << column) != 0;
    }

    private static List<String> names(int columns) {
        return IntStream.rangeClosed(0, CUSTOM_COLUMN)
                .filter(column -> contains(columns, column))
                .mapToObj(column -> column == CUSTOM_COLUMN ? FieldColumns.CUSTOM : FieldColumns.STANDARD.get(column))
                .toList();
    }

    /** New values of some columns. Prospects with equal updates are written by one statement. */
    private record ColumnUpdate(int columns, List<@Nullable Object> values) {}

    private ColumnUpdate columnUpdate(SqlDialect dialect) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 0; column <= CUSTOM_COLUMN; column++) {
            if (contains(changedColumns, column)) {
                values.add(storedValue(column, dialect));
            }
        }
        return new ColumnUpdate(changedColumns, values);
    }

    private static String updateSql(int columns) {
        return "UPDATE prospect SET " + String.join(" = ?, ", names(columns)) + " = ?";
    }

    private @Nullable Object storedValue(int column, SqlDialect dialect) {
        if (column == CUSTOM_COLUMN) {
            return StoredJson.write(values, dialect::toStoredText);
        }
        if (StandardFields.ALL.get(column).isFlag()) {
            return since[column];
        }
        Value value = values[column];
        return value == null ? null : FieldColumns.toStored(value);
    }
}
