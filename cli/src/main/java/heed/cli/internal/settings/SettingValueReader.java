package heed.cli.internal.settings;

import heed.filters.json.JsonProperties;
import heed.filters.json.JsonTree;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.mail.server.ConnectionSecurity;
import heed.model.system.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Reads single values of the settings. A value of the wrong type or out of range is reported as a problem and read as
 * empty. Not thread-safe.
 */
final class SettingValueReader {
    private final Path folder;
    private final Problems problems;

    /** @param folder the folder to which file names are relative */
    SettingValueReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    Optional<JsonProperties> readObject(JsonTree json, String... known) {
        if (json instanceof JsonTree.ObjectNode members) {
            return Optional.of(new JsonProperties(members, List.of(known), problems));
        }
        addProblem(json, "an object in { … }");
        return Optional.empty();
    }

    <T> Optional<T> readText(JsonTree json, Function<String, Optional<T>> parser, String expected) {
        Optional<T> value = json instanceof JsonTree.StringNode text ? parser.apply(text.value()) : Optional.empty();
        if (value.isEmpty()) {
            addProblem(json, expected);
        }
        return value;
    }

    Optional<String> readName(JsonTree json) {
        return readText(json, Optional::of, "a name");
    }

    Optional<ConnectionSecurity> readSecurity(JsonTree json) {
        return readText(json, ConnectionSecurity::findById, "\"starttls\", \"tls\" or \"none\"");
    }

    Optional<Duration> readSeconds(JsonProperties properties, String name, double max) {
        OptionalDouble seconds = readNumber(properties, name, 0.1, max);
        return seconds.isPresent()
                ? Optional.of(Duration.ofMillis(Math.round(seconds.getAsDouble() * 1_000)))
                : Optional.empty();
    }

    OptionalDouble readNumber(JsonProperties properties, String name, double min, double max) {
        return properties.find(name).map(value -> readNumber(value, min, max)).orElse(OptionalDouble.empty());
    }

    OptionalDouble readNumber(JsonTree json, double min, double max) {
        if (json instanceof JsonTree.NumberNode number
                && number.value().doubleValue() >= min
                && number.value().doubleValue() <= max) {
            return OptionalDouble.of(number.value().doubleValue());
        }
        addProblem(json, "a number from %s to %s".formatted(format(min), format(max)));
        return OptionalDouble.empty();
    }

    static String format(double number) {
        return Double.toString(number).replaceAll("\\.0$", "");
    }

    Optional<Boolean> readBoolean(JsonTree json) {
        if (json instanceof JsonTree.BooleanNode yesNo) {
            return Optional.of(yesNo.value());
        }
        addProblem(json, "true or false");
        return Optional.empty();
    }

    /**
     * Reads a key or a password from the file that the value names. Adds a warning if everybody on the machine can read
     * that file.
     */
    Optional<String> readSecret(JsonTree json) {
        return readText(json, Optional::of, "the name of a file").flatMap(name -> {
            try {
                Path file = folder.resolve(name);
                String text = Files.readString(file);
                if (PrivateFile.isExposed(file)) {
                    problems.addWarning(
                            json.location(),
                            "exposed-file",
                            "everybody on this machine can read this file; restrict it with chmod 600 " + name);
                }
                return Optional.of(text);
            } catch (IOException | IllegalArgumentException unreadable) {
                problems.add(json.location(), ProblemCode.WRONG_VALUE, "this file cannot be read");
                return Optional.empty();
            }
        });
    }

    /** @param expected what would be right, as a noun */
    void addProblem(JsonTree json, String expected) {
        problems.add(json.location(), ProblemCode.WRONG_VALUE, "expected " + expected);
    }
}
