package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.DurablePostgres;
import heed.examples.prove.KilledRunsProof;
import heed.examples.prove.KilledSendsProof;
import heed.examples.prove.PostgresProofStores;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short runs of {@code bin/prove runs-on-postgres} and {@code sends-on-postgres} with fixed seeds: kill real processes and a
 * PostgreSQL server that waits for the disk.
 */
@Tag("proof")
class PostgresCrashTest {
    /** A seed whose first kills hit the server. */
    private static final long SEED = 5;

    private static Optional<DurablePostgres> server = Optional.empty();

    @BeforeAll
    static void start() throws IOException {
        server = Optional.of(InstalledPostgres.start(Map.of()));
    }

    @AfterAll
    static void stop() throws IOException {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @Test
    @Promise({4, 8})
    void a_run_whose_server_is_killed_ends_like_an_undisturbed_run(@TempDir Path folder) throws Exception {
        KilledRunsProof.KilledRunsResult result = new KilledRunsProof(
                        HeedJar.command(), folder, new PostgresProofStores(server.orElseThrow()))
                .prove(2, 20_000, SEED);

        assertThat(result.equalRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }

    @Test
    @Promise({1, 2, 8})
    void a_mailing_whose_server_is_killed_reaches_everybody_once_and_nobody_who_is_suppressed(@TempDir Path folder)
            throws Exception {
        KilledSendsProof.KilledSendsResult result = new KilledSendsProof(
                        HeedJar.command(), folder, new PostgresProofStores(server.orElseThrow()))
                .prove(1, 10_000, SEED + 1);

        assertThat(result.correctRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
