package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.KilledSendsProof;
import heed.examples.prove.SqliteProofStores;
import heed.model.testing.Promise;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short run of {@code bin/prove sends} with a fixed seed: kills real processes while they send mail. */
@Tag("proof")
class KilledSendsProofTest {

    @Promise({1, 2, 8})
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 11)
    void a_mailing_that_is_killed_and_continued_reaches_everybody_once_and_nobody_who_is_suppressed(
            long seed, @TempDir Path folder) throws Exception {
        KilledSendsProof.KilledSendsResult result =
                new KilledSendsProof(HeedJar.command(), folder, new SqliteProofStores(folder)).prove(2, 2_000, seed);

        assertThat(result.correctRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
