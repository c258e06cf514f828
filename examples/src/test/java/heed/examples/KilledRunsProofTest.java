package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.KilledRunsProof;
import heed.examples.prove.SqliteProofStores;
import heed.model.testing.Promise;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short run of {@code bin/prove runs} with a fixed seed: kills real processes. */
@Tag("proof")
class KilledRunsProofTest {

    @Promise({4, 8})
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 7)
    void a_run_that_is_killed_and_started_again_ends_like_an_undisturbed_run(long seed, @TempDir Path folder)
            throws Exception {
        KilledRunsProof.KilledRunsResult result =
                new KilledRunsProof(HeedJar.command(), folder, new SqliteProofStores(folder)).prove(3, 40_000, seed);

        assertThat(result.equalRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
