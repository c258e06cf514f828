package heed.store.internal.sql;

import heed.model.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection and its prepared statements, for one thread at a time. All SQL comes from this module, and every value is
 * bound. A failure is a {@link StoreException}, after which nothing of the transaction can be committed.
 */
public final class SqlSession implements AutoCloseable {
    private static final int MAX_STATEMENTS = 100;

    private final Connection connection;
    private final SqlDialect dialect;
    private final Map<String, CachedStatement> statements = new LinkedHashMap<>(2 * MAX_STATEMENTS, 0.75f, true);
    private boolean inTransaction;
    private boolean failed;

    private record CachedStatement(PreparedStatement statement, List<Integer> parameterNumbers) {}

    public SqlSession(Connection connection, SqlDialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    public SqlDialect dialect() {
        return dialect;
    }

    /** Reads the current row of a result. */
    public interface RowReader<T> {
        T read(ResultRow row) throws SQLException;
    }

    /** Binds the values of one row of a batch. */
    public interface RowWriter<T> {
        void write(T row, RowBindings bindings) throws SQLException;
    }

    /** Work on the JDBC connection itself. */
    public interface ConnectionWork<T> {
        T apply(Connection connection) throws SQLException;
    }

    /** Returns all rows of a query in order. */
    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values) {
        return withConnection(connection -> {
            PreparedStatement statement = bind(sql, values);
            List<T> results = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                ResultRow row = new ResultRow(rows, dialect);
                while (rows.next()) {
                    results.add(reader.read(row));
                }
            }
            return results;
        });
    }

    /** Returns the first row of a query; empty if there is none. */
    public <T> Optional<T> findFirst(String sql, RowReader<T> reader, @Nullable Object... values) {
        return query(sql, reader, values).stream().findFirst();
    }

    /** Returns the number in the first column of the first row, which must exist. */
    public long queryNumber(String sql, @Nullable Object... values) {
        return findFirst(sql, row -> row.number(1), values).orElseThrow();
    }

    /** Returns the truth value in the first column of the first row, which must exist. */
    public boolean queryBoolean(String sql, @Nullable Object... values) {
        return findFirst(sql, row -> row.bool(1), values).orElseThrow();
    }

    /**
     * Returns the rows for a list of values, which is the statement's last parameter; an empty list gives none without a
     * query.
     */
    public <T> List<T> queryIn(String sql, Collection<?> in, RowReader<T> reader, @Nullable Object... values) {
        if (in.isEmpty()) {
            return List.of();
        }
        @Nullable Object[] bound = Arrays.copyOf(values, values.length + 1);
        bound[values.length] = List.copyOf(in);
        return query(sql, reader, bound);
    }

    /** Executes a statement and returns the number of rows that it changed. */
    public int update(String sql, @Nullable Object... values) {
        return withConnection(connection -> bind(sql, values).executeUpdate());
    }

    /** Inserts rows into a table by the fastest method of the database. */
    public <T> void insert(String table, List<String> columns, List<T> rows, RowWriter<T> writer) {
        boolean copied = withConnection(connection -> dialect.bulkInsert(connection, table, columns, rows, writer));
        if (!copied) {
            String parameters = String.join(", ", Collections.nCopies(columns.size(), "?"));
            batch(
                    "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + parameters + ")",
                    rows,
                    writer);
        }
    }

    /** Executes a statement once for each row. */
    public <T> void batch(String sql, List<T> rows, RowWriter<T> writer) {
        if (rows.isEmpty()) {
            return;
        }
        withConnection(connection -> {
            PreparedStatement statement = prepare(sql).statement;
            StatementBindings bindings = new StatementBindings(statement, dialect);
            for (T row : rows) {
                bindings.reset();
                writer.write(row, bindings);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /**
     * Runs work on the JDBC connection.
     *
     * @throws StoreException if the work fails; nothing of the transaction can be committed then
     */
    public <T> T withConnection(ConnectionWork<T> work) {
        try {
            return work.apply(connection);
        } catch (SQLException e) {
            failed = true;
            throw dialect.toStoreException(e);
        }
    }

    /** Begins a transaction by the database's statement for it. */
    public void begin(String sql) {
        execute(sql);
        inTransaction = true;
    }

    /** Records that a transaction was begun on the connection by other means. */
    public void markOpen() {
        inTransaction = true;
    }

    /**
     * Commits the transaction.
     *
     * @throws StoreException if a statement of the transaction has failed, or if the commit fails
     */
    public void commit() {
        if (failed) {
            throw new StoreException("the transaction was not committed: a part of it failed");
        }
        execute("COMMIT");
        inTransaction = false;
    }

    /**
     * Rolls back what was not committed; returns false if the session is unusable and must be closed, which rolls back too.
     */
    public boolean finish() {
        boolean reusable = !failed;
        if (inTransaction) {
            inTransaction = false;
            try {
                execute("ROLLBACK");
            } catch (StoreException e) {
                return false; // the failure that ended the work is reported instead
            }
        }
        return reusable;
    }

    private void execute(String sql) {
        withConnection(connection -> prepare(sql).statement.execute());
    }

    /** Prevents the transaction from being committed. */
    public void markFailed() {
        failed = true;
    }

    private PreparedStatement bind(String sql, @Nullable Object[] values) throws SQLException {
        CachedStatement prepared = prepare(sql);
        StatementBindings bindings = new StatementBindings(prepared.statement, dialect);
        bindings.reset();
        if (prepared.parameterNumbers.isEmpty()) {
            for (Object value : values) {
                bindings.add(value);
            }
        } else {
            for (int number : prepared.parameterNumbers) {
                bindings.add(values[number - 1]);
            }
        }
        return prepared.statement;
    }

    private CachedStatement prepare(String sql) throws SQLException {
        CachedStatement cached = statements.get(sql);
        if (cached != null) {
            return cached;
        }
        if (statements.size() >= MAX_STATEMENTS) {
            String leastRecentlyUsed = statements.keySet().iterator().next();
            CachedStatement evicted = statements.remove(leastRecentlyUsed);
            if (evicted != null) {
                evicted.statement.close();
            }
        }
        SqlStatement statement = dialect.translate(sql);
        CachedStatement prepared =
                new CachedStatement(connection.prepareStatement(statement.text()), statement.parameterNumbers());
        statements.put(sql, prepared);
        return prepared;
    }

    @Override
    public void close() {
        statements.clear(); // closing the connection closes them
        withConnection(connection -> {
            connection.close();
            return true;
        });
    }

    /** Receives the values of a row in the order of their parameters. */
    public interface RowBindings {
        /** Binds the next value, of a type that {@link SqlDialect#bind} accepts. */
        RowBindings add(@Nullable Object value) throws SQLException;
    }

    private static final class StatementBindings implements RowBindings {
        private final PreparedStatement statement;
        private final SqlDialect dialect;
        private int position;

        StatementBindings(PreparedStatement statement, SqlDialect dialect) {
            this.statement = statement;
            this.dialect = dialect;
        }

        void reset() {
            position = 0;
        }

        @Override
        public RowBindings add(@Nullable Object value) throws SQLException {
            position++;
            dialect.bind(statement, position, value);
            return this;
        }
    }

    /** The current row of a result. Columns are counted from 1. */
    public static final class ResultRow {
        private final ResultSet rows;
        private final SqlDialect dialect;

        private ResultRow(ResultSet rows, SqlDialect dialect) {
            this.rows = rows;
            this.dialect = dialect;
        }

        /** Returns the text of a column that is never NULL. */
        public String text(int column) throws SQLException {
            String text = textOrNull(column);
            if (text == null) {
                throw new SQLException("column " + column + " is NULL");
            }
            return text;
        }

        @Nullable
        public String textOrNull(int column) throws SQLException {
            return dialect.readText(rows, column);
        }

        public Optional<String> optionalText(int column) throws SQLException {
            return Optional.ofNullable(textOrNull(column));
        }

        /** Returns a text, or a number as its type in the database; null if the column is NULL. */
        @Nullable
        public Object valueOrNull(int column) throws SQLException {
            Object value = rows.getObject(column);
            return value instanceof String ? textOrNull(column) : value;
        }

        /** Returns a column of JSON, with its texts in their {@linkplain SqlDialect#toStoredText stored} form. */
        @Nullable
        public String jsonOrNull(int column) throws SQLException {
            return dialect.readJson(rows, column);
        }

        public SqlDialect dialect() {
            return dialect;
        }

        public boolean bool(int column) throws SQLException {
            return rows.getBoolean(column);
        }

        public long number(int column) throws SQLException {
            return rows.getLong(column);
        }

        @Nullable
        public Long numberOrNull(int column) throws SQLException {
            long number = rows.getLong(column);
            return number == 0 && rows.wasNull() ? null : number;
        }

        public double decimal(int column) throws SQLException {
            return rows.getDouble(column);
        }

        @Nullable
        Double decimalOrNull(int column) throws SQLException {
            double number = rows.getDouble(column);
            return number == 0 && rows.wasNull() ? null : number;
        }
    }
}
