package heed.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.angus.mail.util.QPEncoderStream;

/**
 * A text as an encoded part of a message. Lines end with CRLF. Immutable.
 *
 * @param type the content type, with the character set
 * @param encoding the transfer encoding (RFC 2045, section 6): 7bit for short lines of ASCII; otherwise
 *     quoted-printable, or base64 if more than half of the bytes are not ASCII
 * @param content the encoded text: short lines of ASCII
 */
record TextPart(String type, String encoding, String content) {
    private static final int MAX_LINE = 998; // RFC 5322, 2.1.1

    /** Encodes a text of a subtype of {@code text}, such as {@code html}. */
    static TextPart of(String subtype, String text) {
        String type = "text/" + subtype + "; charset=UTF-8";
        String lines = withCrlf(text);
        byte[] utf8 = lines.getBytes(StandardCharsets.UTF_8);
        int nonAscii = 0;
        int line = 0;
        int longest = 0;
        for (byte b : utf8) {
            boolean ascii = (b >= ' ' && b < 0x7f) || b == '\r' || b == '\n' || b == '\t';
            nonAscii += ascii ? 0 : 1;
            line = b == '\n' ? 0 : line + 1;
            longest = Math.max(longest, line);
        }
        if (nonAscii == 0 && longest <= MAX_LINE) {
            return new TextPart(type, "7bit", lines);
        }
        return nonAscii <= utf8.length / 2
                ? new TextPart(type, "quoted-printable", quotedPrintable(utf8))
                : new TextPart(type, "base64", Base64.getMimeEncoder().encodeToString(utf8));
    }

    private static String quotedPrintable(byte[] utf8) {
        ByteArrayOutputStream quoted = new ByteArrayOutputStream(2 * utf8.length);
        try (OutputStream encoder = new QPEncoderStream(quoted)) {
            encoder.write(utf8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return quoted.toString(StandardCharsets.US_ASCII);
    }

    /** Replaces every kind of line end by CRLF: the signed message must be the transmitted one. */
    private static String withCrlf(String text) {
        StringBuilder lines = new StringBuilder(text.length() + text.length() / 32);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> {
                    i += i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 1 : 0;
                    lines.append("\r\n");
                }
                case '\n', '\u000B', '\f', '\u0085', '\u2028', '\u2029' -> lines.append("\r\n");
                default -> lines.append(c);
            }
        }
        return lines.toString();
    }
}
