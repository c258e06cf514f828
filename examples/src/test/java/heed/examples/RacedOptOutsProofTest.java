package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.RacedOptOutsProof;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One round of {@code bin/prove opt-outs} with a fixed seed: eight sending threads, and a mail server that notes the times. */
@Tag("proof")
class RacedOptOutsProofTest {

    @Promise({1, 2})
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 13)
    void nobody_is_mailed_later_after_an_opt_out_than_a_permit_is_valid(long seed, @TempDir Path folder)
            throws Exception {
        RacedOptOutsProof.RacedOptOutsResult result = new RacedOptOutsProof(folder).prove(Duration.ZERO, 2_000, seed);

        assertThat(result.late()).isZero();
        assertThat(result.twice()).isZero();
        assertThat(result.mailed()).isPositive();
        assertThat(result.stopped()).isPositive();
    }
}
