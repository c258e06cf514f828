package heed.engine.definition;

import heed.actions.Parameter;
import heed.filters.json.JsonEdits;
import heed.filters.json.JsonReader;
import heed.filters.json.JsonTree;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.QuotedText;
import heed.filters.json.SourceLocation;
import heed.filters.json.SourceText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads the files that the actions of one definition name, and puts their texts in the place of the names. For one definition;
 * not thread-safe.
 */
final class LongTextFiles {
    /** A relative path with slashes, no name of which is "..". The JSON Schema has it too. */
    static final String PATH =
            "^(?!(?:[\\s\\S]*/)?\\.\\.(?:/|$))[^\\\\/:\\u0000-\\u001f\\u007f-\\u009f]+(?:/[^\\\\/:\\u0000-\\u001f\\u007f-\\u009f]+)*$";

    private static final Pattern VALID_PATH = Pattern.compile(PATH.replace("$", "\\z"));
    private static final int MAX_PATH_LENGTH = 1_000;

    private final MessageTextFiles files;
    private final Problems problems;
    private final JsonEdits edits;
    private final Map<JsonTree.Member, SourceText> texts = new HashMap<>();

    LongTextFiles(MessageTextFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
        this.edits = new JsonEdits(problems.source());
    }

    /**
     * Reads the file that a property names; reports a problem if there is none, or if it cannot be the text of a message.
     *
     * @param property the property with the path of the file
     * @param name the name of the property that takes the text itself
     */
    Optional<String> read(JsonTree.Member property, String name) {
        SourceLocation at = property.value().location();
        Optional<String> path = AutomationReader.text(Parameter.fileName(name), property.value(), problems);
        if (path.isEmpty()) {
            return path;
        } else if (!VALID_PATH.matcher(path.get()).matches() || path.get().length() > MAX_PATH_LENGTH) {
            problems.add(
                    at,
                    ProblemCode.BAD_PATH,
                    QuotedText.of(path.get())
                            + " is not a path within the folder of the definition, such as \"mails/spring.html\"");
            return Optional.empty();
        }
        try {
            SourceText file = withoutMark(files.read(path.get()));
            if (isText(file, at)) {
                texts.put(property, file);
                edits.replace(property, name, file.text());
                return Optional.of(file.text());
            }
        } catch (UnreadableMessageFileException unreadable) {
            problems.add(at, ProblemCode.NO_FILE, String.valueOf(unreadable.getMessage()));
        }
        return Optional.empty();
    }

    private static SourceText withoutMark(SourceText file) {
        return file.text().startsWith("\uFEFF")
                ? new SourceText(file.name(), file.text().substring(1))
                : file;
    }

    private boolean isText(SourceText file, SourceLocation at) {
        String text = file.text();
        int damaged = text.indexOf('\uFFFD');
        int nul = text.indexOf('\0');
        if (text.codePointCount(0, text.length()) > JsonReader.MAX_LONG_TEXT_LENGTH) {
            problems.add(at, ProblemCode.TOO_LARGE, file.name() + " is longer than 500,000 characters");
            return false;
        } else if (damaged >= 0) {
            problems.addInFile(
                    file,
                    damaged,
                    at,
                    ProblemCode.NOT_UTF_8.id(),
                    "this character is not UTF-8; save the file in UTF-8");
            return false;
        } else if (nul >= 0) {
            problems.addInFile(
                    file, nul, at, ProblemCode.BAD_TEXT.id(), "a message cannot contain the character U+0000");
            return false;
        }
        return true;
    }

    /**
     * Reports a problem of a text that was read from a file.
     *
     * @param property the property with the path of the file
     * @param index the position of the problem in the text; empty if it concerns the whole text
     * @return whether the text is from a file that could be read; otherwise, nothing is reported
     */
    boolean report(JsonTree.Member property, OptionalInt index, String code, String message) {
        SourceText file = texts.get(property);
        if (file == null) {
            return false;
        }
        problems.addInFile(file, index.orElse(0), property.value().location(), code, message);
        return true;
    }

    /** Returns the definition with the texts of the files in the place of their names; reports a problem if it is too large. */
    String definition() {
        SourceText source = problems.source();
        if (texts.isEmpty()) {
            return source.text();
        }
        String definition = edits.apply();
        if (new SourceText(source.name(), definition).isTooLarge()) {
            problems.add(
                    SourceLocation.START,
                    ProblemCode.TOO_LARGE,
                    "with the texts of its files, the definition is larger than 4 MB");
        }
        return definition;
    }
}
