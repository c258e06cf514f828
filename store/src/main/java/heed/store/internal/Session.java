package heed.store.internal;

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
public final class Session implements AutoCloseable {
    private static final int STATEMENTS = 100;

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, Prepared> statements = new LinkedHashMap<>(2 * STATEMENTS, 0.75f, true);
    private boolean open;
    private boolean failed;

    private record Prepared(PreparedStatement statement, List<Integer> values) {}

    Session(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Reads a row. */
    interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    /** Binds one of a batch's rows. */
    interface RowWriter<T> {
        void write(T row, Bindings bindings) throws SQLException;
    }

    /** Work on the connection itself. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... values) {
        return doing(connection -> {
            PreparedStatement statement = bound(sql, values);
            List<T> list = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                Row row = new Row(rows, dialect);
                while (rows.next()) {
                    list.add(reader.read(row));
                }
            }
            return list;
        });
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) {
        return list(sql, reader, values).stream().findFirst();
    }

    long number(String sql, @Nullable Object... values) {
        return first(sql, row -> row.number(1), values).orElseThrow();
    }

    boolean yes(String sql, @Nullable Object... values) {
        return first(sql, row -> row.yes(1), values).orElseThrow();
    }

    /** The rows for a list of values, the SQL's last parameter; none for an empty one, without asking. */
    <T> List<T> listIn(String sql, Collection<?> in, RowReader<T> reader, @Nullable Object... values) {
        if (in.isEmpty()) {
            return List.of();
        }
        @Nullable Object[] bound = Arrays.copyOf(values, values.length + 1);
        bound[values.length] = List.copyOf(in);
        return list(sql, reader, bound);
    }

    /** Executes a statement and answers how many rows it changed. */
    int update(String sql, @Nullable Object... values) {
        return doing(connection -> bound(sql, values).executeUpdate());
    }

    /** Adds rows to a table, the fastest way that the database has. */
    <T> void insert(String table, List<String> columns, List<T> rows, RowWriter<T> writer) {
        boolean copied = doing(connection -> dialect.copy(connection, table, columns, rows, writer));
        if (!copied) {
            String parameters = String.join(", ", Collections.nCopies(columns.size(), "?"));
            batch(
                    "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + parameters + ")",
                    rows,
                    writer);
        }
    }

    /** Executes a statement for each row. */
    <T> void batch(String sql, List<T> rows, RowWriter<T> writer) {
        if (rows.isEmpty()) {
            return;
        }
        doing(connection -> {
            PreparedStatement statement = prepared(sql).statement;
            StatementBindings bindings = new StatementBindings(statement, dialect);
            for (T row : rows) {
                bindings.start();
                writer.write(row, bindings);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    <T> T doing(Work<T> work) {
        try {
            return work.with(connection);
        } catch (SQLException e) {
            failed = true;
            throw dialect.failure(e);
        }
    }

    /** Begins a transaction by what the database says for that. */
    void begin(String sql) {
        execute(sql);
        open = true;
    }

    /** Says that a transaction was begun on its connection. */
    void opened() {
        open = true;
    }

    void commit() {
        if (failed) {
            throw new StoreException("the transaction was not kept: a part of it failed");
        }
        execute("COMMIT");
        open = false;
    }

    /** Undoes what was not committed; false if this must be closed, which undoes it too. */
    boolean end() {
        boolean sound = !failed;
        if (open) {
            open = false;
            try {
                execute("ROLLBACK");
            } catch (StoreException e) {
                return false; // what ended the work says more
            }
        }
        return sound;
    }

    private void execute(String sql) {
        doing(connection -> prepared(sql).statement.execute());
    }

    /** Says that nothing of the transaction may be committed. */
    void fail() {
        failed = true;
    }

    private PreparedStatement bound(String sql, @Nullable Object[] values) throws SQLException {
        Prepared prepared = prepared(sql);
        StatementBindings bindings = new StatementBindings(prepared.statement, dialect);
        bindings.start();
        if (prepared.values.isEmpty()) {
            for (Object value : values) {
                bindings.add(value);
            }
        } else {
            for (int number : prepared.values) {
                bindings.add(values[number - 1]);
            }
        }
        return prepared.statement;
    }

    private Prepared prepared(String sql) throws SQLException {
        Prepared known = statements.get(sql);
        if (known != null) {
            return known;
        }
        if (statements.size() >= STATEMENTS) {
            String eldest = statements.keySet().iterator().next();
            Prepared closed = statements.remove(eldest);
            if (closed != null) {
                closed.statement.close();
            }
        }
        SqlStatement statement = dialect.statement(sql);
        Prepared prepared = new Prepared(connection.prepareStatement(statement.text()), statement.values());
        statements.put(sql, prepared);
        return prepared;
    }

    @Override
    public void close() {
        statements.clear(); // closed with their connection
        doing(connection -> {
            connection.close();
            return true;
        });
    }

    /** The values of a row that is written, in order. */
    interface Bindings {
        /** What {@link Dialect#bind} takes. */
        Bindings add(@Nullable Object value) throws SQLException;
    }

    private static final class StatementBindings implements Bindings {
        private final PreparedStatement statement;
        private final Dialect dialect;
        private int position;

        StatementBindings(PreparedStatement statement, Dialect dialect) {
            this.statement = statement;
            this.dialect = dialect;
        }

        void start() {
            position = 0;
        }

        @Override
        public Bindings add(@Nullable Object value) throws SQLException {
            position++;
            dialect.bind(statement, position, value);
            return this;
        }
    }

    /** A row that is read, its columns counted from 1. */
    static final class Row {
        private final ResultSet rows;
        private final Dialect dialect;

        private Row(ResultSet rows, Dialect dialect) {
            this.rows = rows;
            this.dialect = dialect;
        }

        /** The text of a column that is never null. */
        String text(int column) throws SQLException {
            String text = textOrNull(column);
            if (text == null) {
                throw new SQLException("column " + column + " is null");
            }
            return text;
        }

        @Nullable
        String textOrNull(int column) throws SQLException {
            return dialect.text(rows, column);
        }

        Optional<String> optional(int column) throws SQLException {
            return Optional.ofNullable(textOrNull(column));
        }

        /** What was bound as a {@link Json.Document}, its texts as they are {@linkplain Dialect#kept kept}. */
        @Nullable
        String documentOrNull(int column) throws SQLException {
            return dialect.json(rows, column);
        }

        Dialect dialect() {
            return dialect;
        }

        boolean yes(int column) throws SQLException {
            return rows.getBoolean(column);
        }

        long number(int column) throws SQLException {
            return rows.getLong(column);
        }

        @Nullable
        Long numberOrNull(int column) throws SQLException {
            long number = rows.getLong(column);
            return number == 0 && rows.wasNull() ? null : number;
        }

        double decimal(int column) throws SQLException {
            return rows.getDouble(column);
        }

        @Nullable
        Double decimalOrNull(int column) throws SQLException {
            double number = rows.getDouble(column);
            return number == 0 && rows.wasNull() ? null : number;
        }
    }
}
