package heed.imports.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import heed.imports.text.InvalidImportException;
import heed.imports.text.TextFile;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The character that separates the cells of a CSV file. */
public enum CsvDelimiter {
    COMMA(',', "commas"),
    SEMICOLON(';', "semicolons"),
    TAB('\t', "tabs"),
    PIPE('|', "vertical bars");

    private static final int MAX_HEADER_LENGTH = 1 << 18;
    private final char character;
    private final String description;

    CsvDelimiter(char character, String description) {
        this.character = character;
        this.description = description;
    }

    /** Returns the character. */
    public char character() {
        return character;
    }

    /**
     * Returns the delimiter with which the header names the most fields; if it names none, the one that gives the most
     * columns.
     *
     * @param namesField whether a cell of the header names a field
     * @throws InvalidImportException if the header names the same number of fields with two delimiters
     */
    public static CsvDelimiter detect(TextFile file, Predicate<String> namesField) throws IOException {
        String start = readStart(file);
        CsvDelimiter best = COMMA;
        ParsedHeader bestHeader = COMMA.parseHeader(start, namesField);
        Optional<CsvDelimiter> rival = Optional.empty();
        for (CsvDelimiter candidate : List.of(SEMICOLON, TAB, PIPE)) {
            ParsedHeader header = candidate.parseHeader(start, namesField);
            if (header.fields > bestHeader.fields
                    || (header.fields == bestHeader.fields
                            && header.fields == 0
                            && header.columns > bestHeader.columns)) {
                best = candidate;
                bestHeader = header;
                rival = Optional.empty();
            } else if (header.fields == bestHeader.fields && header.fields > 0 && header.columns > 1) {
                rival = Optional.of(candidate);
            }
        }
        if (rival.isPresent() && bestHeader.columns > 1) {
            throw new InvalidImportException(
                    "delimiter",
                    file.name() + ":1: the columns of the header can be separated by " + best.description + " or by "
                            + rival.get().description + "; use only one of them in the header");
        }
        return best;
    }

    private static String readStart(TextFile file) throws IOException {
        char[] start = new char[MAX_HEADER_LENGTH];
        int length = 0;
        try (Reader reader = file.open()) {
            int read;
            while (length < start.length && (read = reader.read(start, length, start.length - length)) > 0) {
                length += read;
            }
        }
        return new String(start, 0, length);
    }

    private ParsedHeader parseHeader(String start, Predicate<String> namesField) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(character)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .trimWhitespacesAroundQuotes(true)
                .ofCsvRecord(start)) {
            var records = reader.iterator();
            if (!records.hasNext()) {
                return new ParsedHeader(0, 0);
            }
            List<String> cells = records.next().getFields();
            return new ParsedHeader(
                    cells.size(), (int) cells.stream().filter(namesField).count());
        } catch (CsvParseException invalidQuotes) {
            return new ParsedHeader(0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record ParsedHeader(int columns, int fields) {}
}
