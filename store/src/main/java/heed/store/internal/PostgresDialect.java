package heed.store.internal;

import heed.model.field.Field;
import heed.model.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: rows are held by who changes them; lists are bound as arrays. */
final class PostgresDialect implements Dialect {
    private static final int FEW = 20; // rows, for which a COPY does not pay

    @Override
    public String said(String word, String argument) {
        return switch (word) {
            case "in" -> "= ANY (" + argument + ")";
            case "list" ->
                "(SELECT value, number - 1 AS key FROM unnest(" + argument
                        + ") WITH ORDINALITY AS numbered (value, number)) AS list";
            case "held" -> "FOR NO KEY UPDATE" + (argument.isEmpty() ? "" : " OF " + argument);
            case "free" -> "FOR NO KEY UPDATE" + (argument.isEmpty() ? "" : " OF " + argument) + " SKIP LOCKED";
            case "kept" -> "FOR KEY SHARE";
            case "alone" -> "FOR UPDATE";
            case "version" -> "xmin::text::bigint";
            case "by", "unindexed", "opaque" -> "";
            default -> throw new IllegalArgumentException("{" + word + "} is no word of SQL");
        };
    }

    @Override
    public SqlStatement statement(String sql) {
        return SqlStatement.of(sql, this::said).counted();
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(position, Types.NULL);
        } else if (value instanceof String text) {
            statement.setString(position, PostgresText.kept(text));
        } else if (value instanceof Double number) {
            statement.setDouble(position, number);
        } else if (value instanceof Boolean yes) {
            statement.setBoolean(position, yes);
        } else if (value instanceof Json.Document document) {
            statement.setObject(position, document.json(), Types.OTHER);
        } else if (value instanceof Collection<?> list) {
            Object[] values = list.stream().map(PostgresDialect::element).toArray();
            boolean texts = values.length > 0 && values[0] instanceof String;
            statement.setArray(position, statement.getConnection().createArrayOf(texts ? "text" : "int8", values));
        } else {
            statement.setLong(position, ((Number) value).longValue());
        }
    }

    private static Object element(Object one) {
        return one instanceof String text ? PostgresText.kept(text) : ((Number) one).longValue();
    }

    @Override
    public <T> boolean copy(
            Connection connection, String table, List<String> columns, List<T> rows, Session.RowWriter<T> writer)
            throws SQLException {
        if (rows.size() < FEW) {
            return false;
        }
        PostgresCopy.into(connection, table, columns, rows, writer);
        return true;
    }

    @Override
    public @Nullable String text(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? null : PostgresText.read(text);
    }

    @Override
    public @Nullable String json(ResultSet rows, int column) throws SQLException {
        return rows.getString(column);
    }

    @Override
    public String kept(String text) {
        return PostgresText.kept(text);
    }

    @Override
    public String read(String kept) {
        return PostgresText.read(kept);
    }

    @Override
    public String member(Field field) {
        String text = "(" + Columns.CUSTOM + " ->> '" + field.slot() + "')";
        return switch (field.type()) {
            case TEXT, COUNTRY, TAGS -> text;
            case NUMBER -> text + "::float8";
            case YES_NO, DATE, DATE_TIME -> text + "::bigint";
        };
    }

    @Override
    public String anyTag(Field field, String condition) {
        return "EXISTS (SELECT 1 FROM jsonb_array_elements_text(" + Columns.CUSTOM + " -> '" + field.slot()
                + "') AS tag (value) WHERE " + condition + ")";
    }

    @Override
    public String lower(String text) {
        return "lower(" + text + " COLLATE \"C\")"; // which folds the case of ASCII letters only
    }

    /** By the folding of this process, whatever the server knows of letters; it normalises, which no version changes. */
    @Override
    public Sql folded(String text, List<String> keys, Function<String, Sql> condition) {
        CaseFolding folding = CaseFolding.towards(keys);
        Sql said = condition.apply("folded.key");
        List<Object> values = new ArrayList<>(said.values());
        values.add(folding.from());
        values.add(folding.to());
        return new Sql(
                "(SELECT " + said.text() + " FROM (SELECT normalize(translate(" + text
                        + ", ?, ?), NFC) AS key) AS folded)",
                values,
                said.exact());
    }

    @Override
    public Sql has(String text, SqlText.Part part, String wanted) {
        return switch (part) {
            case WHOLE -> Sql.of(text + " = ?", wanted);
            case ANYWHERE -> Sql.of("strpos(" + text + ", ?) > 0", wanted);
            case START -> Sql.of("starts_with(" + text + ", ?)", wanted);
            case END -> Sql.of("right(" + text + ", length(?)) = ?", wanted, wanted);
        };
    }

    @Override
    public String behindFirst(String text) {
        return "substr(" + text + ", 2)";
    }

    @Override
    public boolean concurrent() {
        return true;
    }

    /** Many, since each statement is a journey. */
    @Override
    public int rowsAtOnce() {
        return 5_000;
    }

    @Override
    public void take(Session session, Owner owner, Collection<String> addresses) {
        AddressLocks.take(session, owner, addresses);
    }

    @Override
    public void judge(Session session, Owner owner) {
        AddressLocks.judge(session, owner);
    }

    @Override
    public void takeAll(Session session, Owner owner) {
        AddressLocks.takeAll(session, owner);
    }

    @Override
    public LongSupplier mailIds(Session session, Owner owner) {
        return new MailNumbers(session, owner);
    }

    @Override
    public List<String> plan(Session session, String sql, Object... values) {
        return session.list("EXPLAIN (COSTS OFF) " + sql, row -> row.text(1), values);
    }

    @Override
    public long version(Session session) {
        return session.number("SELECT version FROM store");
    }

    @Override
    public List<String> damages(Session session) {
        return session.list("""
                SELECT 'index ' || c.relname || ' is not valid' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid
                UNION ALL
                SELECT 'constraint ' || conname || ' is not validated' FROM pg_constraint
                WHERE connamespace = current_schema()::regnamespace AND NOT convalidated
                ORDER BY 1
                """, row -> row.text(1));
    }

    @Override
    public String remedy() {
        return "REINDEX INDEX mends an index, ALTER TABLE … VALIDATE CONSTRAINT finds what breaks a constraint";
    }

    @Override
    public Optional<Instant> now(Session session) {
        return session.first(
                "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint",
                row -> Instant.ofEpochMilli(row.number(1)));
    }

    @Override
    public StoreException failure(SQLException e) {
        return PostgresFailure.of(e);
    }
}
