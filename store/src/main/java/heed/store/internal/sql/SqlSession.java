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
 * A connection and its prepared statements, for one thread at a time. SQL given to it is written in this package; every
 * value is bound. A failure is a {@link StoreException}, after which nothing can be committed.
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

    /** Reads a row. */
    public interface RowReader<T> {
        T read(ResultRow row) throws SQLException;
    }

    /** Binds one of a batch's rows. */
    public interface RowWriter<T> {
        void write(T row, RowBindings bindings) throws SQLException;
    }

    /** Work on the connection itself. */
    public interface ConnectionWork<T> {
        T apply(Connection connection) throws SQLException;
    }

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

    public <T> Optional<T> findFirst(String sql, RowReader<T> reader, @Nullable Object... values) {
        return query(sql, reader, values).stream().findFirst();
    }

    public long queryNumber(String sql, @Nullable Object... values) {
        return findFirst(sql, row -> row.number(1), values).orElseThrow();
    }

    public boolean queryBoolean(String sql, @Nullable Object... values) {
        return findFirst(sql, row -> row.bool(1), values).orElseThrow();
    }

    /** The rows for a list of values, the SQL's last parameter; none for an empty one, without asking. */
    public <T> List<T> queryIn(String sql, Collection<?> in, RowReader<T> reader, @Nullable Object... values) {
        if (in.isEmpty()) {
            return List.of();
        }
        @Nullable Object[] bound = Arrays.copyOf(values, values.length + 1);
        bound[values.length] = List.copyOf(in);
        return query(sql, reader, bound);
    }

    /** Executes a statement and answers how many rows it changed. */
    public int update(String sql, @Nullable Object... values) {
        return withConnection(connection -> bind(sql, values).executeUpdate());
    }

    /** Adds rows to a table, the fastest way that the database has. */
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

    /** Executes a statement for each row. */
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

    public <T> T withConnection(ConnectionWork<T> work) {
        try {
            return work.apply(connection);
        } catch (SQLException e) {
            failed = true;
            throw dialect.toStoreException(e);
        }
    }

    /** Begins a transaction by what the database says for that. */
    public void begin(String sql) {
        execute(sql);
        inTransaction = true;
    }

    /** Says that a transaction was begun on its connection. */
    public void markOpen() {
        inTransaction = true;
    }

    public void commit() {
        if (failed) {
            throw new StoreException("the transaction was not kept: a part of it failed");
        }
        execute("COMMIT");
        inTransaction = false;
    }

    /** Undoes what was not committed; false if this must be closed, which undoes it too. */
    public boolean finish() {
        boolean reusable = !failed;
        if (inTransaction) {
            inTransaction = false;
            try {
                execute("ROLLBACK");
            } catch (StoreException e) {
                return false; // what ended the work says more
            }
        }
        return reusable;
    }

    private void execute(String sql) {
        withConnection(connection -> prepare(sql).statement.execute());
    }

    /** Says that nothing of the transaction may be committed. */
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
            String eldest = statements.keySet().iterator().next();
            CachedStatement closed = statements.remove(eldest);
            if (closed != null) {
                closed.statement.close();
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
        statements.clear(); // closed with their connection
        withConnection(connection -> {
            connection.close();
            return true;
        });
    }

    /** The values of a row that is written, in order. */
    public interface RowBindings {
        /** What {@link SqlDialect#bind} takes. */
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

    /** A row that is read, its columns counted from 1. */
    public static final class ResultRow {
        private final ResultSet rows;
        private final SqlDialect dialect;

        private ResultRow(ResultSet rows, SqlDialect dialect) {
            this.rows = rows;
            this.dialect = dialect;
        }

        /** The text of a column that is never null. */
        public String text(int column) throws SQLException {
            String text = textOrNull(column);
            if (text == null) {
                throw new SQLException("column " + column + " is null");
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

        /** What was bound as a {@link StoredJson.JsonText}, its texts as they are {@linkplain SqlDialect#toStoredText kept}. */
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
