package heed.examples;

import heed.examples.prove.FuzzedBouncesProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each build reads mails from a fixed seed and from a new one. The names of the tests, and each failure, show the seed. */
@Execution(ExecutionMode.CONCURRENT)
class FuzzedBouncesProofTest {
    private static final int DAILY_MAILS = 2_000;
    private static final int PROOF_MAILS = 50_000;

    static LongStream seeds() {
        return LongStream.of(20260202, new SplittableRandom().nextLong(1_000_000_000_000L));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_reader_answers_every_mangled_mail_from_seed(long seed) throws IOException {
        read(DAILY_MAILS, seed);
    }

    @Tag("proof")
    @ParameterizedTest
    @MethodSource("seeds")
    void the_reader_answers_very_many_mangled_mails_from_seed(long seed) throws IOException {
        read(PROOF_MAILS, seed);
    }

    private static void read(int mails, long seed) throws IOException {
        FuzzedBouncesProof fuzz = new FuzzedBouncesProof(FuzzedBouncesProof.parseMails(
                Files.readString(Path.of("../bounces/src/test/resources/heed/bounces/report/mails.txt"))));
        for (int i = 0; i < mails; i++) {
            fuzz.runRound(seed + i);
        }
    }
}
