package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the system that docs/deploying.md uses. */
final class InstalledProgram {
    private InstalledProgram() {}

    /**
     * Returns the path of a program. Without it the test is skipped, or fails if the variable HEED_DEPLOYMENT is
     * {@code required}.
     */
    static String find(String name) {
        List<Path> found = Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .toList();
        if (found.isEmpty() && "required".equals(System.getenv("HEED_DEPLOYMENT"))) {
            throw new AssertionError(name + " is required and not installed");
        }
        assumeTrue(!found.isEmpty(), name + " is not installed; see CONTRIBUTING.md");
        return found.get(0).toString();
    }

    /** Runs a command, which must succeed within a minute. Returns its output with its error output. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("heed", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(command + "\n" + text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
