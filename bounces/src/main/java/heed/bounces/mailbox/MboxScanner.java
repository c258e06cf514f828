package heed.bounces.mailbox;

import heed.model.text.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the messages of an mbox file (RFC 4155). It reads byte by byte, so that messages of any size need little memory. */
final class MboxScanner {
    private static final byte[] SEPARATOR = "From ".getBytes(StandardCharsets.US_ASCII);

    private final List<MboxMessage> messages = new ArrayList<>();
    /** The hash of the message that is being read. */
    private final MessageDigest hash = Sha256.newDigest();
    /** The start of the message that is being read; -1 before the first. */
    private long start = -1;

    private long contentStart;

    private MboxScanner() {}

    /**
     * The position of a message in the file, in bytes.
     *
     * @param start the start of its "From " line
     * @param contentStart the start of the line behind it
     * @param end the end of its last line
     * @param hash the hash of its content
     */
    record MboxMessage(long start, long contentStart, long end, String hash) {
        /** Returns the first bytes of the message, at most {@code maxBytes}; empty if the file has changed at its position. */
        Optional<byte[]> read(FileChannel channel, int maxBytes) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(maxBytes, end - contentStart));
            long at = contentStart;
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, at);
                if (read < 0) {
                    return Optional.empty();
                }
                at += read;
            }
            boolean complete = bytes.capacity() == end - contentStart;
            boolean unchanged = !complete || hash(bytes.array()).equals(hash);
            return unchanged ? Optional.of(bytes.array()) : Optional.empty();
        }

        private static String hash(byte[] content) {
            MessageDigest hash = Sha256.newDigest();
            hash.update(content, 0, content.length);
            return Sha256.hex(hash);
        }

        /** Copies the message with its "From " line to the position of another channel. */
        void copy(FileChannel from, FileChannel to) throws IOException {
            MboxScanner.copy(from, start, end, to, to.position());
        }
    }

    /** Copies bytes to a position of another channel. */
    static void copy(FileChannel from, long start, long end, FileChannel to, long position) throws IOException {
        to.position(position);
        long at = start;
        while (at < end) {
            long moved = from.transferTo(at, end - at, to);
            if (moved <= 0) {
                throw new IOException("the file became shorter");
            }
            at += moved;
        }
    }

    /** Returns the messages of a file in their order. */
    static List<MboxMessage> scan(FileChannel channel) throws IOException {
        channel.position(0);
        MboxScanner scan = new MboxScanner();
        scan.read(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        return scan.messages;
    }

    private void read(InputStream in) throws IOException {
        long at = 0;
        boolean afterBlank = true; // a separator follows a blank line or the start of the file
        boolean more = true;
        byte[] head = new byte[SEPARATOR.length];
        while (more) { // one line each time
            long line = at;
            int length = 0;
            boolean separator = false;
            boolean visible = false;
            // The first bytes of a line are collected until they are known to be a separator or content.
            int c = in.read();
            while (c >= 0) {
                at++;
                if (length < head.length) {
                    head[length] = (byte) c;
                    length++;
                    if (length == head.length && afterBlank && Arrays.equals(head, SEPARATOR)) {
                        separator = true;
                        endMessage(line);
                    } else if (length == head.length) {
                        hash.update(head, 0, length);
                    }
                } else if (!separator) {
                    hash.update((byte) c);
                }
                visible |= c != '\n' && c != '\r';
                if (c == '\n') {
                    break;
                }
                c = in.read();
            }
            if (length < head.length) {
                hash.update(head, 0, length);
            }
            more = c >= 0;
            if (separator) {
                start = line;
                contentStart = at;
            }
            afterBlank = !visible;
        }
        endMessage(at);
    }

    /** Ends the message that is being read; text before the first separator is no message. */
    private void endMessage(long at) {
        String contentHash = Sha256.hex(hash);
        if (start >= 0) {
            messages.add(new MboxMessage(start, contentStart, at, contentHash));
        }
        start = -1;
    }
}
