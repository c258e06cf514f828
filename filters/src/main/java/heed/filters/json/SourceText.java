package heed.filters.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an author wrote, and where.
 *
 * @param name of the file, as it is shown
 * @param text unchanged; bytes that are not UTF-8 have become U+FFFD
 */
public record SourceText(String name, String text) {
    /** The largest file that is read; of a larger one only the beginning is kept, and {@link JsonReader} refuses it. */
    public static final int MAX_BYTES = 4 << 20;

    public static SourceText of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(file.toString(), in.readNBytes(MAX_BYTES + 1));
        }
    }

    public static SourceText of(String name, byte[] utf8) {
        return new SourceText(name, new String(utf8, StandardCharsets.UTF_8));
    }

    boolean isTooLarge() {
        if (text.length() <= MAX_BYTES / 3) {
            return false;
        }
        return text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    /** Where the JSON begins: behind a byte order mark. */
    int jsonStart() {
        return text.startsWith("\uFEFF") ? 1 : 0;
    }
}
