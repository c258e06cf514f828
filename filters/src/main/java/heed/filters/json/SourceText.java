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
    public static final int MOST_BYTES = 4 << 20;

    public static SourceText of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(file.toString(), in.readNBytes(MOST_BYTES + 1));
        }
    }

    public static SourceText of(String name, byte[] utf8) {
        return new SourceText(name, new String(utf8, StandardCharsets.UTF_8));
    }

    boolean tooLarge() {
        if (text.length() <= MOST_BYTES / 3) {
            return false;
        }
        return text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
    }

    /** Where the JSON begins: behind a byte order mark. */
    int start() {
        return text.startsWith("\uFEFF") ? 1 : 0;
    }
}
