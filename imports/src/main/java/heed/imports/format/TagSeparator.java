package heed.imports.format;

import heed.imports.text.InvalidImportException;
import heed.model.field.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The character between the tags of a cell. */
public enum TagSeparator {
    SEMICOLON(';'),
    COMMA(','),
    BAR('|');

    private static final char QUOTE = '"';
    private static final char ESCAPE = '\\';

    private final char character;

    TagSeparator(char character) {
        this.character = character;
    }

    char character() {
        return character;
    }

    /**
     * Returns the separator that is that character.
     *
     * @throws InvalidImportException if it is none of ; , and |
     */
    public static TagSeparator parse(String text) {
        for (TagSeparator separator : values()) {
            if (text.strip().equals(String.valueOf(separator.character))) {
                return separator;
            }
        }
        throw new InvalidImportException(
                "tag-separator", "--tag-separator must be ; or , or | and not \"" + text + "\"");
    }

    /**
     * Returns the tags of a cell. A backslash makes the next character part of the tag. In a list of quoted tags, such
     * as {@code "Tag A","Tag, B"}, a quote inside a tag is written twice or behind a backslash.
     */
    List<Value.Text> split(String cell) {
        Optional<List<String>> quoted = splitQuoted(cell);
        return (quoted.isPresent() ? quoted.get() : splitPlain(cell))
                .stream().flatMap(tag -> Value.Text.from(tag).stream()).toList();
    }

    /** Returns the separators that occur in a cell, outside quoted tags and not behind a backslash. */
    static Set<TagSeparator> in(String cell) {
        Set<TagSeparator> found = EnumSet.noneOf(TagSeparator.class);
        if (!hasAny(cell)) {
            return found;
        }
        for (TagSeparator separator : values()) {
            Optional<List<String>> quoted = separator.splitQuoted(cell);
            if (quoted.isPresent()) {
                return quoted.get().size() > 1 ? EnumSet.of(separator) : found;
            }
        }
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ESCAPE) {
                i++;
            } else {
                for (TagSeparator separator : values()) {
                    if (c == separator.character) {
                        found.add(separator);
                    }
                }
            }
        }
        return found;
    }

    private static boolean hasAny(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ';' || c == ',' || c == '|') {
                return true;
            }
        }
        return false;
    }

    private List<String> splitPlain(String cell) {
        List<String> tags = new ArrayList<>();
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == character) {
                tags.add(tag.toString());
                tag.setLength(0);
            } else if (c == ESCAPE && i + 1 < cell.length()) {
                tag.append(cell.charAt(++i));
            } else {
                tag.append(c);
            }
        }
        tags.add(tag.toString());
        return tags;
    }

    /** Returns the tags of a list in which every tag is quoted; empty if the cell is not such a list. */
    private Optional<List<String>> splitQuoted(String cell) {
        if (cell.isEmpty() || cell.charAt(0) != QUOTE) {
            return Optional.empty();
        }
        List<String> tags = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder tag = new StringBuilder();
            int end = readQuoted(cell, at, tag);
            if (end < 0) {
                return Optional.empty();
            }
            tags.add(tag.toString());
            at = skipSpaces(cell, end);
            if (at == cell.length()) {
                return Optional.of(tags);
            }
            if (cell.charAt(at) != character) {
                return Optional.empty();
            }
            at = skipSpaces(cell, at + 1);
        }
    }

    /** Reads the quoted tag that starts there and returns the position behind its closing quote; -1 if there is none. */
    private static int readQuoted(String cell, int start, StringBuilder tag) {
        if (start >= cell.length() || cell.charAt(start) != QUOTE) {
            return -1;
        }
        for (int i = start + 1; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean hasNext = i + 1 < cell.length();
            if (c == ESCAPE && hasNext && (cell.charAt(i + 1) == QUOTE || cell.charAt(i + 1) == ESCAPE)) {
                tag.append(cell.charAt(++i));
            } else if (c == QUOTE && hasNext && cell.charAt(i + 1) == QUOTE) {
                tag.append(QUOTE);
                i++;
            } else if (c == QUOTE) {
                return i + 1;
            } else {
                tag.append(c);
            }
        }
        return -1;
    }

    private static int skipSpaces(String cell, int start) {
        int at = start;
        while (at < cell.length() && cell.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
