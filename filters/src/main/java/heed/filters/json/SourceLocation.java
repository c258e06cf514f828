package heed.filters.json;

import org.jspecify.annotations.Nullable;

/** Where something stands in a file, and in its JSON. */
public final class SourceLocation {
    private final @Nullable SourceLocation parent;
    private final String token;
    private final int offset;
    private final int line;
    private final int column;

    private SourceLocation(@Nullable SourceLocation parent, String token, int offset, int line, int column) {
        this.parent = parent;
        this.token = token;
        this.offset = offset;
        this.line = line;
        this.column = column;
    }

    static SourceLocation root(int offset, int line, int column) {
        return new SourceLocation(null, "", offset, line, column);
    }

    /** The place of a property or an item: a step further from this one. */
    SourceLocation child(String childToken, int childOffset, int childLine, int childColumn) {
        return new SourceLocation(this, childToken, childOffset, childLine, childColumn);
    }

    /** Of the same thing, so many characters further on the same line. */
    SourceLocation shiftedBy(int characters, int characterColumns) {
        return new SourceLocation(parent, token, offset + characters, line, column + characterColumns);
    }

    /** In UTF-16 units from the start of the file. */
    int offset() {
        return offset;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1, in Unicode characters. */
    public int column() {
        return column;
    }

    /** A JSON Pointer (RFC 6901): {@code /who/all/1/field}; empty for the whole. */
    public String pointer() {
        StringBuilder pointer = new StringBuilder();
        append(pointer);
        return pointer.toString();
    }

    private void append(StringBuilder pointer) {
        if (parent != null) {
            parent.append(pointer);
            pointer.append('/').append(token.replace("~", "~0").replace("/", "~1"));
        }
    }

    @Override
    public String toString() {
        return line + ":" + column + "  " + pointer();
    }
}
