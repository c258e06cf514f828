package heed.model.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash function SHA-256 (FIPS 180-4), which every Java platform has. Thread-safe. */
public final class Sha256 {
    private Sha256() {}

    /** Creates a digest, for content that arrives in pieces. The digest is not thread-safe. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Returns the hash of the text's UTF-8 bytes. */
    public static byte[] hash(String text) {
        return newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the hash of the text's UTF-8 bytes, as 64 hexadecimal digits in lower case. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(hash(text));
    }

    /** Returns the hash of all content of the digest, as 64 hexadecimal digits in lower case, and resets the digest. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
