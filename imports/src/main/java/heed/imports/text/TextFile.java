package heed.imports.text;

import heed.filters.json.QuotedText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * A text file whose encoding has been checked to its end, so that no part of a file is imported if a later part is not
 * text. Standard input and pipes can be read only once; they are first copied to a temporary file, which closing
 * deletes.
 *
 * @param bomLength the number of bytes in the byte order mark; 0 if there is none
 * @param lineCount the number of lines
 * @param encodingEvidence a word as the encoding reads it, with its line, if the encoding was found by its words
 * @param sheet the name of the sheet, if the text is that of a workbook
 */
public record TextFile(
        InputSource source,
        Charset charset,
        int bomLength,
        long lineCount,
        Optional<String> encodingEvidence,
        Optional<String> sheet)
        implements AutoCloseable {
    /** The path that means standard input. */
    public static final Path STANDARD_INPUT = Path.of("-");

    private static final int CHUNK = 1 << 16;
    private static final int START = 1 << 12; // bytes that show a byte order mark, a zip file or UTF-16

    /**
     * The file that contains the text.
     *
     * @param name the name that people know it by
     * @param copied whether the file is a temporary copy that belongs to this command
     */
    public record InputSource(Path path, String name, boolean copied) {
        static InputSource of(Path file, InputStream in) throws IOException {
            if (file.equals(STANDARD_INPUT)) {
                return copy(in, "standard input");
            }
            if (!Files.exists(file)) {
                throw new InvalidImportException("no-file", "there is no file " + file);
            }
            if (Files.isDirectory(file)) {
                throw new InvalidImportException("no-file", file + " is a folder; give a file");
            }
            if (!Files.isReadable(file)) {
                throw new InvalidImportException("no-file", file + " cannot be read: its permissions do not allow it");
            }
            if (Files.isRegularFile(file)) {
                return new InputSource(file, file.toString(), false);
            }
            try (InputStream pipe = Files.newInputStream(file)) {
                return copy(pipe, file.toString());
            }
        }

        private static InputSource copy(InputStream in, String name) throws IOException {
            Path copy = Files.createTempFile("heed", null); // createTempFile makes a file that only its owner can read
            copy.toFile().deleteOnExit(); // close() does not run if Ctrl-C ends a command that waits for input
            try {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return new InputSource(copy, name, true);
            } catch (IOException e) {
                Files.deleteIfExists(copy);
                throw new IOException(name + " could not be read: " + e.getMessage(), e);
            }
        }

        void delete() throws IOException {
            if (copied) {
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * Checks that a file is text: UTF-8 or UTF-16 with or without a byte order mark, the named encoding, or the encoding
     * that its words show. A byte order mark overrides the named encoding.
     *
     * @param in read instead if the file is {@link #STANDARD_INPUT}
     * @throws InvalidImportException if the file does not exist, cannot be read, is empty, or is not text in the encoding
     */
    public static TextFile validate(Path file, InputStream in, Optional<Charset> named) throws IOException {
        return validate(file, in, named, Optional.empty());
    }

    /**
     * Checks a file like {@link #validate(Path, InputStream, Optional)}, and copies a sheet if it is a workbook.
     *
     * @param in read instead if the file is {@link #STANDARD_INPUT}
     * @param sheet the name of the sheet; the first visible one if empty
     * @throws InvalidImportException also if a workbook has no such sheet, or if a sheet of a text is named
     */
    public static TextFile validate(Path file, InputStream in, Optional<Charset> named, Optional<String> sheet)
            throws IOException {
        InputSource source = InputSource.of(file, in);
        try {
            return validate(source, named, sheet);
        } catch (IOException | RuntimeException e) {
            source.delete();
            throw e;
        }
    }

    private static TextFile validate(InputSource source, Optional<Charset> named, Optional<String> sheet)
            throws IOException {
        Path path = source.path;
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(START);
        }
        if (startsWith(start, 'P', 'K', 3, 4)) {
            return copySheet(source, sheet);
        }
        FileKinds.requireText(start, source.name);
        if (sheet.isPresent()) {
            throw new InvalidImportException("sheet", source.name + " is text and has no sheets; leave out --sheet");
        }
        if (startsWith(start, 0xEF, 0xBB, 0xBF)) {
            return decode(source, StandardCharsets.UTF_8, 3);
        } else if (startsWith(start, 0xFF, 0xFE)) {
            return decode(source, StandardCharsets.UTF_16LE, 2);
        } else if (startsWith(start, 0xFE, 0xFF)) {
            return decode(source, StandardCharsets.UTF_16BE, 2);
        }
        Optional<Charset> known = named.or(() -> EncodingFinder.findUtf16(start));
        if (known.isPresent()) {
            return decode(source, known.get(), 0);
        }
        Check utf8 = check(source, StandardCharsets.UTF_8, 0);
        return utf8.wrongLine == 0
                ? new TextFile(source, StandardCharsets.UTF_8, 0, utf8.lines, Optional.empty(), Optional.empty())
                : findEncoding(source, utf8.wrongLine);
    }

    private static TextFile copySheet(InputSource source, Optional<String> sheet) throws IOException {
        WorkbookCopy.Copy copy = WorkbookCopy.make(source.path, source.name, sheet);
        source.delete();
        InputSource text = new InputSource(copy.path(), source.name, true);
        try {
            Check check = check(text, StandardCharsets.UTF_8, 0);
            return new TextFile(
                    text, StandardCharsets.UTF_8, 0, check.lines, Optional.empty(), Optional.of(copy.sheet()));
        } catch (IOException | RuntimeException e) {
            text.delete();
            throw e;
        }
    }

    private static TextFile findEncoding(InputSource source, long lineThatIsNotUtf8) throws IOException {
        EncodingFinder.Finding finding = EncodingFinder.find(source.path);
        if (finding.charset().isPresent()) {
            TextFile text = decode(source, finding.charset().get(), 0);
            return new TextFile(source, text.charset, 0, text.lineCount, finding.evidence(), Optional.empty());
        }
        InvalidImportException failure = encodingFailure(source.name, StandardCharsets.UTF_8, lineThatIsNotUtf8);
        throw finding.question()
                .map(question -> new InvalidImportException(
                        failure.code(), failure.message() + ". Its cells do not show the encoding: " + question))
                .orElse(failure);
    }

    /**
     * Returns the encoding with a name.
     *
     * @throws InvalidImportException if there is none
     */
    public static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new InvalidImportException(
                    "charset", "there is no encoding " + QuotedText.of(name) + "; examples are UTF-8 and windows-1252");
        }
    }

    private static boolean startsWith(byte[] start, int... bytes) {
        return start.length >= bytes.length && Arrays.equals(Arrays.copyOf(start, bytes.length), toBytes(bytes));
    }

    private static byte[] toBytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static TextFile decode(InputSource source, Charset charset, int bomLength) throws IOException {
        Check check = check(source, charset, bomLength);
        if (check.wrongLine > 0) {
            throw encodingFailure(source.name, charset, check.wrongLine);
        }
        return new TextFile(source, charset, bomLength, check.lines, Optional.empty(), Optional.empty());
    }

    /**
     * What reading a file in an encoding shows.
     *
     * @param lines the number of lines
     * @param wrongLine the first line that is not text in the encoding; 0 if there is none
     */
    private record Check(long lines, long wrongLine) {}

    /** @throws InvalidImportException if the file is empty */
    private static Check check(InputSource source, Charset charset, int bomLength) throws IOException {
        CharsetDecoder decoder = strictDecoder(charset);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        CharBuffer chars = CharBuffer.allocate(CHUNK);
        LineCounter lines = new LineCounter();
        try (InputStream in = Files.newInputStream(source.path)) {
            in.skipNBytes(bomLength);
            int read;
            do {
                read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                bytes.position(bytes.position() + Math.max(0, read)).flip();
                var result = decoder.decode(bytes, chars, read < 0);
                lines.add(chars.flip());
                chars.clear();
                if (result.isError()) {
                    return new Check(0, lines.nextLine());
                }
                bytes.compact();
            } while (read >= 0);
        }
        if (lines.blank()) {
            throw new InvalidImportException("empty-file", source.name + " is empty");
        }
        return new Check(lines.count(), 0);
    }

    private static InvalidImportException encodingFailure(String name, Charset charset, long line) {
        String advice = charset.equals(StandardCharsets.UTF_8)
                ? " Save the file as \"CSV UTF-8\", or name its encoding, for example --charset windows-1252"
                : "";
        return new InvalidImportException(
                "encoding",
                name + ":" + line + ": this line is not " + charset.name() + " text. Nothing was imported." + advice);
    }

    private static CharsetDecoder strictDecoder(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Describes the failure of an import whose file passed the check but cannot be read now: it was changed, or the disk
     * fails. The text has no full stop.
     */
    public String readFailure(Exception thrown) {
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        String reason = cause instanceof CharacterCodingException
                ? "was changed while it was read, and is no longer " + charset.name() + " text"
                : "could not be read to its end: " + cause.getMessage();
        return source.name + " " + reason;
    }

    /** Returns the name that people know the file by, with its folder. */
    public String name() {
        return source.name;
    }

    /** Returns the name of the file without its folder. */
    public String fileName() {
        return source.copied && sheet.isEmpty()
                ? source.name
                : String.valueOf(Path.of(source.name).getFileName());
    }

    /** Tests whether a character is the first one that is not white space. */
    public boolean startsWith(char expected) throws IOException {
        try (Reader text = open()) {
            int next = text.read();
            while (next >= 0 && Character.isWhitespace(next)) {
                next = text.read();
            }
            return next == expected;
        }
    }

    @Override
    public void close() throws IOException {
        source.delete();
    }

    /** Opens the text behind the byte order mark. Reading throws if the file is no longer text in its encoding. */
    public Reader open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(source.path), CHUNK);
        in.skipNBytes(bomLength);
        return new InputStreamReader(in, strictDecoder(charset));
    }

    /** Counts lines that end in CR, LF or CRLF; text after the last line end is a line too. */
    private static final class LineCounter {
        private long lineEnds;
        private boolean inLine;
        private boolean lastWasCr;
        private boolean blank = true;

        /** @param chars is backed by an array */
        void add(CharBuffer chars) {
            char[] text = chars.array();
            char previous = lastWasCr ? '\r' : 0;
            for (int i = chars.position(); i < chars.limit(); i++) {
                char c = text[i];
                if (c <= '\r' && (c == '\r' || (c == '\n' && previous != '\r'))) {
                    lineEnds++;
                }
                blank = blank && (Character.isWhitespace(c) || c == 0);
                previous = c;
            }
            if (chars.hasRemaining()) {
                lastWasCr = previous == '\r';
                inLine = previous != '\r' && previous != '\n';
            }
        }

        long count() {
            return lineEnds + (inLine ? 1 : 0);
        }

        /** Returns the number of the line that the next character is in. */
        long nextLine() {
            return lineEnds + 1;
        }

        boolean blank() {
            return blank;
        }
    }
}
