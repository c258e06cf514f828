package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.Heed;
import heed.cli.process.CommandEnvironment;
import heed.engine.run.ProgressListener;
import heed.examples.prove.DurablePostgres;
import heed.examples.prove.ProofAccount;
import heed.model.testing.Promise;
import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import heed.store.PostgresStore;
import heed.store.SqliteStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backs a store up and restores it as docs/deploying.md says, with the tools of the system. */
@Tag("proof")
class BackupTest {
    private static final String ACCOUNT = "default";

    @TempDir
    Path folder;

    @Test
    @Promise({1, 2})
    void a_restored_file_knows_every_no_and_sends_nothing_that_waited() throws Exception {
        Path store = folder.resolve("heed.db");
        Path backup = folder.resolve("backup.db");
        try (SqliteStore opened = SqliteStore.open(store, Clock.systemUTC())) {
            fill(opened);
            // The store is open: its newest changes are in the write-ahead log.
            InstalledProgram.run(
                    List.of(InstalledProgram.find("sqlite3"), store.toString(), ".backup '" + backup + "'"));
        }
        String list = changeAfterTheBackup(store.toString());
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(store + suffix));
        }
        Files.copy(backup, store);

        assertRestored(store.toString(), list);
    }

    @Test
    @Promise({1, 2})
    void a_restored_schema_knows_every_no_and_sends_nothing_that_waited() throws Exception {
        try (DurablePostgres server = InstalledPostgres.start(Map.of())) {
            server.execute("CREATE DATABASE marketing ENCODING 'UTF8'");
            String address = server.address("marketing");
            URI url = URI.create(address);
            try (DatabaseStore store =
                    PostgresStore.open(PostgresServer.parse(address), Optional.empty(), Clock.systemUTC())) {
                fill(store);
            }
            Path dump = folder.resolve("heed.dump");
            InstalledProgram.run(List.of(
                    InstalledProgram.find("pg_dump"),
                    "--format=custom",
                    "--schema=heed",
                    "--file=" + dump,
                    "--host=" + url.getHost(),
                    "--port=" + url.getPort(),
                    "--username=postgres",
                    "marketing"));
            String list = changeAfterTheBackup(address);
            server.execute("DROP DATABASE marketing WITH (FORCE)");
            server.execute("CREATE DATABASE marketing ENCODING 'UTF8'");
            InstalledProgram.run(List.of(
                    InstalledProgram.find("pg_restore"),
                    "--exit-on-error",
                    "--host=" + url.getHost(),
                    "--port=" + url.getPort(),
                    "--username=postgres",
                    "--dbname=marketing",
                    dump.toString()));

            assertRestored(address, list);
        }
    }

    /** Fills a store: mail waits for everybody. */
    private void fill(DatabaseStore store) {
        ProofAccount.fill(store, ACCOUNT, 5, 1, Instant.now());
        ProofAccount.run(ProofAccount.engine(store, ACCOUNT).build(), FaultTestAccount.NEWS, 5, ProgressListener.NONE);
    }

    /** Opts P1 out and exports the suppression list. Returns the file of the list. */
    private String changeAfterTheBackup(String store) throws IOException {
        heed(0, store, "set", "--prospect", "P1", "Email Opt Out=Yes", "--reason", "asked");
        String list = folder.resolve("list.csv").toString();
        heed(0, store, "suppression", "export", list);
        return list;
    }

    private void assertRestored(String store, String list) throws IOException {
        assertThat(heed(0, store, "doctor")).doesNotContain("WRONG");
        heed(0, store, "suppression", "import", list);
        assertThat(heed(0, store, "suppression", "list")).contains("p1@d0.example");
        heed(0, store, "cancel", "1");

        assertThat(heed(0, store, "sends", "--run", "1")).contains("cancelled").doesNotContain("queued");
    }

    private String heed(int expectedCode, String store, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--store", store));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = Heed.run(
                new CommandEnvironment(
                        InputStream.nullInputStream(),
                        out,
                        errors,
                        CommandEnvironment.Terminals.NONE,
                        Clock.systemUTC(),
                        ZoneOffset.UTC,
                        "tester",
                        Map.of(),
                        DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                        () -> false),
                all.toArray(String[]::new));
        String text = out.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8);
        assertThat(code).as(all + "\n" + text).isEqualTo(expectedCode);
        return text;
    }
}
