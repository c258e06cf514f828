package heed.cli.mail;

import heed.filters.json.JsonProperties;
import heed.filters.json.JsonTree;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Reads single values of settings; what is none is a problem, and empty. Not thread-safe. */
final class SettingValues {
    private final Path folder;
    private final Problems problems;

    /** @param folder that the names of files are relative to */
    SettingValues(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    Optional<JsonProperties> object(JsonTree json, String... known) {
        if (json instanceof JsonTree.ObjectNode members) {
            return Optional.of(new JsonProperties(members, List.of(known), problems));
        }
        wrong(json, "an object in { … }");
        return Optional.empty();
    }

    <T> Optional<T> text(JsonTree json, Function<String, Optional<T>> read, String wanted) {
        Optional<T> value = json instanceof JsonTree.StringNode text ? read.apply(text.value()) : Optional.empty();
        if (value.isEmpty()) {
            wrong(json, wanted);
        }
        return value;
    }

    Optional<Duration> seconds(JsonProperties properties, String name, double most) {
        OptionalDouble seconds = number(properties, name, 0.1, most);
        return seconds.isPresent()
                ? Optional.of(Duration.ofMillis(Math.round(seconds.getAsDouble() * 1_000)))
                : Optional.empty();
    }

    OptionalDouble number(JsonProperties properties, String name, double least, double most) {
        return properties.find(name).map(one -> number(one, least, most)).orElse(OptionalDouble.empty());
    }

    OptionalDouble number(JsonTree json, double least, double most) {
        if (json instanceof JsonTree.NumberNode number
                && number.value().doubleValue() >= least
                && number.value().doubleValue() <= most) {
            return OptionalDouble.of(number.value().doubleValue());
        }
        wrong(json, "a number from %s to %s".formatted(plain(least), plain(most)));
        return OptionalDouble.empty();
    }

    static String plain(double number) {
        return Double.toString(number).replaceAll("\\.0$", "");
    }

    Optional<Boolean> yesNo(JsonTree json) {
        if (json instanceof JsonTree.BooleanNode yesNo) {
            return Optional.of(yesNo.value());
        }
        wrong(json, "true or false");
        return Optional.empty();
    }

    /** What a file of its own holds: a key, a password. Whoever else can read it is warned of. */
    Optional<String> secret(JsonTree json) {
        return text(json, Optional::of, "the name of a file").flatMap(name -> {
            try {
                Path file = folder.resolve(name);
                String text = Files.readString(file);
                if (isEverybodys(file)) {
                    problems.addWarning(
                            json.location(),
                            "exposed-file",
                            "everybody on this machine can read this file: chmod 600 " + name);
                }
                return Optional.of(text);
            } catch (IOException | IllegalArgumentException unreadable) {
                problems.add(json.location(), ProblemCode.WRONG_VALUE, "this file cannot be read");
                return Optional.empty();
            }
        });
    }

    private static boolean isEverybodys(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
    }

    void wrong(JsonTree json, String wanted) {
        problems.add(json.location(), ProblemCode.WRONG_VALUE, wanted + " belongs here");
    }
}
