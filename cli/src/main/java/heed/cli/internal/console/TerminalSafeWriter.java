package heed.cli.internal.console;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * A writer that escapes every character that a terminal would act on, as {@code \\u001b}; line ends and tabs are written
 * unchanged. JSON stays the same document, because such characters occur only in its strings, where the escape stands
 * for the character.
 */
final class TerminalSafeWriter extends FilterWriter {
    TerminalSafeWriter(Writer out) {
        super(out);
    }

    @Override
    public void write(int c) throws IOException {
        write(new char[] {(char) c}, 0, 1);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.toCharArray(), offset, length);
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        int written = offset;
        for (int i = offset; i < offset + length; i++) {
            char c = chars[i];
            if (c != '\n' && c != '\r' && c != '\t' && !Character.isSurrogate(c) && TerminalText.isControl(c)) {
                out.write(chars, written, i - written);
                out.write(String.format(Locale.ROOT, "\\u%04x", (int) c));
                written = i + 1;
            }
        }
        out.write(chars, written, offset + length - written);
    }
}
