package heed.imports.table;

import heed.imports.text.InvalidImportException;
import heed.imports.text.TextFile;
import heed.model.field.TextKey;
import heed.model.prospect.EmailAddress;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a CSV file is laid out. Above the header there may be the line {@code sep=;}, with which spreadsheets name the
 * separator, and titles.
 *
 * @param headerLine the line of the header, from 1
 * @param titles the texts of the rows above the header, except a line {@code sep=;}
 */
public record CsvLayout(CsvDelimiter delimiter, long headerLine, List<String> titles) {
    private static final int MAX_START = 1 << 18;
    private static final int MAX_ROWS = 30; // in which a header is looked for
    private static final int MAX_COUNTED_ROWS = 100; // below the header
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\"?sep=(.)\"?[ ;,\t|]*(\\R|$)", Pattern.CASE_INSENSITIVE);

    public CsvLayout {
        titles = List.copyOf(titles);
    }

    /** How a cell of a header counts. */
    public enum HeaderCell {
        /** It is the name of a field, or a word that is known for one. */
        NAMES_FIELD,
        /** It has a part that is known, which a cell may have that is wrongly split, too. */
        HAS_KNOWN_PART,
        OTHER
    }

    /** Where the header is, read with one delimiter, and what the rows below it are like. */
    private record Header(
            CsvDelimiter delimiter, long line, int columns, int fields, int parts, List<String> titles, Rows rows) {
        /** Orders the most likely delimiter last. */
        static final Comparator<Header> BY_LIKELIHOOD = Comparator.comparingInt(
                        (Header header) -> header.rows.addresses)
                .thenComparingInt(Header::fields)
                .thenComparingInt(header -> header.rows.fitting)
                .thenComparingInt(header -> header.fields == 0 ? header.columns : Math.min(header.columns, 2));

        boolean isBetterThan(Header other) {
            return fields > other.fields || (fields == other.fields && parts > other.parts);
        }

        Header withRows(Rows found) {
            return new Header(delimiter, line, columns, fields, parts, titles, found);
        }
    }

    /**
     * The first rows below a header.
     *
     * @param fitting how many of them have as many cells as the header, if it has more than one
     * @param addresses how many have as many cells as the header, and an email address as one of them
     */
    private record Rows(int fitting, int addresses) {
        static final Rows NONE = new Rows(0, 0);
    }

    /**
     * Finds the layout of a file. The header is the row that names the most fields, of those above the first email
     * address; if none names a field, it is the first row. The delimiter is the one with which most rows have an email
     * address and as many cells as the header; if several are equal in this, the one with which the header names the most
     * fields, then the one with which most rows fit the header, then the one that gives the most columns.
     *
     * @param kindOf how a cell of the header counts
     * @throws InvalidImportException if two delimiters are equal in all this and the header names a field with both, or if
     *     the line {@code sep=} names another character
     */
    public static CsvLayout detect(TextFile file, Function<String, HeaderCell> kindOf) throws IOException {
        String start = readStart(file);
        Optional<CsvDelimiter> named = namedDelimiter(file, start);
        List<Header> headers = new ArrayList<>();
        for (CsvDelimiter candidate : named.map(List::of).orElse(List.of(CsvDelimiter.values()))) {
            headers.add(findHeader(start, candidate, kindOf));
        }
        Header best = headers.get(0);
        for (Header header : headers) {
            best = Header.BY_LIKELIHOOD.compare(header, best) > 0 ? header : best;
        }
        for (Header rival : headers) {
            if (rival.delimiter != best.delimiter
                    && Header.BY_LIKELIHOOD.compare(rival, best) == 0
                    && rival.fields > 0
                    && rival.columns > 1) {
                throw new InvalidImportException(
                        "delimiter",
                        file.name() + ":" + best.line + ": the columns of the header can be separated by "
                                + best.delimiter.description() + " or by " + rival.delimiter.description()
                                + "; use only one of them in the header");
            }
        }
        return new CsvLayout(best.delimiter, best.line, best.titles);
    }

    private static Optional<CsvDelimiter> namedDelimiter(TextFile file, String start) {
        Matcher line = SEPARATOR_LINE.matcher(start);
        if (!line.lookingAt()) {
            return Optional.empty();
        }
        char named = line.group(1).charAt(0);
        return Optional.of(Arrays.stream(CsvDelimiter.values())
                .filter(delimiter -> delimiter.character() == named)
                .findFirst()
                .orElseThrow(() -> new InvalidImportException(
                        "delimiter",
                        file.name() + ":1: the line sep= names a separator that is not supported; use a comma, a"
                                + " semicolon, a tab or a vertical bar")));
    }

    private static String readStart(TextFile file) throws IOException {
        char[] start = new char[MAX_START];
        int length = 0;
        try (Reader reader = file.open()) {
            int read;
            while (length < start.length && (read = reader.read(start, length, start.length - length)) > 0) {
                length += read;
            }
        }
        return new String(start, 0, length);
    }

    private static Header findHeader(String start, CsvDelimiter delimiter, Function<String, HeaderCell> kindOf) {
        Header header = findHeaderRow(start, delimiter, kindOf);
        return header.line == 0 ? header : header.withRows(countRows(start, header));
    }

    private static Rows countRows(String start, Header header) {
        int fitting = 0;
        int addresses = 0;
        try (CsvRowReader rows = new CsvRowReader(new StringReader(start), header.delimiter.character())) {
            Optional<CsvRow> row = rows.nextNonBlank();
            for (int i = 0; i < MAX_COUNTED_ROWS && row.isPresent(); row = rows.nextNonBlank()) {
                if (row.get().line() <= header.line) {
                    continue;
                }
                i++;
                if (row.get().problem().isEmpty() && row.get().cells().size() == header.columns) {
                    fitting += header.columns > 1 ? 1 : 0;
                    addresses += hasAddress(row.get()) ? 1 : 0;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Rows(fitting, addresses);
    }

    private static Header findHeaderRow(String start, CsvDelimiter delimiter, Function<String, HeaderCell> kindOf) {
        boolean skipsFirst = SEPARATOR_LINE.matcher(start).lookingAt();
        List<String> titles = new ArrayList<>();
        Header best = new Header(delimiter, 0, 0, 0, 0, List.of(), Rows.NONE);
        try (CsvRowReader rows = new CsvRowReader(new StringReader(start), delimiter.character())) {
            Optional<CsvRow> row = rows.nextNonBlank();
            if (skipsFirst) {
                row = rows.nextNonBlank();
            }
            for (int i = 0; i < MAX_ROWS && row.isPresent() && !hasAddress(row.get()); i++) {
                CsvRow found = row.get();
                List<HeaderCell> kinds = found.problem().isPresent()
                        ? List.of()
                        : found.cells().stream().map(kindOf).toList();
                Header header = new Header(
                        delimiter,
                        found.line(),
                        found.cells().size(),
                        Collections.frequency(kinds, HeaderCell.NAMES_FIELD),
                        Collections.frequency(kinds, HeaderCell.HAS_KNOWN_PART),
                        titles,
                        Rows.NONE);
                best = best.line == 0 || header.isBetterThan(best) ? header : best;
                titles = new ArrayList<>(titles);
                titles.add(found.cells().stream()
                        .map(TextKey::clean)
                        .filter(cell -> !cell.isEmpty())
                        .findFirst()
                        .orElse(""));
                row = rows.nextNonBlank();
            }
            if (best.line == 0 && row.isPresent()) {
                return new Header(delimiter, row.get().line(), row.get().cells().size(), 0, 0, List.of(), Rows.NONE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return best;
    }

    private static boolean hasAddress(CsvRow row) {
        return row.cells().stream()
                .anyMatch(cell ->
                        cell.indexOf('@') > 0 && EmailAddress.parse(cell).isPresent());
    }

    /**
     * Reads up to the header, or the first row of a file without one, and returns it; empty if there is none.
     *
     * @param rows begin at the start of the file
     */
    public Optional<CsvRow> readFirst(CsvRowReader rows) {
        Optional<CsvRow> row = rows.next();
        while (row.isPresent() && row.get().line() < headerLine) {
            row = rows.next();
        }
        return row;
    }

    /**
     * Reads up to the header, and returns it.
     *
     * @param rows begin at the start of the file
     * @throws InvalidImportException if the header has a problem
     */
    public CsvRow readHeader(TextFile file, CsvRowReader rows) {
        CsvRow header =
                readFirst(rows).orElseThrow(() -> new InvalidImportException("empty-file", file.name() + " is empty"));
        header.requireHeader(file);
        return header;
    }
}
