package heed.imports.table;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * A reader that keeps the text it has returned since a certain line, so that a parser that failed can start again
 * there.
 */
final class RewindableReader extends Reader {
    private final Reader source;
    private char[] buffer = new char[1 << 14];
    private int length; // of the text in the buffer
    private long bufferStartLine = 1; // the line with which the buffer starts
    private long firstNeededLine = 1;
    private int position;
    private char lastCharacter;

    RewindableReader(Reader source) {
        this.source = source;
    }

    /** Allows the reader to drop the lines before this one. */
    void discardBefore(long line) {
        firstNeededLine = line;
    }

    @Override
    public int read(char[] chars, int offset, int count) throws IOException {
        if (position < length) {
            int replayed = Math.min(count, length - position);
            System.arraycopy(buffer, position, chars, offset, replayed);
            position += replayed;
            return replayed;
        }
        trim();
        int read = source.read(chars, offset, count);
        if (read > 0) {
            int dropped = length == 0 && lastCharacter == '\r' && chars[offset] == '\n' ? 1 : 0; // ends a dropped line
            append(chars, offset + dropped, read - dropped);
            lastCharacter = chars[offset + read - 1];
            position = length;
        }
        return read;
    }

    private void append(char[] chars, int offset, int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + count, 2 * buffer.length));
        }
        System.arraycopy(chars, offset, buffer, length, count);
        length += count;
    }

    private void trim() {
        int start = lineStart(firstNeededLine);
        System.arraycopy(buffer, start, buffer, 0, length - start);
        length -= start;
        position = length;
        bufferStartLine = firstNeededLine;
    }

    /** Returns how many characters were read since the beginning of a line that is still in the buffer. */
    int lengthFrom(long line) {
        return position - lineStart(line);
    }

    /** Returns the text of a line that is still in the buffer, without its line end. */
    String lineText(long line) {
        int start = lineStart(line);
        return new String(buffer, start, lineEnd(start) - start);
    }

    /** Makes the next read start at the beginning of a line that is still in the buffer. */
    void rewindTo(long line) {
        position = lineStart(line);
    }

    private int lineStart(long line) {
        int start = 0;
        for (long at = bufferStartLine; at < line; at++) {
            start = lineEnd(start);
            if (start < length) {
                boolean isCrLf = buffer[start] == '\r' && start + 1 < length && buffer[start + 1] == '\n';
                start += isCrLf ? 2 : 1;
            }
        }
        return start;
    }

    private int lineEnd(int start) {
        int end = start;
        while (end < length && buffer[end] != '\r' && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
