package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.TestSources.PromiseTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/promises.md} and the tests agree. */
class PromisesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void every_promise_in_force_has_a_daily_test_that_can_fail() throws IOException {
        Set<String> promised = promises("(?m)^(\\d+)\\. \\*\\*");
        assertThat(promised).isNotEmpty();
        assertThat(numbers(test -> !test.proof())).containsAll(promised);
    }

    @Test
    void no_test_carries_the_number_of_a_promise_that_is_not_written_down() throws IOException {
        assertThat(promises("(?m)^(\\d+)\\. ")).containsAll(numbers(test -> true));
    }

    private static Set<String> promises(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(ROOT.resolve("docs/promises.md")))
                .results()
                .map(promise -> promise.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> numbers(Predicate<PromiseTest> filter) throws IOException {
        return tests().stream()
                .filter(filter)
                .flatMap(test -> test.promises().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<PromiseTest> tests() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path folder : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        try (StandardJavaFileManager files =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            List<JavaFileObject> units = new ArrayList<>();
            files.getJavaFileObjectsFromPaths(sources).forEach(units::add);
            return TestSources.promiseTests(units);
        }
    }
}
