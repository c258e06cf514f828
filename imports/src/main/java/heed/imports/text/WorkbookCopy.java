package heed.imports.text;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/**
 * Copies a sheet of a workbook (.xlsx) to a file of tab-separated text that can be read in one way only. Each row of the
 * sheet is a line of the copy, unless a cell has line breaks. Dates are ISO 8601 if their number format is one of dates;
 * numbers have a decimal point, and 1.234 is written 1.2340, because it could mean 1234; formulas have the value that the
 * spreadsheet has stored.
 */
final class WorkbookCopy {
    private static final int MAX_ROWS = 1_048_576;
    private static final int MAX_DIGITS = 15; // what a spreadsheet shows; the double behind it has more
    private static final int MAX_PLAIN_EXPONENT = 30;
    private static final Pattern READ_TWO_WAYS = Pattern.compile("-?[1-9]\\d{0,2}\\.\\d{3}");
    private static final Pattern SPECIAL = Pattern.compile("[\\t\\r\\n\",;|]|^\\s|\\s$");
    private static final Pattern NOT_OF_DATES = Pattern.compile("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]|_.|\\*.");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private static final String NOT_FOUND = " not found";

    private WorkbookCopy() {}

    /**
     * A copy.
     *
     * @param sheet the name of the sheet
     */
    record Copy(Path path, String sheet) {}

    /**
     * Copies a sheet to a temporary file that only its owner can read.
     *
     * @param sheet the name of the sheet; the first visible one if empty
     * @throws InvalidImportException if the file is no workbook that can be read, or has no such sheet
     */
    static Copy make(Path workbook, String name, Optional<String> sheet) throws IOException {
        boolean hasStyles = WorkbookGuard.check(workbook, name);
        Path copy = Files.createTempFile("heed", null);
        copy.toFile().deleteOnExit();
        try (ReadableWorkbook book = new ReadableWorkbook(workbook.toFile(), new ReadingOptions(hasStyles, true))) {
            Sheet found = find(book, name, sheet);
            try (Writer out = Files.newBufferedWriter(copy, StandardCharsets.UTF_8);
                    Stream<Row> rows = found.openStream()) {
                write(rows.iterator(), book.isDate1904(), name, out);
            }
            return new Copy(copy, found.getName());
        } catch (InvalidImportException refused) {
            Files.deleteIfExists(copy);
            throw refused;
        } catch (ExcelReaderException
                | IllegalStateException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            Files.deleteIfExists(copy);
            throw damaged(name, e.getMessage());
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            if (e.getCause() instanceof XMLStreamException || e instanceof ZipException) {
                throw damaged(name, null);
            }
            throw e;
        } catch (RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** @param message of the library, which names a missing part: "xl/workbook.xml not found", "null not found" */
    private static InvalidImportException damaged(String name, @Nullable String message) {
        String problem = "its content is not that of a workbook";
        if (message != null && message.endsWith(NOT_FOUND)) {
            String part = message.substring(0, message.length() - NOT_FOUND.length());
            problem = part.equals("null")
                    ? "a part that every workbook has is missing"
                    : "its part \"" + part + "\" is missing";
        }
        return new InvalidImportException(
                "workbook",
                name + " is a damaged workbook: " + problem
                        + ". Open it in a spreadsheet, save the sheet as \"CSV UTF-8\" and import that file");
    }

    private static Sheet find(ReadableWorkbook book, String name, Optional<String> wanted) {
        List<Sheet> sheets = book.getSheets().toList();
        return sheets.stream()
                .filter(sheet -> wanted.isPresent()
                        ? sheet.getName().strip().equalsIgnoreCase(wanted.get().strip())
                        : sheet.getVisibility() == SheetVisibility.VISIBLE)
                .findFirst()
                .orElseThrow(() -> new InvalidImportException(
                        "sheet",
                        name + " has no "
                                + wanted.map(sheet -> "sheet \"" + sheet + "\"").orElse("visible sheet")
                                + "; its sheets are "
                                + String.join(
                                        ", ",
                                        sheets.stream()
                                                .map(sheet -> "\"" + sheet.getName() + "\"")
                                                .toList())));
    }

    private static void write(Iterator<Row> rows, boolean is1904, String name, Writer out) throws IOException {
        int line = 1;
        int width = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row.getRowNum() > MAX_ROWS || row.getRowNum() < line) {
                throw new InvalidImportException(
                        "workbook",
                        name + " is a workbook with rows out of their order; save the sheet as \"CSV UTF-8\" and import"
                                + " that file");
            }
            for (; line < row.getRowNum(); line++) {
                out.write('\n');
            }
            List<String> cells = cells(row, is1904);
            width = Math.max(width, cells.size());
            writeRow(cells, width, out);
            line++;
        }
    }

    private static List<String> cells(Row row, boolean is1904) {
        List<String> cells = new ArrayList<>();
        for (Cell cell : row) {
            cells.add(cell == null || cell.getValue() == null ? "" : text(cell, is1904));
        }
        while (!cells.isEmpty() && cells.get(cells.size() - 1).isBlank()) {
            cells.remove(cells.size() - 1);
        }
        return cells;
    }

    /** Writes a row with as many cells as the widest row so far: spreadsheets leave out empty cells at the end. */
    private static void writeRow(List<String> cells, int width, Writer out) throws IOException {
        for (int i = 0; i < width && !cells.isEmpty(); i++) {
            String cell = i < cells.size() ? cells.get(i) : "";
            out.write(i == 0 ? "" : "\t");
            out.write(SPECIAL.matcher(cell).find() ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell);
        }
        out.write('\n');
    }

    private static String text(Cell cell, boolean is1904) {
        Object value = cell.getValue();
        if (value instanceof Boolean yes) {
            return yes ? "TRUE" : "FALSE";
        } else if (value instanceof BigDecimal number) {
            return isDate(cell) ? dateText(number, is1904) : numberText(number);
        }
        return String.valueOf(value);
    }

    /** Tests whether the number format is one of dates or times, by its letters (ECMA-376 part 1, 18.8.30 and 31). */
    private static boolean isDate(Cell cell) {
        String format = cell.getDataFormatString();
        if (format == null) {
            return false;
        }
        String letters =
                NOT_OF_DATES.matcher(format.split(";", 2)[0]).replaceAll("").toLowerCase(Locale.ROOT);
        return !letters.contains("general") && letters.matches(".*[ymdhs].*");
    }

    private static String dateText(BigDecimal days, boolean is1904) {
        try {
            LocalDateTime date = SpreadsheetDate.of(days, is1904);
            if (days.compareTo(BigDecimal.ONE) < 0 && !is1904) {
                return TIME.format(date);
            }
            return date.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? date.toLocalDate().toString()
                    : date.toLocalDate() + " " + DateTimeFormatter.ISO_LOCAL_TIME.format(date);
        } catch (IllegalArgumentException noDate) {
            return numberText(days);
        }
    }

    private static String numberText(BigDecimal number) {
        BigDecimal shown = number.round(new MathContext(MAX_DIGITS)).stripTrailingZeros();
        if (Math.abs(shown.scale()) > MAX_PLAIN_EXPONENT) {
            return shown.toString();
        }
        String text = shown.toPlainString();
        return READ_TWO_WAYS.matcher(text).matches() ? text + "0" : text;
    }
}
