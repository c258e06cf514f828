package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.KilledSendsProof;
import heed.examples.prove.SqliteProofStores;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seeded few of what {@code bin/prove sends} does a hundred times: real processes, really killed among their mails. */
@Tag("proof")
class KilledSendsProofTest {

    @Promise({1, 2, 8})
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 11)
    void a_mailing_that_is_killed_and_goes_on_reaches_everybody_once_and_nobody_who_said_no(
            long seed, @TempDir Path folder) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar =
                Path.of("../cli/target/heed.jar").toAbsolutePath().normalize().toString();

        KilledSendsProof.KilledSendsResult result = new KilledSendsProof(
                        List.of(java, "-jar", jar), folder, new SqliteProofStores(folder))
                .prove(2, 2_000, seed);

        assertThat(result.correctRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
