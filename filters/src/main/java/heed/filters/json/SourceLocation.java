package heed.filters.json;

import org.jspecify.annotations.Nullable;

/** A location in a file, and in the file's JSON. */
public final class SourceLocation {
    /** The start of a file. */
    public static final SourceLocation START = root(0, 1, 1);

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

    /** Returns the location of a property or an element of the value at this location. */
    SourceLocation child(String childToken, int childOffset, int childLine, int childColumn) {
        return new SourceLocation(this, childToken, childOffset, childLine, childColumn);
    }

    /** Returns a location of the same value that is further right on the same line. */
    SourceLocation shiftedBy(int characters, int characterColumns) {
        return new SourceLocation(parent, token, offset + characters, line, column + characterColumns);
    }

    /** Returns the offset from the start of the file in UTF-16 units. */
    int offset() {
        return offset;
    }

    /** Returns the line, from 1. */
    public int line() {
        return line;
    }

    /** Returns the column, from 1, in Unicode characters. */
    public int column() {
        return column;
    }

    /** Returns a JSON Pointer (RFC 6901) such as {@code /who/all/1/field}; empty for the whole document. */
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
