package heed.imports.table;

import java.io.IOException;
import java.io.Reader;

/**
 * A reader that keeps the text it has returned since a certain line, so that a parser that failed can start again
 * there.
 */
final class RewindableReader extends Reader {
    private final Reader source;
    private final StringBuilder buffer = new StringBuilder();
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
    public int read(char[] chars, int offset, int length) throws IOException {
        if (position < buffer.length()) {
            int replayed = Math.min(length, buffer.length() - position);
            buffer.getChars(position, position + replayed, chars, offset);
            position += replayed;
            return replayed;
        }
        trim();
        int read = source.read(chars, offset, length);
        if (read > 0) {
            boolean endsDroppedLine = buffer.isEmpty() && lastCharacter == '\r' && chars[offset] == '\n';
            buffer.append(chars, offset + (endsDroppedLine ? 1 : 0), read - (endsDroppedLine ? 1 : 0));
            lastCharacter = chars[offset + read - 1];
            position = buffer.length();
        }
        return read;
    }

    private void trim() {
        buffer.delete(0, lineStart(firstNeededLine));
        position = buffer.length();
        bufferStartLine = firstNeededLine;
    }

    /** Returns the text of a line that is still in the buffer, without its line end. */
    String lineText(long line) {
        int start = lineStart(line);
        return buffer.substring(start, lineEnd(start));
    }

    /** Makes the next read start at the beginning of a line that is still in the buffer. */
    void rewindTo(long line) {
        position = lineStart(line);
    }

    private int lineStart(long line) {
        int start = 0;
        for (long at = bufferStartLine; at < line; at++) {
            start = lineEnd(start);
            if (start < buffer.length()) {
                boolean isCrLf =
                        buffer.charAt(start) == '\r' && start + 1 < buffer.length() && buffer.charAt(start + 1) == '\n';
                start += isCrLf ? 2 : 1;
            }
        }
        return start;
    }

    private int lineEnd(int start) {
        int end = start;
        while (end < buffer.length() && buffer.charAt(end) != '\r' && buffer.charAt(end) != '\n') {
            end++;
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
