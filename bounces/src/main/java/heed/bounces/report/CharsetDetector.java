package heed.bounces.report;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/** Turns bytes into text, by what a part says and, where that is nothing or wrong, by what the bytes look like. */
final class CharsetDetector {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private CharsetDetector() {}

    static String decode(byte[] bytes, @org.jspecify.annotations.Nullable String named) {
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

    private static Optional<Charset> find(@org.jspecify.annotations.Nullable String name) {
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
        } catch (CharacterCodingException other) {
            return new String(bytes, WESTERN);
        }
    }

    /** Whether it switches to Japanese as ISO-2022-JP does. */
    private static boolean isIso2022Jp(byte[] bytes) {
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0x1b && bytes[i + 1] == '$' && (bytes[i + 2] == 'B' || bytes[i + 2] == '@')) {
                return true;
            }
        }
        return false;
    }

    /** A header's value that was read byte for byte. */
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
