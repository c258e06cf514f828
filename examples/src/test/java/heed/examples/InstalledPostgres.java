package heed.examples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heed.examples.prove.DurablePostgres;
import java.io.IOException;
import java.util.Map;

/** Starts servers of the PostgreSQL that is installed on the machine. */
final class InstalledPostgres {
    private InstalledPostgres() {}

    /**
     * Starts a server that can be killed and keeps what was committed. Without PostgreSQL the test is skipped, or fails if the
     * variable HEED_POSTGRES is {@code required}.
     */
    static DurablePostgres start(Map<String, String> settings) throws IOException {
        if (!DurablePostgres.isInstalled() && "required".equals(System.getenv("HEED_POSTGRES"))) {
            throw new AssertionError("PostgreSQL is required and not installed");
        }
        assumeTrue(DurablePostgres.isInstalled(), "PostgreSQL is not installed; see CONTRIBUTING.md");
        return DurablePostgres.start(settings);
    }
}
