package heed.cli.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import heed.cli.console.Failure;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;

/** What separates the cells of a CSV file: the sign by which its header names the most fields. */
enum Delimiter {
    COMMA(',', "commas"),
    SEMICOLON(';', "semicolons"),
    TAB('\t', "tabs"),
    PIPE('|', "vertical bars");

    private static final int LONGEST_HEADER = 1 << 18;
    private final char sign;
    private final String words;

    Delimiter(char sign, String words) {
        this.sign = sign;
        this.words = words;
    }

    char sign() {
        return sign;
    }

    /** @throws Failure if the header reads equally well by two of them */
    static Delimiter find(TextFile file, ColumnNames names) throws IOException {
        String start = start(file);
        Delimiter best = COMMA;
        Header bestHeader = COMMA.header(start, names);
        Optional<Delimiter> rival = Optional.empty();
        for (Delimiter other : List.of(SEMICOLON, TAB, PIPE)) {
            Header header = other.header(start, names);
            if (header.fields > bestHeader.fields
                    || (header.fields == bestHeader.fields
                            && header.fields == 0
                            && header.columns > bestHeader.columns)) {
                best = other;
                bestHeader = header;
                rival = Optional.empty();
            } else if (header.fields == bestHeader.fields && header.fields > 0 && header.columns > 1) {
                rival = Optional.of(other);
            }
        }
        if (rival.isPresent() && bestHeader.columns > 1) {
            throw Failure.invalid(
                    "delimiter",
                    file.name() + ":1: the columns of the header may be separated by " + best.words + " or by "
                            + rival.get().words + "; write it with one of them");
        }
        return best;
    }

    private static String start(TextFile file) throws IOException {
        char[] start = new char[LONGEST_HEADER];
        int length = 0;
        try (Reader reader = file.open()) {
            int read;
            while (length < start.length && (read = reader.read(start, length, start.length - length)) > 0) {
                length += read;
            }
        }
        return new String(start, 0, length);
    }

    private Header header(String start, ColumnNames names) {
        try (CsvReader<de.siegmar.fastcsv.reader.CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(sign)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .trimWhitespacesAroundQuotes(true)
                .ofCsvRecord(start)) {
            var records = reader.iterator();
            if (!records.hasNext()) {
                return new Header(0, 0);
            }
            List<String> cells = records.next().getFields();
            return new Header(cells.size(), (int)
                    cells.stream().filter(cell -> names.find(cell).isPresent()).count());
        } catch (CsvParseException wrongQuotes) {
            return new Header(0, 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record Header(int columns, int fields) {}
}
