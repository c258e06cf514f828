package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.KilledFetchesProof;
import heed.examples.prove.SqliteProofStores;
import heed.model.testing.Promise;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short run of {@code bin/prove fetches} with a fixed seed: kills real processes that fetch bounces. */
@Tag("proof")
class KilledFetchesProofTest {

    @Promise(8)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 3)
    void each_bounce_is_stored_once_although_fetching_processes_are_killed_and_two_fetch_at_once(
            long seed, @TempDir Path folder) throws Exception {
        KilledFetchesProof.KilledFetchesResult result =
                new KilledFetchesProof(HeedJar.command(), folder, new SqliteProofStores(folder)).prove(2, 200, seed);

        assertThat(result.correctRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
