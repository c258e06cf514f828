package heed.examples;

import heed.examples.prove.FuzzedBouncesProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes one processor for a minute, while the other tests go on. */
@Execution(ExecutionMode.CONCURRENT)
class FuzzedBouncesProofTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(longs = 20260202)
    void a_mangled_mail_is_answered_in_time_and_without_a_fault_from_seed(long seed) throws IOException {
        FuzzedBouncesProof fuzz = new FuzzedBouncesProof(FuzzedBouncesProof.parseMails(
                Files.readString(Path.of("../bounces/src/test/resources/heed/bounces/report/mails.txt"))));
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        for (long round = 0; System.nanoTime() < end; round++) {
            fuzz.runRound(seed + round);
        }
    }
}
