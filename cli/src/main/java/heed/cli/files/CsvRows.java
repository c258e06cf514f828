package heed.cli.files;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import heed.cli.console.Plain;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a CSV file, one after another. A quote that is not closed as CSV wants costs the line it stands on, not what
 * follows. Empty lines are passed over.
 */
final class CsvRows implements AutoCloseable {
    static final int LONGEST_CELL = 100_000;
    private static final int LONGEST_QUOTED = 1 << 20; // characters that are read in search of a closing quote
    private static final int LONGEST_ROW = 1 << 20;
    private static final int MOST_CELLS = 2_000;
    private final Tape tape;
    private final char delimiter;
    private long linesBefore;
    private Rows handler = new Rows();
    private CloseableIterator<RawRow> rows;

    CsvRows(Reader text, char delimiter) {
        this.tape = new Tape(text);
        this.delimiter = delimiter;
        this.rows = open();
    }

    private CloseableIterator<RawRow> open() {
        handler = new Rows();
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .trimWhitespacesAroundQuotes(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(LONGEST_QUOTED)
                .build(handler, tape)
                .iterator();
    }

    /** The next row, or empty at the end. */
    Optional<RawRow> next() {
        try {
            return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
        } catch (CsvParseException wrongQuotes) {
            long line = handler.line();
            String text = tape.line(line);
            tape.keepFrom(line + 1);
            tape.backTo(line + 1);
            linesBefore = line;
            rows = open();
            return Optional.of(new RawRow(
                    line,
                    List.of(text),
                    Optional.of("a quote that opens here is not closed as CSV wants; a quote inside a quoted cell is"
                            + " written twice")));
        }
    }

    @Override
    public void close() throws IOException {
        tape.close();
    }

    private final class Rows extends AbstractBaseCsvCallbackHandler<RawRow> {
        private List<String> cells = new ArrayList<>();
        private Optional<String> problem = Optional.empty();
        private int size;

        long line() {
            return linesBefore + getStartingLineNumber();
        }

        @Override
        protected void handleBegin(long startingLineNumber) {
            cells = new ArrayList<>();
            problem = Optional.empty();
            size = 0;
            tape.keepFrom(line());
        }

        @Override
        protected void handleField(int index, char[] chars, int offset, int length, boolean quoted) {
            if (index >= MOST_CELLS) {
                problem = Optional.of("has more than " + Plain.number(MOST_CELLS) + " cells; it is cut here");
                return;
            }
            size += length;
            if (size > LONGEST_ROW) {
                problem = Optional.of("has more than " + Plain.number(LONGEST_ROW) + " characters; it is cut here");
                return;
            }
            if (length > LONGEST_CELL) {
                problem = Optional.of("cell " + (index + 1) + " has " + Plain.number(length)
                        + " characters, and at most " + Plain.number(LONGEST_CELL) + " are taken; it is cut here");
            }
            cells.add(new String(chars, offset, Math.min(length, LONGEST_CELL)));
        }

        @Override
        protected RawRow buildRecord() {
            return new RawRow(line(), cells, problem);
        }
    }
}
