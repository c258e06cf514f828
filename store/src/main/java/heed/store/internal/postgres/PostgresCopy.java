package heed.store.internal.postgres;

import heed.store.internal.sql.SqlSession.RowBindings;
import heed.store.internal.sql.SqlSession.RowWriter;
import heed.store.internal.sql.StoredJson;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows in the text format of COPY: one line per row, values separated by tabs. */
final class PostgresCopy implements RowBindings {
    private final StringBuilder lines = new StringBuilder();
    private boolean first;

    private PostgresCopy() {}

    /** Inserts the rows into the table by one COPY. */
    static <T> void copy(Connection connection, String table, List<String> columns, List<T> rows, RowWriter<T> writer)
            throws SQLException {
        PostgresCopy text = new PostgresCopy();
        for (T row : rows) {
            text.first = true;
            writer.write(row, text);
            text.lines.append('\n');
        }
        String copy = "COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN";
        try {
            long unused = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(copy, new StringReader(text.lines.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reading from a string causes none
        }
    }

    @Override
    public RowBindings add(@Nullable Object value) {
        if (!first) {
            lines.append('\t');
        }
        first = false;
        if (value == null) {
            lines.append("\\N");
        } else if (value instanceof String text) {
            escape(PostgresText.encode(text));
        } else if (value instanceof StoredJson.JsonText document) {
            escape(document.json());
        } else {
            lines.append(value); // a number or a boolean
        }
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> lines.append("\\\\");
                case '\t' -> lines.append("\\t");
                case '\n' -> lines.append("\\n");
                case '\r' -> lines.append("\\r");
                default -> lines.append(c);
            }
        }
    }
}
