package heed.bounces.marking;

import heed.model.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a message in the bounce mailbox, by which a message that was already processed is recognized.
 *
 * @param hash the hash of its content as far as it was read. Line ends do not count, so that the same message has the same hash
 *     in every mailbox
 * @param uid the mailbox and the name of the message in it; empty if the message has no place
 * @param messageId its own Message-ID, with brackets
 * @param size in bytes, as the mailbox reports it
 */
public record ReturnedMessage(String hash, Optional<String> uid, Optional<String> messageId, long size) {
    private static final int MAX_HEADER_BYTES = 16_384;
    private static final Pattern MESSAGE_ID =
            Pattern.compile("(?im)^message-id:[ \\t]*(?:\\r?\\n[ \\t]+)?(<[^<>\\s]{1,250}>)");

    /**
     * Returns the identity of a message.
     *
     * @param content the part of the message that was read
     */
    public static ReturnedMessage of(byte[] content, Optional<String> uid, long size) {
        return new ReturnedMessage(hash(content), uid, messageId(content), size);
    }

    /** Returns the hash of the content without carriage returns. */
    private static String hash(byte[] content) {
        MessageDigest hash = Sha256.newDigest();
        int start = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\r') {
                hash.update(content, start, i - start);
                start = i + 1;
            }
        }
        hash.update(content, start, content.length - start);
        return Sha256.hex(hash);
    }

    /** Returns the Message-ID in the header of a message, which ends at the first blank line. */
    private static Optional<String> messageId(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, MAX_HEADER_BYTES), StandardCharsets.ISO_8859_1);
        int end = start.indexOf("\n\n");
        int crlfEnd = start.indexOf("\r\n\r\n");
        int body = end < 0 ? crlfEnd : crlfEnd < 0 ? end : Math.min(end, crlfEnd);
        Matcher matcher = MESSAGE_ID.matcher(body < 0 ? start : start.substring(0, body));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
