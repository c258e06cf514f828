package heed.store.internal;

import heed.model.field.Field;
import heed.model.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** SQLite: one writer at a time, so that nothing need be held; lists are bound as one JSON array. */
final class SqliteDialect implements Dialect {
    private static final int MOST_DAMAGES = 5;

    @Override
    public String said(String word, String argument) {
        return switch (word) {
            case "in" -> "IN (SELECT value FROM json_each(" + argument + "))";
            case "list" -> "json_each(" + argument + ")";
            case "held", "free", "kept", "alone" -> "";
            case "version" -> "0";
            case "by" -> "INDEXED BY " + argument;
            case "unindexed" -> "NOT INDEXED";
            case "opaque" -> "+";
            default -> throw new IllegalArgumentException("{" + word + "} is no word of SQL");
        };
    }

    @Override
    public SqlStatement statement(String sql) {
        return SqlStatement.of(sql, this::said);
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(position, 0);
        } else if (value instanceof String text) {
            statement.setString(position, text);
        } else if (value instanceof Double number) {
            statement.setDouble(position, number);
        } else if (value instanceof Boolean yes) {
            statement.setInt(position, yes ? 1 : 0);
        } else if (value instanceof Json.Document document) {
            statement.setString(position, document.json());
        } else if (value instanceof Collection<?> list) {
            statement.setString(position, Json.array(list));
        } else {
            statement.setLong(position, ((Number) value).longValue());
        }
    }

    @Override
    public <T> boolean copy(
            Connection connection, String table, List<String> columns, List<T> rows, Session.RowWriter<T> writer) {
        return false;
    }

    /** By its bytes: a third faster than the driver's own way, for millions of texts. */
    @Override
    public @Nullable String text(ResultSet rows, int column) throws SQLException {
        byte[] utf8 = rows.getBytes(column);
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable String json(ResultSet rows, int column) throws SQLException {
        return text(rows, column);
    }

    @Override
    public String kept(String text) {
        return text;
    }

    @Override
    public String read(String kept) {
        return kept;
    }

    @Override
    public String member(Field field) {
        return "json_extract(" + Columns.CUSTOM + ", '" + path(field) + "')";
    }

    @Override
    public String anyTag(Field field, String condition) {
        return "EXISTS (SELECT 1 FROM json_each(" + Columns.CUSTOM + ", '" + path(field) + "') WHERE " + condition
                + ")";
    }

    private static String path(Field field) {
        return "$.\"" + field.slot() + "\"";
    }

    @Override
    public String lower(String text) {
        return "lower(" + text + ")"; // folds the case of ASCII letters only
    }

    @Override
    public Sql folded(String text, List<String> keys, Function<String, Sql> condition) {
        return condition.apply(KeyFunction.NAME + "(" + text + ")");
    }

    @Override
    public Sql has(String text, SqlText.Part part, String wanted) {
        return switch (part) {
            case WHOLE -> Sql.of(text + " = ?", wanted);
            case ANYWHERE -> Sql.of("instr(" + text + ", ?) > 0", wanted);
            case START -> Sql.of("instr(" + text + ", ?) = 1", wanted);
            // Bytes, because substr of a text ends at a NUL.
            case END ->
                Sql.of("substr(CAST(" + text + " AS BLOB), -octet_length(?)) = CAST(? AS BLOB)", wanted, wanted);
        };
    }

    /** As bytes, because substr of a text ends at a NUL. */
    @Override
    public String behindFirst(String text) {
        return "CAST(substr(CAST(" + text + " AS BLOB), 2) AS TEXT)";
    }

    /** Every other writer waits for this transaction or is done before it. */
    @Override
    public boolean concurrent() {
        return false;
    }

    /** Few, so that they are still near the processor when they are written: no statement has a way to go. */
    @Override
    public int rowsAtOnce() {
        return 500;
    }

    @Override
    public void take(Session session, Owner owner, Collection<String> addresses) {}

    @Override
    public void judge(Session session, Owner owner) {}

    @Override
    public void takeAll(Session session, Owner owner) {}

    @Override
    public LongSupplier mailIds(Session session, Owner owner) {
        AtomicLong last = new AtomicLong(session.number(
                "SELECT coalesce(max(id), ?1) FROM mail WHERE id > ?1 AND id <= ?2", owner.before(), owner.last()));
        return last::incrementAndGet;
    }

    @Override
    public List<String> plan(Session session, String sql, Object... values) {
        return session.list("EXPLAIN QUERY PLAN " + sql, row -> row.text(4), values);
    }

    @Override
    public long version(Session session) {
        return session.number("PRAGMA user_version");
    }

    /** Indexes included: an address whose flag an index has lost would get mail. */
    @Override
    public List<String> damages(Session session) {
        List<String> said = session.list("PRAGMA integrity_check(" + MOST_DAMAGES + ")", row -> row.text(1));
        return said.equals(List.of("ok")) ? List.of() : said;
    }

    @Override
    public String remedy() {
        return "if only indexes are named, `sqlite3 FILE REINDEX` mends them, otherwise restore a backup";
    }

    @Override
    public Optional<Instant> now(Session session) {
        return Optional.empty();
    }

    @Override
    public StoreException failure(SQLException e) {
        return SqliteFailure.of(e);
    }
}
