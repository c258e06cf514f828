package heed.cli.internal.console;

import heed.cli.process.CommandException;
import heed.filters.json.Problem;
import heed.filters.json.ProblemText;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON files that authors write, and the reports of the problems in them. */
public final class SourceFiles {
    private SourceFiles() {}

    /**
     * Reads a file.
     *
     * @throws CommandException if there is no such file, or if it cannot be read
     */
    public static SourceText read(Path file) {
        InputPaths.requireFile(file);
        try {
            return SourceText.of(file);
        } catch (IOException e) {
            throw CommandException.failed("no-file", file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Returns the value that was read, and prints its warnings.
     *
     * @throws CommandException if there are problems; it lists every one
     */
    public static <T> T requireValid(ReadResult<T> result, SourceText source, CommandConsole console) {
        return requireValid(result, List.of(source), console);
    }

    /**
     * Returns the value that was read from several files, like {@link #requireValid(ReadResult, SourceText, CommandConsole)}.
     *
     * @param sources the files; the first one names the others
     */
    public static <T> T requireValid(ReadResult<T> result, List<SourceText> sources, CommandConsole console) {
        return result.either(
                valid -> {
                    formatWarnings(valid.warnings(), sources).forEach(console::printDetail);
                    return valid.value();
                },
                invalid -> {
                    throw toCommandException(invalid.problems(), sources);
                });
    }

    private static CommandException toCommandException(List<Problem> problems, List<SourceText> sources) {
        return CommandException.invalid(
                        "invalid-definition",
                        sources.get(0).name() + " has " + TerminalText.formatCount(problems.size(), "problem"))
                .withDetails(format(problems, sources), Map.of("problems", toAnswers(problems)));
    }

    /** Returns the lines that show each problem under its source line; no lines if there are no problems. */
    public static List<String> format(List<Problem> problems, List<SourceText> sources) {
        return problems.isEmpty()
                ? List.of()
                : ProblemText.of(problems, sources).lines().toList();
    }

    /** Returns the lines that show each warning as one under its source line; no lines if there are no warnings. */
    public static List<String> formatWarnings(List<Problem> warnings, List<SourceText> sources) {
        return warnings.isEmpty()
                ? List.of()
                : ProblemText.ofWarnings(warnings, sources).lines().toList();
    }

    /** A problem in a definition, as JSON. Lines and columns start at 1. */
    public record ProblemAnswer(
            String file,
            int line,
            int column,
            String pointer,
            String code,
            String message,
            Optional<String> suggestion) {}

    /** Returns the problems as JSON, in their order. */
    public static List<ProblemAnswer> toAnswers(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new ProblemAnswer(
                        problem.file(),
                        problem.line(),
                        problem.column(),
                        problem.pointer(),
                        problem.code(),
                        problem.message(),
                        problem.suggestion()))
                .toList();
    }
}
