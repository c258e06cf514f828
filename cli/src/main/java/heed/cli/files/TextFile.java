package heed.cli.files;

import heed.cli.console.Failure;
import heed.cli.console.Plain;
import heed.filters.json.Quoted;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file of text whose encoding was checked to its end, so that nothing is read from a file that would turn out wrong.
 *
 * @param bom how many bytes of a byte order mark it starts with
 * @param lines how many it has
 */
record TextFile(Path path, Charset charset, int bom, long lines) {
    private static final int CHUNK = 1 << 16;

    /**
     * UTF-8, with or without a byte order mark, or UTF-16 with one; another encoding if it is named.
     *
     * @throws Failure if the file is not there, not text, empty or of another encoding
     */
    static TextFile check(Path path, Optional<Charset> named) throws IOException {
        if (!Files.exists(path)) {
            throw Failure.invalid("no-file", "there is no file " + path);
        }
        if (Files.isDirectory(path)) {
            throw Failure.invalid("no-file", path + " is a folder, and a file is wanted");
        }
        if (!Files.isReadable(path)) {
            throw Failure.invalid("no-file", path + " cannot be read: its permissions do not allow it");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(64);
        }
        if (start.length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4) {
            throw Failure.invalid(
                    "not-text",
                    path + " is a workbook or another zipped file; save the sheet as \"CSV UTF-8\" and import that");
        }
        if (begins(start, 0xEF, 0xBB, 0xBF)) {
            return read(path, StandardCharsets.UTF_8, 3);
        } else if (begins(start, 0xFF, 0xFE)) {
            return read(path, StandardCharsets.UTF_16LE, 2);
        } else if (begins(start, 0xFE, 0xFF)) {
            return read(path, StandardCharsets.UTF_16BE, 2);
        }
        return read(path, named.orElse(StandardCharsets.UTF_8), 0);
    }

    /** @throws Failure if there is no encoding of that name */
    static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw Failure.invalid(
                    "charset", "there is no encoding " + Quoted.of(name) + "; one is UTF-8, another windows-1252");
        }
    }

    private static boolean begins(byte[] start, int... bytes) {
        return start.length >= bytes.length && Arrays.equals(Arrays.copyOf(start, bytes.length), toBytes(bytes));
    }

    private static byte[] toBytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static TextFile read(Path path, Charset charset, int bom) throws IOException {
        CharsetDecoder decoder = strict(charset);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        CharBuffer chars = CharBuffer.allocate(CHUNK);
        LineCount lines = new LineCount();
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(bom);
            int read;
            do {
                read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                bytes.position(bytes.position() + Math.max(0, read)).flip();
                var result = decoder.decode(bytes, chars, read < 0);
                lines.add(chars.flip());
                chars.clear();
                if (result.isError()) {
                    throw wrongEncoding(path, charset, lines.count());
                }
                bytes.compact();
            } while (read >= 0);
        }
        if (lines.blank()) {
            throw Failure.invalid("empty-file", path + " is empty");
        }
        return new TextFile(path, charset, bom, lines.count());
    }

    private static Failure wrongEncoding(Path path, Charset charset, long line) {
        String advice = charset.equals(StandardCharsets.UTF_8)
                ? " Save it as \"CSV UTF-8\", or name its encoding: --charset windows-1252"
                : "";
        return Failure.invalid(
                "encoding",
                path + ":" + line + ": line " + Plain.number(line) + " is not " + charset.name()
                        + " text; nothing was imported." + advice);
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    Reader open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK);
        in.skipNBytes(bom);
        return new InputStreamReader(in, strict(charset));
    }

    /** Counts lines that end in CR, LF or CRLF; what is behind the last end is one too. */
    private static final class LineCount {
        private long ends;
        private boolean open;
        private boolean cr;
        private boolean blank = true;

        void add(CharBuffer chars) {
            while (chars.hasRemaining()) {
                char c = chars.get();
                if (c == '\r' || (c == '\n' && !cr)) {
                    ends++;
                }
                cr = c == '\r';
                open = c != '\r' && c != '\n';
                blank = blank && (Character.isWhitespace(c) || c == 0);
            }
        }

        long count() {
            return ends + (open ? 1 : 0);
        }

        boolean blank() {
            return blank;
        }
    }
}
