package heed.cli.files;

import java.io.IOException;
import java.io.Reader;

/** A reader that remembers what it gave out since a line, so that a parser that failed can start again behind it. */
final class Tape extends Reader {
    private final Reader source;
    private final StringBuilder kept = new StringBuilder();
    private long keptLine = 1; // the number of the line that the kept text starts with
    private long wantedLine = 1;
    private int position;
    private char last;

    Tape(Reader source) {
        this.source = source;
    }

    /** Lines before this one may be forgotten. */
    void keepFrom(long line) {
        wantedLine = line;
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
        if (position < kept.length()) {
            int replayed = Math.min(length, kept.length() - position);
            kept.getChars(position, position + replayed, chars, offset);
            position += replayed;
            return replayed;
        }
        forget();
        int read = source.read(chars, offset, length);
        if (read > 0) {
            boolean endsForgottenLine = kept.isEmpty() && last == '\r' && chars[offset] == '\n';
            kept.append(chars, offset + (endsForgottenLine ? 1 : 0), read - (endsForgottenLine ? 1 : 0));
            last = chars[offset + read - 1];
            position = kept.length();
        }
        return read;
    }

    private void forget() {
        kept.delete(0, startOf(wantedLine));
        position = kept.length();
        keptLine = wantedLine;
    }

    /** The text of a line that is remembered, without its end. */
    String line(long line) {
        int start = startOf(line);
        return kept.substring(start, endOf(start));
    }

    /** Gives out again from the start of a line that is remembered. */
    void backTo(long line) {
        position = startOf(line);
    }

    private int startOf(long line) {
        int start = 0;
        for (long at = keptLine; at < line; at++) {
            start = endOf(start);
            if (start < kept.length()) {
                boolean two = kept.charAt(start) == '\r' && start + 1 < kept.length() && kept.charAt(start + 1) == '\n';
                start += two ? 2 : 1;
            }
        }
        return start;
    }

    private int endOf(int start) {
        int end = start;
        while (end < kept.length() && kept.charAt(end) != '\r' && kept.charAt(end) != '\n') {
            end++;
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
