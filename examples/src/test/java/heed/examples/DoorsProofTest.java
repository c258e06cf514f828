package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.DoorsProof;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Some rounds of {@code bin/prove doors} with fixed seeds. */
class DoorsProofTest {
    static LongStream seeds() {
        return LongStream.of(20261130, 352630063700L);
    }

    @Promise(1)
    @ParameterizedTest
    @MethodSource("seeds")
    void no_readable_no_is_lost_at_the_import_from_seed(long seed, @TempDir Path folder) throws IOException {
        assertThat(run(seed, 20, folder)).isPositive();
    }

    @Promise(1)
    @Tag("proof")
    @ParameterizedTest
    @MethodSource("seeds")
    void no_readable_no_is_lost_at_very_many_imports_from_seed(long seed, @TempDir Path folder) throws IOException {
        assertThat(run(seed, 200, folder)).isPositive();
    }

    /** Returns the number of noes in the files that were imported. */
    private static long run(long seed, int rounds, Path folder) throws IOException {
        DoorsProof proof = new DoorsProof(folder);
        long noes = 0;
        for (int i = 0; i < rounds; i++) {
            noes += proof.runRound(seed + i).noes();
        }
        return noes;
    }
}
