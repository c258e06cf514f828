package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.Heed;
import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import heed.store.TestPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Failures far into a file, while the import already reads the rows behind those that it stores. */
@Timeout(300)
class ImportFailureTest {
    private static final int BATCH = 5_000;
    private static final int ROWS = 20_000;

    @TempDir
    private Path folder;

    /** The kind of store that is imported into. */
    private enum ImportedStore {
        EMBEDDED,
        SERVER
    }

    private TestShell shell(ImportedStore kind) {
        TestShell shell = new TestShell(folder);
        if (kind == ImportedStore.SERVER) {
            assertThat(TestPostgres.emptyStore()).isNotNull();
            shell.useServer(TestPostgres.storeAddress());
            shell.setVariable("HEED_STORE_PASSWORD", TestPostgres.PASSWORD);
        }
        return shell;
    }

    /** Returns a row; all rows have the same length, and row N is line N + 1. */
    private static String row(int number) {
        return "%06d,p%06d@example.com".formatted(number, number);
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Id,Email"));
        for (int number = 1; number <= ROWS; number++) {
            lines.add(row(number));
        }
        return lines;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private Connection otherConnection(ImportedStore kind) throws SQLException {
        return kind == ImportedStore.EMBEDDED
                ? DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("heed.db"))
                : TestPostgres.administratorDataSource().getConnection();
    }

    private long prospects(ImportedStore kind) throws SQLException {
        try (Connection connection = otherConnection(kind);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM " + (kind == ImportedStore.SERVER ? "heed.prospect" : "prospect"))) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Asserts that the same command imports the rest. */
    private void assertRestImported(TestShell shell, Path file, int before) {
        JsonNode again = shell.runJson("import", file);
        assertThat(again.get("unchanged").asInt()).isEqualTo(before);
        assertThat(again.get("created").asInt()).isEqualTo(ROWS - before);
        assertThat(shell.heed("export", "-").out().lines().filter(line -> line.contains("@")))
                .hasSize(ROWS)
                .allSatisfy(line -> assertThat(line).matches("0*([1-9]\\d*),p0*\\1@example.com.*"));
    }

    @ParameterizedTest
    @EnumSource
    void a_bad_row_far_into_the_file_is_rejected_with_its_line(ImportedStore kind) {
        TestShell shell = shell(kind);
        List<String> lines = lines();
        lines.set(7, "000007,\"p000007@example.com"); // the quote is never closed
        lines.set(11_000, "011000,nobody");
        lines.set(19_999, "019999,p019999@example.com,more");
        CommandResult answer = shell.heed("import", shell.file("many.csv", text(lines)));
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out()).contains("Read 20,000 rows");
        assertThat(shell.readFile(shell.file("many.csv.rejects.csv")).lines().map(line -> line.split(",", 2)[0]))
                .containsExactly("Line", "8", "11001", "20000");
        assertRestImported(shell, shell.file("many.csv", text(lines())), ROWS - 3);
    }

    @ParameterizedTest
    @EnumSource
    void invalid_text_far_into_the_file_is_reported_with_its_line_and_nothing_is_imported(ImportedStore kind)
            throws Exception {
        TestShell shell = shell(kind);
        byte[] bytes = text(lines()).getBytes(StandardCharsets.UTF_8);
        bytes[rowOffset(17_000)] = (byte) 0xE9;
        CommandResult answer = shell.heed("import", shell.file("many.csv", bytes));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("many.csv:17001: this line is not UTF-8 text. Nothing was imported");
        if (kind == ImportedStore.SERVER) {
            assertThat(prospects(kind)).isZero();
        } else {
            assertThat(shell.store()).doesNotExist();
        }
    }

    /** Returns the offset at which a row begins. */
    private static int rowOffset(int number) {
        return "Id,Email\n".length() + (number - 1) * (row(1).length() + 1);
    }

    private static void overwrite(Path file, int at, byte... bytes) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Promise(8)
    void a_file_that_changes_during_its_import_is_reported_with_the_lines_that_are_imported(ImportedStore kind)
            throws Exception {
        TestShell shell = shell(kind);
        Path file = shell.file("many.csv", text(lines()));
        shell.runAfterChecks(1, () -> overwrite(file, rowOffset(17_000), (byte) 0xE9));
        CommandResult answer = shell.heed("import", file);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err())
                .contains("many.csv was changed while it was read, and is no longer UTF-8 text. Everything up to line"
                        + " 15001 of")
                .contains("run the same command again to import the rest");
        assertThat(prospects(kind)).isEqualTo(3 * BATCH);
        overwrite(file, rowOffset(17_000), (byte) '0');
        assertRestImported(shell, file, 3 * BATCH);
    }

    @ParameterizedTest
    @EnumSource
    @Promise(8)
    void a_store_failure_is_reported_with_the_lines_that_are_stored_not_those_that_are_read(ImportedStore kind)
            throws Exception {
        TestShell shell = shell(kind);
        List<String> lines = lines();
        lines.set(2, "000002,nobody");
        Path file = shell.file("many.csv", text(lines));
        shell.runJson("import", shell.file("nobody.csv", "Id,Email\n"));
        shell.setLockTimeout(Duration.ofMillis(200));
        try (Connection stranger = otherConnection(kind);
                Statement statement = stranger.createStatement()) {
            shell.runAfterChecks(2, () -> lock(kind, statement));
            CommandResult answer = shell.heed("import", file);
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.err())
                    .contains("the store is busy: another")
                    .contains("Everything up to line 10001 of")
                    .contains("is imported, except the rows in " + file + ".rejects.csv; run the same command again");
            statement.execute("ROLLBACK");
        }
        assertThat(prospects(kind)).isEqualTo(2 * BATCH - 1);
        shell.setLockTimeout(Duration.ofMinutes(1));
        assertRestImported(shell, shell.file("many.csv", text(lines())), 2 * BATCH - 1);
    }

    private static void lock(ImportedStore kind, Statement statement) {
        try {
            if (kind == ImportedStore.EMBEDDED) {
                statement.execute("BEGIN IMMEDIATE");
            } else {
                statement.execute("BEGIN; LOCK TABLE heed.prospect IN ACCESS EXCLUSIVE MODE");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Promise(8)
    void a_killed_import_has_stored_whole_batches_and_can_be_repeated(ImportedStore kind) throws Exception {
        TestShell shell = shell(kind);
        Path file = shell.file("many.csv", text(lines()));
        shell.runJson("import", shell.file("nobody.csv", "Id,Email\n"));
        Process process = process(kind, file);
        while (prospects(kind) < 2 * BATCH && process.isAlive()) {
            Thread.onSpinWait();
        }
        boolean ended = process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        assertThat(ended).isTrue();
        long stored = prospects(kind);
        assertThat(stored % BATCH).isZero();
        assertThat(stored).isBetween(2L * BATCH, (long) ROWS);
        JsonNode again = shell.runJson("import", file);
        assertThat(again.get("unchanged").asLong())
                .isGreaterThanOrEqualTo(stored); // a server may commit one more batch after the kill
        assertThat(again.get("unchanged").asLong() + again.get("created").asLong())
                .isEqualTo(ROWS);
        assertRestImported(shell, file, ROWS);
        assertThat(shell.runJson("runs").at("/runs/1/kind").asString()).isEqualTo("import");
        assertThat(shell.heed("show", 2).out()).contains("Run 2, stopped").contains("heed import");
        if (kind == ImportedStore.EMBEDDED) { // only the owner of a store on a server may delete facts
            JsonNode undo = shell.runJson("undo", 2);
            assertThat(undo.get("prospectsRemoved").asLong()
                            + undo.get("prospectsKept").asLong())
                    .isEqualTo(stored);
            assertThat(undo.get("prospectsKept").asLong()).isZero();
            assertThat(prospects(kind)).isEqualTo(ROWS - stored);
        }
    }

    private Process process(ImportedStore kind, Path file) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Heed.class.getName(),
                "import",
                file.toString(),
                "--store",
                kind == ImportedStore.SERVER
                        ? TestPostgres.storeAddress()
                        : folder.resolve("heed.db").toString());
        builder.environment().put("HEED_STORE_PASSWORD", TestPostgres.PASSWORD);
        return builder.redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "import", ".txt").toFile())
                .start();
    }
}
