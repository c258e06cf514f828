package heed.examples;

import java.nio.file.Path;
import java.util.List;

/** The packaged {@code heed} command. */
final class HeedJar {
    private HeedJar() {}

    /** Returns the words that start the command, without arguments. */
    static List<String> command() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", path());
    }

    /** Returns the absolute path of the jar. */
    static String path() {
        return Path.of("../cli/target/heed.jar").toAbsolutePath().normalize().toString();
    }
}
