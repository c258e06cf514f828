package heed.cli.internal.console;

import heed.cli.process.CommandException;
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
public final class SourceFiles {
    private SourceFiles() {}

    /** @throws CommandException if there is no such file */
    public static SourceText read(Path file) {
        if (!Files.exists(file)) {
            throw CommandException.invalid("no-file", "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw CommandException.invalid("no-file", file + " is a folder, and a file is wanted");
        }
        try {
            return SourceText.of(file);
        } catch (IOException e) {
            throw CommandException.failed("no-file", file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * What was read; warnings are noted.
     *
     * @throws CommandException that tells every problem, if there is one
     */
    public static <T> T requireValid(ReadResult<T> result, SourceText source, CommandConsole console) {
        return result.either(
                valid -> {
                    format(valid.warnings(), source).forEach(console::printNote);
                    return valid.value();
                },
                invalid -> {
                    throw toCommandException(invalid.problems(), source);
                });
    }

    private static CommandException toCommandException(List<Problem> problems, SourceText source) {
        return CommandException.invalid(
                        "invalid-definition",
                        source.name() + " has " + TerminalText.formatCount(problems.size(), "problem"))
                .withDetails(format(problems, source), json -> writeProblems(json, "problems", problems));
    }

    /** Each problem under its source line; nothing for none. */
    public static List<String> format(List<Problem> problems, SourceText source) {
        return problems.isEmpty()
                ? List.of()
                : ProblemText.of(problems, source).lines().toList();
    }

    /** An array property of problems. */
    public static void writeProblems(JsonGenerator json, String name, List<Problem> problems) {
        json.writeArrayPropertyStart(name);
        for (Problem problem : problems) {
            json.writeStartObject();
            json.writeStringProperty("file", problem.file());
            json.writeNumberProperty("line", problem.line());
            json.writeNumberProperty("column", problem.column());
            json.writeStringProperty("pointer", problem.pointer());
            json.writeStringProperty("code", problem.code());
            json.writeStringProperty("message", problem.message());
            JsonOutput.writeText(json, "suggestion", problem.suggestion());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
