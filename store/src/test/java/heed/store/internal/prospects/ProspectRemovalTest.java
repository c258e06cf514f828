package heed.store.internal.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.store.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProspectRemovalTest {
    private static final String REFERRING = """
            SELECT t.name || '.' || f."from" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table' AND f."table" = 'prospect'
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void createStore() {
        SqliteStore.open(folder.resolve("heed.db"), Clock.systemUTC()).close();
    }

    /** A column that is missing here would make the undo of an import fail, or take hours. */
    @Test
    void every_column_that_refers_to_a_prospect_is_asked_and_has_an_index() throws SQLException {
        List<String> asked = new ArrayList<>(ProspectRemoval.REFERRING_COLUMNS);
        asked.add("fact.prospect");
        assertThat(query(REFERRING + " ORDER BY 1")).containsExactlyInAnyOrderElementsOf(asked);
        assertThat(query(REFERRING + """
                AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c
                    WHERE c.seqno = 0 AND c.name = f."from")
                """)).isEmpty();
    }

    private List<String> query(String sql) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("heed.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }
}
