package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.KilledFetchesProof;
import heed.examples.prove.SqliteProofStores;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seeded few of what {@code bin/prove fetches} does a hundred times: real processes that fetch bounces, really killed. */
@Tag("proof")
class KilledFetchesProofTest {

    @Promise(8)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 3)
    void bounces_are_kept_once_through_kills_and_two_workers(long seed, @TempDir Path folder) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar =
                Path.of("../cli/target/heed.jar").toAbsolutePath().normalize().toString();

        KilledFetchesProof.KilledFetchesResult result = new KilledFetchesProof(
                        List.of(java, "-jar", jar), folder, new SqliteProofStores(folder))
                .prove(2, 200, seed);

        assertThat(result.correctRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
