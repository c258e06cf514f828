package heed.imports.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import heed.imports.text.InvalidImportException;
import heed.model.text.NumberText;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of a CSV file. A quote that is not closed properly makes its own line a row with a problem; reading
 * continues with the next line. A quoted cell that is too long makes its row one with a problem; reading continues behind
 * its closing quote, because the text inside it is no row. If the closing quote is too far away to tell the two apart,
 * reading ends with an {@link InvalidImportException}. Empty lines are skipped.
 */
public final class CsvRowReader implements TableReader {
    /** The length of the longest cell that is read whole. */
    public static final int MAX_CELL_LENGTH = 100_000;

    private static final int MAX_QUOTED_LENGTH = 1 << 24; // characters read in search of a closing quote
    private static final int MAX_ROW_LENGTH = 1 << 20;
    private static final int MAX_CELLS = 2_000;
    private final RewindableReader source;
    private final char delimiter;
    private long linesBefore;
    private RowHandler handler = new RowHandler();
    private CloseableIterator<CsvRow> rows;

    /** Creates a reader of rows whose cells a character separates. */
    public CsvRowReader(Reader text, char delimiter) {
        this.source = new RewindableReader(text);
        this.delimiter = delimiter;
        this.rows = openIterator();
    }

    private CloseableIterator<CsvRow> openIterator() {
        handler = new RowHandler();
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .trimWhitespacesAroundQuotes(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_QUOTED_LENGTH)
                .build(handler, source)
                .iterator();
    }

    /** Returns the next row; empty at the end. */
    public Optional<CsvRow> next() {
        try {
            return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
        } catch (CsvParseException invalidQuotes) {
            // Report the line where the row starts, and start a new parser on the line behind it.
            long line = handler.line();
            if (source.lengthFrom(line) >= MAX_QUOTED_LENGTH) {
                throw new InvalidImportException(
                        "cell-length",
                        "line " + line + " starts a cell whose end is more than "
                                + NumberText.formatNumber(MAX_QUOTED_LENGTH)
                                + " characters away; close its quote, or take the line out of the file");
            }
            String text = source.lineText(line);
            source.discardBefore(line + 1);
            source.rewindTo(line + 1);
            linesBefore = line;
            rows = openIterator();
            return Optional.of(new CsvRow(
                    line,
                    List.of(text),
                    Optional.of(
                            "has a quote that is not closed properly; a quote inside a quoted cell is written twice")));
        }
    }

    @Override
    public Optional<CsvRow> nextNonBlank() {
        Optional<CsvRow> row = next();
        while (row.isPresent() && row.get().isBlank()) {
            row = next();
        }
        return row;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private final class RowHandler extends AbstractBaseCsvCallbackHandler<CsvRow> {
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
            source.discardBefore(line());
        }

        @Override
        protected void handleField(int index, char[] chars, int offset, int length, boolean quoted) {
            if (index >= MAX_CELLS) {
                problem = Optional.of("has more than " + NumberText.formatNumber(MAX_CELLS) + " cells; it is cut here");
                return;
            }
            size += Math.min(length, MAX_CELL_LENGTH);
            if (size > MAX_ROW_LENGTH) {
                problem = Optional.of(
                        "has more than " + NumberText.formatNumber(MAX_ROW_LENGTH) + " characters; it is cut here");
                return;
            }
            if (length > MAX_CELL_LENGTH) {
                problem = Optional.of("has " + NumberText.formatNumber(length) + " characters in cell " + (index + 1)
                        + "; at most " + NumberText.formatNumber(MAX_CELL_LENGTH) + " are allowed. It is cut here");
            }
            cells.add(new String(chars, offset, Math.min(length, MAX_CELL_LENGTH)));
        }

        @Override
        protected CsvRow buildRecord() {
            return new CsvRow(line(), cells, problem);
        }
    }
}
