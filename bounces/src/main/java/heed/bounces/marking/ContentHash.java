package heed.bounces.marking;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the SHA-256 hash of the content of a message. Not thread-safe. */
public final class ContentHash {
    private final MessageDigest digest;

    /** Creates a hash of no content. */
    public ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Appends one byte of content. */
    public void update(byte content) {
        digest.update(content);
    }

    /** Appends some bytes of content. */
    public void update(byte[] content, int from, int length) {
        digest.update(content, from, length);
    }

    /** Returns the hash of all appended bytes in hexadecimal, and starts again without any. */
    public String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
