package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessyProspectsTest {

    @Test
    void the_shipped_file_is_what_its_seed_generates(@TempDir Path folder) throws IOException {
        Path generated = folder.resolve("prospects.csv");
        MessyProspects.write(generated, MessyProspects.COUNT, MessyProspects.SEED);

        assertThat(Files.mismatch(generated, Path.of("large/prospects.csv"))).isEqualTo(-1);
    }
}
