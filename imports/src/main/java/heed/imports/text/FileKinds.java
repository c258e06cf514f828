package heed.imports.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Recognizes files that are no text with cells, by their first bytes, and says what they are. */
final class FileKinds {
    private static final List<String> MARKUP = List.of("<!doctype html", "<html", "<table", "<head", "<meta", "<?xml");
    private static final String OLD_WORKBOOK =
            " is a workbook of the old format .xls, or has a password; save it as .xlsx without a password, or as \"CSV"
                    + " UTF-8\"";

    private FileKinds() {}

    /** @throws InvalidImportException if the file is another kind of file, which somebody can save as text */
    static void requireText(byte[] start, String name) {
        if (startsWith(start, 0xD0, 0xCF, 0x11, 0xE0)) { // the container of .xls files and of encrypted .xlsx files
            throw new InvalidImportException("not-text", name + OLD_WORKBOOK);
        } else if (startsWith(start, 0x09) && start.length > 1 && isVersionOfExcel(start[1])) {
            throw new InvalidImportException("not-text", name + OLD_WORKBOOK);
        } else if (startsWith(start, 'P', 'K', 5, 6)) {
            throw new InvalidImportException("not-text", name + " is an empty zip file and no workbook; save it again");
        } else if (startsWith(start, '%', 'P', 'D', 'F', '-')) {
            throw new InvalidImportException(
                    "not-text", name + " is a PDF document; export the table as \"CSV UTF-8\"");
        } else if (startsWith(start, 0x1F, 0x8B)) {
            throw new InvalidImportException("not-text", name + " is a gzip file; unpack it and import the file in it");
        }
        String text = new String(start, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        if (MARKUP.stream().anyMatch(text::startsWith)) {
            throw new InvalidImportException(
                    "not-text",
                    name
                            + " is an HTML or XML file, also if its name ends in .xls; open it in a spreadsheet and save it"
                            + " as \"CSV UTF-8\"");
        }
    }

    /** The second byte of a file of Excel 2 to 5 that has no container: the version of its first record. */
    private static boolean isVersionOfExcel(byte second) {
        return second == 0 || second == 2 || second == 4 || second == 8;
    }

    private static boolean startsWith(byte[] start, int... bytes) {
        if (start.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (start[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
