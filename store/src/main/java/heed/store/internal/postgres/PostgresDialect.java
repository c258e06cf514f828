package heed.store.internal.postgres;

import heed.model.field.Field;
import heed.model.store.StoreException;
import heed.model.text.InvisibleCharacters;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlCondition;
import heed.store.internal.sql.SqlDialect;
import heed.store.internal.sql.SqlPlaceholder;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlStatement;
import heed.store.internal.sql.StoredJson;
import heed.store.internal.sql.TextConditions;
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

/** The SQL of PostgreSQL: rows are locked by the transaction that changes them, and lists are bound as arrays. */
final class PostgresDialect implements SqlDialect {
    private static final String INVISIBLE_CHARACTERS = InvisibleCharacters.postgresPattern();

    private static final int MIN_ROWS_FOR_COPY = 20; // fewer rows are faster with INSERT

    @Override
    public String sqlFor(SqlPlaceholder placeholder, String argument) {
        return switch (placeholder) {
            case IN -> "= ANY (" + argument + ")";
            case LIST ->
                "(SELECT value, number - 1 AS key FROM unnest(" + argument
                        + ") WITH ORDINALITY AS numbered (value, number)) AS list";
            case FOR_UPDATE -> forUpdate(argument);
            case SKIP_LOCKED -> forUpdate(argument) + " SKIP LOCKED";
            case SHARED_LOCK -> "FOR KEY SHARE";
            case EXCLUSIVE_LOCK -> "FOR UPDATE";
            case ROW_VERSION -> "xmin::text::bigint";
            case USE_INDEX, NO_INDEX, NOT_INDEXABLE -> "";
        };
    }

    private static String forUpdate(String table) {
        return "FOR NO KEY UPDATE" + (table.isEmpty() ? "" : " OF " + table);
    }

    @Override
    public SqlStatement translate(String sql) {
        return SqlStatement.of(sql, this::sqlFor).withPositionalParameters();
    }

    @Override
    public void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(position, Types.NULL);
        } else if (value instanceof String text) {
            statement.setString(position, PostgresText.encode(text));
        } else if (value instanceof Double number) {
            statement.setDouble(position, number);
        } else if (value instanceof Boolean yes) {
            statement.setBoolean(position, yes);
        } else if (value instanceof StoredJson.JsonText document) {
            statement.setObject(position, document.json(), Types.OTHER);
        } else if (value instanceof Collection<?> list) {
            Object[] values = list.stream().map(PostgresDialect::toElement).toArray();
            boolean texts = values.length > 0 && values[0] instanceof String;
            statement.setArray(position, statement.getConnection().createArrayOf(texts ? "text" : "int8", values));
        } else {
            statement.setLong(position, ((Number) value).longValue());
        }
    }

    private static Object toElement(Object value) {
        return value instanceof String text ? PostgresText.encode(text) : ((Number) value).longValue();
    }

    @Override
    public <T> boolean bulkInsert(
            Connection connection, String table, List<String> columns, List<T> rows, SqlSession.RowWriter<T> writer)
            throws SQLException {
        if (rows.size() < MIN_ROWS_FOR_COPY) {
            return false;
        }
        PostgresCopy.copy(connection, table, columns, rows, writer);
        return true;
    }

    @Override
    public @Nullable String readText(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? null : PostgresText.decode(text);
    }

    @Override
    public @Nullable String readJson(ResultSet rows, int column) throws SQLException {
        return rows.getString(column);
    }

    @Override
    public String toStoredText(String text) {
        return PostgresText.encode(text);
    }

    @Override
    public String fromStoredText(String stored) {
        return PostgresText.decode(stored);
    }

    @Override
    public String customField(Field field) {
        String text = "(" + FieldColumns.CUSTOM + " ->> '" + field.slot() + "')";
        return switch (field.type()) {
            case TEXT, COUNTRY, TAGS -> text;
            case NUMBER -> text + "::float8";
            case YES_NO, DATE, DATE_TIME -> text + "::bigint";
        };
    }

    @Override
    public String anyTagMatches(Field field, String condition) {
        return "EXISTS (SELECT 1 FROM jsonb_array_elements_text(" + FieldColumns.CUSTOM + " -> '" + field.slot()
                + "') AS tag (value) WHERE " + condition + ")";
    }

    @Override
    public String lowerAscii(String text) {
        return "lower(" + text + " COLLATE \"C\")"; // "C" folds the case of ASCII letters only
    }

    /**
     * Removes invisible characters and folds with the tables of this process, so that the server's version of Unicode does not matter. The server normalises,
     * which gives the same result in every version.
     */
    @Override
    public SqlCondition matchesFolded(String text, List<String> keys, Function<String, SqlCondition> condition) {
        CaseFolding folding = CaseFolding.forKeys(keys);
        SqlCondition keyCondition = condition.apply("folded.key");
        List<Object> values = new ArrayList<>(keyCondition.values());
        values.add(INVISIBLE_CHARACTERS);
        values.add(folding.from());
        values.add(folding.to());
        return new SqlCondition(
                "(SELECT " + keyCondition.text() + " FROM (SELECT normalize(translate(regexp_replace(" + text
                        + ", ?, '', 'g'), ?, ?), NFC) AS key) AS folded)",
                values,
                keyCondition.exact());
    }

    @Override
    public SqlCondition matches(String text, TextConditions.TextMatch part, String key) {
        return switch (part) {
            case WHOLE -> SqlCondition.of(text + " = ?", key);
            case ANYWHERE -> SqlCondition.of("strpos(" + text + ", ?) > 0", key);
            case START -> SqlCondition.of("starts_with(" + text + ", ?)", key);
            case END -> SqlCondition.of("right(" + text + ", length(?)) = ?", key, key);
        };
    }

    @Override
    public String withoutFirstCharacter(String text) {
        return "substr(" + text + ", 2)";
    }

    @Override
    public boolean hasConcurrentWriters() {
        return true;
    }

    /** Returns a large number, because each statement is a round trip to the server. */
    @Override
    public int importBatchSize() {
        return 5_000;
    }

    @Override
    public void lockAddresses(SqlSession session, AccountKey account, Collection<String> addresses) {
        AddressLocks.lock(session, account, addresses);
    }

    @Override
    public void lockBounceMarking(SqlSession session, AccountKey account) {
        AddressLocks.lockBounceMarking(session, account);
    }

    @Override
    public void overwriteDeleted(SqlSession session) {
        // PostgreSQL frees the space of deleted rows by VACUUM, which the server runs by itself.
    }

    @Override
    public void lockAllAddresses(SqlSession session, AccountKey account) {
        AddressLocks.lockAll(session, account);
    }

    @Override
    public LongSupplier mailIdSequence(SqlSession session, AccountKey account) {
        return new MailIdSequence(session, account);
    }

    @Override
    public void skipMailNumbers(SqlSession session, long last) {
        long unused =
                session.queryNumber("SELECT setval('mail_number', greatest(?, last_value)) FROM mail_number", last);
    }

    @Override
    public List<String> explain(SqlSession session, String sql, Object... values) {
        return session.query("EXPLAIN (COSTS OFF) " + sql, row -> row.text(1), values);
    }

    @Override
    public long schemaVersion(SqlSession session) {
        return session.queryNumber("SELECT version FROM store");
    }

    @Override
    public List<String> findDamage(SqlSession session) {
        return session.query("""
                SELECT 'index ' || c.relname || ' is not valid' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid
                UNION ALL
                SELECT 'constraint ' || conname || ' is not validated' FROM pg_constraint
                WHERE connamespace = current_schema()::regnamespace AND NOT convalidated
                ORDER BY 1
                """, row -> row.text(1));
    }

    @Override
    public String repairAdvice() {
        return "REINDEX INDEX repairs an index, ALTER TABLE … VALIDATE CONSTRAINT finds the rows that violate a constraint";
    }

    @Override
    public Optional<Instant> databaseTime(SqlSession session) {
        return session.findFirst(
                "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint",
                row -> Instant.ofEpochMilli(row.number(1)));
    }

    @Override
    public StoreException toStoreException(SQLException e) {
        return PostgresErrorTranslator.translate(e);
    }
}
