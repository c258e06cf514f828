package heed.bounces.report;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes bytes by the charset that a part names and, if that is missing or unlikely, by the bytes themselves. */
final class CharsetDetector {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private CharsetDetector() {}

    /**
     * Decodes bytes. The names of the commonest charsets are not trusted, because they are often given without being true.
     *
     * @param named the name of the charset; null if there is none
     */
    static String decode(byte[] bytes, @Nullable String named) {
        Optional<Charset> charset = find(named);
        if (charset.isPresent()
                && !charset.get().equals(StandardCharsets.US_ASCII)
                && !charset.get().equals(StandardCharsets.UTF_8)
                && !charset.get().equals(StandardCharsets.ISO_8859_1)) {
            return new String(bytes, charset.get());
        }
        if (isIso2022Jp(bytes)) {
            return new String(bytes, find("ISO-2022-JP").orElse(WESTERN));
        }
        return decodeUtf8OrWestern(bytes);
    }

    private static Optional<Charset> find(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(name.strip()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static String decodeUtf8OrWestern(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, WESTERN);
        }
    }

    /** Whether the bytes contain the escape sequence with which ISO-2022-JP switches to Japanese. */
    private static boolean isIso2022Jp(byte[] bytes) {
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0x1b && bytes[i + 1] == '$' && (bytes[i + 2] == 'B' || bytes[i + 2] == '@')) {
                return true;
            }
        }
        return false;
    }

    /** Decodes a header value of which each character is one byte. */
    static String decodeHeader(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80 || c == 0x1b) {
                return c > 0xff ? value : decode(value.getBytes(StandardCharsets.ISO_8859_1), null);
            }
        }
        return value;
    }
}
