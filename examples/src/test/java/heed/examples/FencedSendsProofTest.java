package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.DurablePostgres;
import heed.examples.prove.FencedSendsProof;
import heed.examples.prove.PostgresProofStores;
import heed.examples.prove.ProofStores;
import heed.examples.prove.SqliteProofStores;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short runs of {@code bin/prove fence} with fixed seeds: stops real processes and sets their clocks. */
class FencedSendsProofTest {
    private static final long SKEW = 11 * 60; // seconds

    private static void assertFenced(FencedSendsProof.FencedSendsResult result, int rounds) {
        assertThat(result.completedLate()).as(result.toString()).isZero();
        assertThat(result.rounds()).isEqualTo(rounds);
        assertThat(result.opportunities()).isPositive();
    }

    @Test
    @Promise(1)
    void a_process_that_is_stopped_in_a_dialogue_completes_no_message_after_an_opt_out(@TempDir Path folder)
            throws Exception {
        assertFenced(new FencedSendsProof(folder, new SqliteProofStores(folder)).prove(2, 1, 22), 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {SKEW, -SKEW})
    @Promise(2)
    void a_process_with_another_clock_leaves_the_mail_alone_that_the_first_one_transmits(
            long offsetSeconds, @TempDir Path folder) throws Exception {
        assertThat(new FencedSendsProof(folder, new SqliteProofStores(folder))
                        .deliverWithSkewedClocks(offsetSeconds, 4_000))
                .isEqualTo(new FencedSendsProof.SkewedClocksResult(
                        0, FencedSendsProof.prospects(), FencedSendsProof.prospects()));
    }

    @Test
    @Tag("proof")
    @Promise(1)
    void no_pause_and_no_jump_of_the_clock_completes_a_message_after_an_opt_out(@TempDir Path folder) throws Exception {
        assertFenced(new FencedSendsProof(folder, new SqliteProofStores(folder)).prove(6, 15, 21), 6);
        try (DurablePostgres server = InstalledPostgres.start(Map.of())) {
            ProofStores stores = new PostgresProofStores(server);
            assertFenced(new FencedSendsProof(folder, stores).prove(4, 10, 31), 4);
        }
    }
}
