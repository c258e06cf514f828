package heed.cli.fields;

import heed.cli.internal.console.SourceFiles;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandException;
import heed.filters.json.SourceText;
import heed.model.field.FieldDeclaration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file of custom fields: UTF-8, one field a line, its label and its type separated by a tab. A first line that names the columns,
 * blank lines and lines that start with {@code #} are passed over.
 */
final class FieldsFile {
    private final String name;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, String> problems = new TreeMap<>();

    private record Row(int line, FieldDeclaration field) {}

    private FieldsFile(SourceText source) {
        this.name = source.name();
        boolean first = true;
        int line = 0;
        for (String text : source.text().replaceFirst("^\uFEFF", "").split("\r\n|\r|\n", -1)) {
            line++;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            List<String> cells = List.of(text.split("\t", -1));
            boolean header = first && cells.size() == 2 && cells.get(1).strip().equalsIgnoreCase("type");
            first = false;
            if (!header) {
                add(line, cells);
            }
        }
        if (rows.isEmpty() && problems.isEmpty()) {
            problems.put(1, "the file has no field");
        }
    }

    private void add(int line, List<String> cells) {
        if (cells.size() != 2) {
            problems.put(line, "a line has the label of a field, one tab, and its type, such as date");
        } else if (cells.get(0).contains("\uFFFD")) {
            problems.put(line, "the label is not UTF-8; save the file in UTF-8");
        } else {
            try {
                rows.add(new Row(
                        line, FieldDeclarations.read(cells.get(0), cells.get(1).strip())));
            } catch (CommandException invalid) {
                problems.put(line, invalid.getMessage());
            }
        }
    }

    /**
     * Reads a file.
     *
     * @throws CommandException if it cannot be read, or a line is not valid; it names each such line
     */
    static FieldsFile read(Path file) {
        FieldsFile fields = new FieldsFile(SourceFiles.read(file));
        if (!fields.problems.isEmpty()) {
            throw fields.toException();
        }
        return fields;
    }

    List<FieldDeclaration> fields() {
        return rows.stream().map(Row::field).toList();
    }

    /** Returns the error for what is wrong with fields of this file, by their position from 0. */
    CommandException invalid(Map<Integer, String> messages) {
        messages.forEach((position, message) -> problems.put(rows.get(position).line(), message));
        return toException();
    }

    private record LineProblemAnswer(int line, String message) {}

    private CommandException toException() {
        return CommandException.invalid(
                        "fields",
                        name + " has " + TerminalText.formatCount(problems.size(), "problem") + "; no field was added")
                .withDetails(
                        problems.entrySet().stream()
                                .map(problem -> name + ":" + problem.getKey() + ": " + problem.getValue() + ".")
                                .toList(),
                        Map.of(
                                "problems",
                                problems.entrySet().stream()
                                        .map(problem -> new LineProblemAnswer(problem.getKey(), problem.getValue()))
                                        .toList()));
    }
}
