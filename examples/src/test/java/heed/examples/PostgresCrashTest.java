package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heed.examples.prove.DurablePostgres;
import heed.examples.prove.KilledRunsProof;
import heed.examples.prove.KilledSendsProof;
import heed.examples.prove.PostgresProofStores;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A seeded few of what {@code bin/prove runs-on-postgres} and {@code sends-on-postgres} do fifty times: processes and the
 * server, which waits for the disk, are really killed. Without Debian's PostgreSQL they are skipped; with HEED_POSTGRES=required
 * they fail.
 */
@Tag("proof")
class PostgresCrashTest {
    private static final List<String> HEED = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            Path.of("../cli/target/heed.jar").toAbsolutePath().normalize().toString());
    /** Whose first deaths are the server's. */
    private static final long SEED = 5;

    private static Optional<DurablePostgres> server = Optional.empty();

    @BeforeAll
    static void start() throws IOException {
        if (!DurablePostgres.isInstalled() && "required".equals(System.getenv("HEED_POSTGRES"))) {
            throw new AssertionError("PostgreSQL is required and not installed");
        }
        assumeTrue(DurablePostgres.isInstalled(), "PostgreSQL is not installed; see CONTRIBUTING.md");
        server = Optional.of(DurablePostgres.start(Map.of()));
    }

    @AfterAll
    static void stop() throws IOException {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @Test
    @Promise({4, 8})
    void a_run_whose_server_is_killed_ends_as_if_nothing_had_happened(@TempDir Path folder) throws Exception {
        KilledRunsProof.KilledRunsResult result =
                new KilledRunsProof(HEED, folder, new PostgresProofStores(server.orElseThrow())).prove(2, 20_000, SEED);

        assertThat(result.equalRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }

    @Test
    @Promise({1, 2, 8})
    void a_mailing_whose_server_is_killed_reaches_everybody_once_and_nobody_who_said_no(@TempDir Path folder)
            throws Exception {
        KilledSendsProof.KilledSendsResult result = new KilledSendsProof(
                        HEED, folder, new PostgresProofStores(server.orElseThrow()))
                .prove(1, 10_000, SEED + 1);

        assertThat(result.correctRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
