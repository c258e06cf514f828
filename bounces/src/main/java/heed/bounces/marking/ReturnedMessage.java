package heed.bounces.marking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of the bounce mailbox, as it is recognised again.
 *
 * @param hash of its content as far as it is read, whatever the line ends: the same message by another way is the same
 * @param uid where it lies: the mailbox and the message's name in it; empty where nothing names it
 * @param messageId its own Message-ID
 * @param size in bytes, as the mailbox has it
 */
public record ReturnedMessage(String hash, Optional<String> uid, Optional<String> messageId, long size) {
    private static final int MAX_HEADER_BYTES = 16_384;
    private static final Pattern MESSAGE_ID =
            Pattern.compile("(?im)^message-id:[ \\t]*(?:\\r?\\n[ \\t]+)?(<[^<>\\s]{1,250}>)");

    /** @param content as much of it as was read */
    public static ReturnedMessage of(byte[] content, Optional<String> uid, long size) {
        return new ReturnedMessage(hash(content), uid, messageId(content), size);
    }

    private static String hash(byte[] content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            int start = 0;
            for (int i = 0; i < content.length; i++) {
                if (content[i] == '\r') {
                    sha.update(content, start, i - start);
                    start = i + 1;
                }
            }
            sha.update(content, start, content.length - start);
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static Optional<String> messageId(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, MAX_HEADER_BYTES), StandardCharsets.ISO_8859_1);
        int end = start.indexOf("\n\n");
        int crlfEnd = start.indexOf("\r\n\r\n");
        int body = end < 0 ? crlfEnd : crlfEnd < 0 ? end : Math.min(end, crlfEnd);
        Matcher matcher = MESSAGE_ID.matcher(body < 0 ? start : start.substring(0, body));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
