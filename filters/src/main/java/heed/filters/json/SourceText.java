package heed.filters.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of an author's file.
 *
 * @param name the file's name as it is shown
 * @param text the text, unchanged; bytes that are not UTF-8 are replaced by U+FFFD
 */
public record SourceText(String name, String text) {
    /**
     * The size of the largest file that is read. Of a larger file only the beginning is stored, and {@link JsonReader}
     * rejects it.
     */
    public static final int MAX_BYTES = 4 << 20;

    /** Reads a file, at most {@link #MAX_BYTES} + 1 bytes of it. */
    public static SourceText of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(file.toString(), in.readNBytes(MAX_BYTES + 1));
        }
    }

    /** Decodes the bytes of a file. */
    public static SourceText of(String name, byte[] utf8) {
        return new SourceText(name, new String(utf8, StandardCharsets.UTF_8));
    }

    /** Returns whether the text in UTF-8 has more than {@link #MAX_BYTES}. */
    public boolean isTooLarge() {
        if (text.length() <= MAX_BYTES / 3) {
            return false;
        }
        return text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    /** Returns the location of a character, by its offset in UTF-16 units. */
    SourceLocation locate(int offset) {
        int line = 1;
        int lineStart = jsonStart();
        for (int i = 0; i < offset; i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
                line++;
                lineStart = i + 1;
            }
        }
        return SourceLocation.root(offset, line, 1 + (offset > lineStart ? text.codePointCount(lineStart, offset) : 0));
    }

    /** Returns the offset where the JSON begins, after a byte order mark. */
    int jsonStart() {
        return text.startsWith("\uFEFF") ? 1 : 0;
    }
}
