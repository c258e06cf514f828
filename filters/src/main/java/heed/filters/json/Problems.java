package heed.filters.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects the problems of one file while the file is read. Not thread-safe. */
public final class Problems {
    private static final int MAX_PROBLEMS = 1_000;

    private final SourceText source;
    private final Comparator<Problem> byLocation;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private int omitted;

    public Problems(SourceText source) {
        this.source = source;
        this.byLocation = Comparator.comparing(
                        (Problem problem) -> !problem.file().equals(source.name()))
                .thenComparing(Problem::file)
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column);
    }

    public SourceText source() {
        return source;
    }

    public void add(SourceLocation location, ProblemCode code, String message) {
        add(location, code.id(), message, Optional.empty());
    }

    /**
     * Adds a problem.
     *
     * @param suggestion called only if the problem is stored, because finding a suggestion takes long
     */
    public void add(SourceLocation location, ProblemCode code, String message, Supplier<Optional<String>> suggestion) {
        add(location, code.id(), message, problems.size() < MAX_PROBLEMS ? suggestion.get() : Optional.empty());
    }

    public void add(SourceLocation location, ProblemCode code, String message, Optional<String> suggestion) {
        add(location, code.id(), message, suggestion);
    }

    public void add(SourceLocation location, String code, String message, Optional<String> suggestion) {
        add(toProblem(location, code, message, suggestion));
    }

    private void add(Problem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        } else {
            omitted++;
        }
    }

    /** Adds a problem at one character of a text. */
    public void addInside(JsonTree.StringNode text, int index, ProblemCode code, String message) {
        addInside(text, index, code.id(), message);
    }

    public void addInside(JsonTree.StringNode text, int index, String code, String message) {
        add(locationInside(text, index), code, message, Optional.empty());
    }

    /**
     * Adds a problem at one character of another file, which a property of this one names.
     *
     * @param property the location of the property
     * @param index the position in the text of the other file, in UTF-16 units from 0
     */
    public void addInFile(SourceText file, int index, SourceLocation property, String code, String message) {
        SourceLocation location = file.locate(index);
        add(new Problem(
                file.name(), location.line(), location.column(), property.pointer(), code, message, Optional.empty()));
    }

    /** Adds a warning, which does not make the file invalid. */
    public void addWarning(SourceLocation location, ProblemCode code, String message) {
        addWarning(location, code.id(), message);
    }

    public void addWarning(SourceLocation location, String code, String message) {
        if (warnings.size() < MAX_PROBLEMS) {
            warnings.add(toProblem(location, code, message, Optional.empty()));
        }
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /**
     * Returns the problems in the order of the file, and then those in other files: at most 1,000, followed by one that counts
     * the rest.
     */
    public List<Problem> toList() {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(byLocation);
        if (omitted > 0) {
            Problem last = sorted.get(sorted.size() - 1);
            sorted.add(new Problem(
                    last.file(),
                    last.line(),
                    last.column(),
                    last.pointer(),
                    ProblemCode.MORE_PROBLEMS.id(),
                    omitted + " more " + (omitted == 1 ? "problem is" : "problems are") + " not shown",
                    Optional.empty()));
        }
        return List.copyOf(sorted);
    }

    /** Returns the warnings in the order of the file. */
    public List<Problem> warnings() {
        return warnings.stream().sorted(byLocation).toList();
    }

    private Problem toProblem(SourceLocation location, String code, String message, Optional<String> suggestion) {
        return new Problem(
                source.name(), location.line(), location.column(), location.pointer(), code, message, suggestion);
    }

    /** Returns the location in the file of a character of a text, after the opening quote and the escapes before it. */
    private SourceLocation locationInside(JsonTree.StringNode text, int index) {
        String json = source.text();
        int start = text.location().offset();
        int offset = start + 1;
        for (int i = 0; i < index && json.charAt(offset) != '"'; i++) {
            offset += json.charAt(offset) != '\\' ? 1 : json.charAt(offset + 1) == 'u' ? 6 : 2;
        }
        return text.location().shiftedBy(offset - start, json.codePointCount(start, offset));
    }
}
