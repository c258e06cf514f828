package heed.cli.console;

import heed.filters.json.Problem;
import heed.filters.json.ProblemText;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What authors wrote in JSON files, and what is wrong with it. */
public final class Sources {
    private Sources() {}

    /** @throws Failure if there is no such file */
    public static SourceText of(Path file) {
        if (!Files.exists(file)) {
            throw Failure.invalid("no-file", "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw Failure.invalid("no-file", file + " is a folder, and a file is wanted");
        }
        try {
            return SourceText.of(file);
        } catch (IOException e) {
            throw Failure.failed("no-file", file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * What was read; warnings are noted.
     *
     * @throws Failure that tells every problem, if there is one
     */
    public static <T> T valid(ReadResult<T> result, SourceText source, Console console) {
        return result.either(
                valid -> {
                    lines(valid.warnings(), source).forEach(console::note);
                    return valid.value();
                },
                invalid -> {
                    throw failure(invalid.problems(), source);
                });
    }

    private static Failure failure(List<Problem> problems, SourceText source) {
        return Failure.invalid("invalid-definition", source.name() + " has " + Plain.count(problems.size(), "problem"))
                .with(lines(problems, source), json -> write(json, "problems", problems));
    }

    /** Each problem under its source line; nothing for none. */
    public static List<String> lines(List<Problem> problems, SourceText source) {
        return problems.isEmpty()
                ? List.of()
                : ProblemText.of(problems, source).lines().toList();
    }

    /** An array property of problems. */
    public static void write(JsonGenerator json, String name, List<Problem> problems) {
        json.writeArrayPropertyStart(name);
        for (Problem problem : problems) {
            json.writeStartObject();
            json.writeStringProperty("file", problem.file());
            json.writeNumberProperty("line", problem.line());
            json.writeNumberProperty("column", problem.column());
            json.writeStringProperty("pointer", problem.pointer());
            json.writeStringProperty("code", problem.code());
            json.writeStringProperty("message", problem.message());
            Json.text(json, "suggestion", problem.suggestion());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
