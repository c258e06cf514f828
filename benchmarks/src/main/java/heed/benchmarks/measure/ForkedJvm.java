package heed.benchmarks.measure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts a class in a JVM of its own, so that no earlier measurement influences it. */
public final class ForkedJvm {
    private ForkedJvm() {}

    /**
     * Runs a class to its end. Returns its standard output.
     *
     * @throws IllegalStateException if its exit code is not 0
     */
    public static String run(List<String> options, Class<?> main, String... arguments) throws IOException {
        Process process = start(options, main, arguments);
        try (InputStream output = process.getInputStream()) {
            String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(main.getSimpleName() + " " + arguments[0] + " failed: " + printed);
            }
            return printed;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a class with a heap of 512 MB. Returns the milliseconds that it prints on the line that starts with "ms". */
    public static double runForMillis(Class<?> main, String mode, Object store) throws IOException {
        return parseNumber(run(List.of("-Xmx512m"), main, mode, store.toString()), "ms");
    }

    /** Starts a class. Its standard error goes to the standard error of this process. */
    public static Process start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Returns the number on the line that starts with a word.
     *
     * @throws IllegalStateException if there is no such line
     */
    public static long parseNumber(String output, String word) {
        return Arrays.stream(output.split("\n", -1))
                .filter(line -> line.startsWith(word + " "))
                .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + word + " in: " + output));
    }
}
