package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that no text of a module below the command line names a command: a platform that embeds Heed shows these texts to
 * people who have no such command.
 */
class CommandNamesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES =
            List.of("model", "filters", "rules", "mail", "bounces", "smtp", "actions", "store", "engine");
    private static final Pattern COMMAND = Pattern.compile("\"(?:[^\"\n\\\\]|\\\\.)*\\bheed [a-z][a-z-]+");

    @Test
    void no_text_below_the_command_line_names_a_command() throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    COMMAND.matcher(Files.readString(file))
                            .results()
                            .forEach(match -> found.add(file.getFileName() + ": " + match.group()));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw new StoreException(\"run `heed doctor` first\");",
                "+ \"heed resume \" + run",
                "String text = \"a \\\"quoted\\\" heed undo\";"
            })
    void a_text_that_names_a_command_is_found(String code) {
        assertThat(COMMAND.matcher(code).find()).isTrue();
    }
}
