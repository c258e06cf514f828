package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/promises.md} and the tests together. */
class PromisesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void every_promise_in_force_has_a_test_that_carries_its_number() throws IOException {
        Set<String> promised = numbers(
                Pattern.compile("(?m)^(\\d+)\\. \\*\\*"), List.of(Files.readString(ROOT.resolve("docs/promises.md"))));
        assertThat(promised).isNotEmpty();
        assertThat(tested()).containsAll(promised);
    }

    @Test
    void no_test_carries_the_number_of_a_promise_that_is_not_written_down() throws IOException {
        Set<String> written = numbers(
                Pattern.compile("(?m)^(\\d+)\\. "), List.of(Files.readString(ROOT.resolve("docs/promises.md"))));
        assertThat(written).containsAll(tested());
    }

    private static Set<String> tested() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> tests = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            Set<String> numbers = new TreeSet<>();
            for (Path test : tests) {
                try (Stream<Path> files = Files.walk(test)) {
                    for (Path file : files.filter(path -> path.toString().endsWith("Test.java")
                                    || path.toString().endsWith("Contract.java"))
                            .toList()) {
                        Matcher promises = Pattern.compile("@Promise\\(\\{?([\\d, ]+)}?\\)")
                                .matcher(Files.readString(file));
                        while (promises.find()) {
                            numbers.addAll(List.of(promises.group(1).split("[, ]+", -1)));
                        }
                    }
                }
            }
            return numbers;
        }
    }

    private static Set<String> numbers(Pattern pattern, List<String> texts) {
        Set<String> numbers = new TreeSet<>();
        for (String text : texts) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                numbers.add(matcher.group(1));
            }
        }
        return numbers;
    }
}
