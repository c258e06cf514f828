package heed.imports.text;

import com.ibm.icu.text.CharsetDetector;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the encoding of a file without a byte order mark. It never guesses: what the bytes do not show is asked for. */
final class EncodingFinder {
    private static final int START = 1 << 14;
    private static final int MAX_LINE = 1 << 16;

    private EncodingFinder() {}

    /**
     * An encoding, or why there is none.
     *
     * @param evidence a word that the encoding reads, with its line
     * @param question what is open, if no encoding was found
     */
    record Finding(Optional<Charset> charset, Optional<String> evidence, Optional<String> question) {}

    /** Returns UTF-16 if the first bytes have the zeros that its ASCII characters have; empty if they have none. */
    static Optional<Charset> findUtf16(byte[] start) {
        int evenZeros = 0;
        int oddZeros = 0;
        for (int i = 0; i < start.length; i++) {
            if (start[i] == 0) {
                evenZeros += 1 - i % 2;
                oddZeros += i % 2;
            }
        }
        int zeros = evenZeros + oddZeros;
        if (zeros * 10 < start.length) {
            return Optional.empty(); // less than a fifth of the characters is ASCII
        }
        return oddZeros > 9 * evenZeros
                ? Optional.of(StandardCharsets.UTF_16LE)
                : evenZeros > 9 * oddZeros ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    /** Finds the encoding of a file that is not UTF-8. */
    static Finding find(Path file) throws IOException {
        EncodingEvidence evidence = new EncodingEvidence(ByteEncoding.ALL);
        long[] sequences = new long[2]; // of UTF-8, and of others
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), START)) {
            byte[] line = new byte[MAX_LINE];
            int length = 0;
            long number = 1;
            boolean high = false;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n' || b == '\r' || length == MAX_LINE) {
                    if (high) {
                        countSequences(line, length, sequences);
                        evidence.addLine(line, length, number);
                    }
                    number += b == '\n' ? 1 : 0;
                    length = 0;
                    high = false;
                }
                line[length++] = (byte) b;
                high |= b > 127;
            }
            if (high) {
                countSequences(line, length, sequences);
                evidence.addLine(line, length, number);
            }
        }
        if (sequences[0] > sequences[1]) { // UTF-8 with a few wrong bytes: by chance, such sequences are rare
            return new Finding(Optional.empty(), Optional.empty(), Optional.empty());
        }
        EncodingEvidence.Verdict verdict = evidence.verdict();
        return new Finding(
                verdict.encoding().map(ByteEncoding::charset),
                verdict.encoding().flatMap(evidence::sample),
                verdict.encoding().isPresent()
                        ? Optional.empty()
                        : Optional.of(Stream.concat(verdict.question().stream(), suggestByStatistics(file).stream())
                                .collect(Collectors.joining("; "))));
    }

    /** Counts the characters of two bytes or more that are UTF-8, and the other bytes above 127. */
    private static void countSequences(byte[] line, int length, long[] counts) {
        for (int i = 0; i < length; i++) {
            int lead = line[i] & 0xFF;
            int following = lead >= 0xF0 && lead < 0xF5
                    ? 3
                    : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xC2 && lead < 0xE0 ? 1 : 0;
            boolean valid = following > 0 && i + following < length;
            for (int j = 1; valid && j <= following; j++) {
                valid = (line[i + j] & 0xC0) == 0x80;
            }
            if (valid) {
                counts[0]++;
                i += following;
            } else if (lead > 127) {
                counts[1]++;
            }
        }
    }

    /** Returns what ICU's statistics suggest. They are right often, but not always, so that nothing relies on them. */
    private static Optional<String> suggestByStatistics(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(START);
            return Arrays.stream(new CharsetDetector().setText(start).detectAll())
                    .map(match -> match.getName())
                    .filter(name -> !name.startsWith("UTF") && Charset.isSupported(name))
                    .findFirst()
                    .map(name -> "by statistics, it may be " + name);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
