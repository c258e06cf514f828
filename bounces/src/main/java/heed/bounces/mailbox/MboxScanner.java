package heed.bounces.mailbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Finds the messages of an mbox file (RFC 4155), whatever their size, a byte at a time. */
final class MboxScanner {
    private static final byte[] SEPARATOR = "From ".getBytes(StandardCharsets.US_ASCII);

    private final List<MboxMessage> messages = new ArrayList<>();
    private final MessageDigest digest = sha256();
    private long start = -1; // of the message that is read
    private long contentStart;

    private MboxScanner() {}

    /**
     * Where a message is.
     *
     * @param start of its "From " line
     * @param contentStart behind that line
     * @param end behind its last line
     * @param hash of the content
     */
    record MboxMessage(long start, long contentStart, long end, String hash) {
        /** From its start; empty if something else is there now. */
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
            boolean same = !complete
                    || HexFormat.of().formatHex(sha256().digest(bytes.array())).equals(hash);
            return same ? Optional.of(bytes.array()) : Optional.empty();
        }

        /** With its "From " line, to where the other channel stands. */
        void copy(FileChannel from, FileChannel to) throws IOException {
            MboxScanner.copy(from, start, end, to, to.position());
        }
    }

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

    static List<MboxMessage> scan(FileChannel channel) throws IOException {
        channel.position(0);
        MboxScanner scan = new MboxScanner();
        scan.read(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        return scan.messages;
    }

    private void read(InputStream in) throws IOException {
        long at = 0;
        boolean blank = true; // the line before, as the start of the file is
        boolean more = true;
        byte[] head = new byte[SEPARATOR.length];
        while (more) {
            long line = at;
            int length = 0;
            boolean separator = false;
            boolean visible = false;
            int c = in.read();
            while (c >= 0) {
                at++;
                if (length < head.length) {
                    head[length] = (byte) c;
                    length++;
                    if (length == head.length && blank && Arrays.equals(head, SEPARATOR)) {
                        separator = true;
                        endMessage(line);
                    } else if (length == head.length) {
                        digest.update(head);
                    }
                } else if (!separator) {
                    digest.update((byte) c);
                }
                visible |= c != '\n' && c != '\r';
                if (c == '\n') {
                    break;
                }
                c = in.read();
            }
            if (length < head.length) {
                digest.update(head, 0, length);
            }
            more = c >= 0;
            if (separator) {
                start = line;
                contentStart = at;
            }
            blank = !visible;
        }
        endMessage(at);
    }

    private void endMessage(long at) {
        byte[] hash = digest.digest(); // and begins anew
        if (start >= 0) {
            messages.add(new MboxMessage(start, contentStart, at, HexFormat.of().formatHex(hash)));
        }
        start = -1;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
