package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessyProspectsGeneratorTest {

    @Test
    void the_example_file_is_what_its_seed_generates(@TempDir Path folder) throws IOException {
        Path generated = folder.resolve("prospects.csv");
        MessyProspectsGenerator.write(generated, MessyProspectsGenerator.COUNT, MessyProspectsGenerator.SEED);

        assertThat(Files.mismatch(generated, Path.of("large/prospects.csv"))).isEqualTo(-1);
    }
}
