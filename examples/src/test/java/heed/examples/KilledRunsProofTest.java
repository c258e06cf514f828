package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.KilledRunsProof;
import heed.examples.prove.SqliteProofStores;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seeded few of what {@code bin/prove runs} does fifty times: real processes, really killed. */
@Tag("proof")
class KilledRunsProofTest {

    @Promise({4, 8})
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 7)
    void a_run_that_is_killed_and_started_again_ends_as_if_nothing_had_happened(long seed, @TempDir Path folder)
            throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar =
                Path.of("../cli/target/heed.jar").toAbsolutePath().normalize().toString();

        KilledRunsProof.KilledRunsResult result = new KilledRunsProof(
                        List.of(java, "-jar", jar), folder, new SqliteProofStores(folder))
                .prove(3, 40_000, seed);

        assertThat(result.equalRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
