package heed.imports.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Checks that a workbook can be read within bounded memory, before it is read: how much its parts unpack to, that no
 * element is huge, and that no cell is outside the columns that spreadsheets have.
 */
final class WorkbookGuard {
    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_SHEET = 4L << 30;
    private static final long MAX_IN_MEMORY = 256L << 20; // a part that is read whole, such as the shared strings
    /** The bytes from the start of a row, cell or shared string to the start of the next one. */
    private static final int MAX_ELEMENT = 4 << 20;

    private static final byte[][] STARTS = {bytes("<c "), bytes("<c>"), bytes("<row"), bytes("<si"), bytes("<x:")};
    private static final byte[] REFERENCE = bytes("<c r=\"");
    private static final String STYLES =
            "spreadsheetml.styles+xml"; // the end of the content type (ECMA-376 part 1, 12.3.20)
    private static final int MAX_COLUMN_LETTERS = 3; // XFD is the last column

    private WorkbookGuard() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Checks a workbook.
     *
     * @return whether it has styles, without which its cells have no number formats
     * @throws InvalidImportException if the file is no workbook, or would need too much memory
     */
    static boolean check(Path path, String name) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            if (zip.getEntry("xl/workbook.xml") == null && zip.getEntry("[Content_Types].xml") == null) {
                throw new InvalidImportException(
                        "not-text", name + " is a zip file and no workbook; unpack it and import the file in it");
            }
            if (zip.size() > MAX_ENTRIES) {
                throw tooLarge(name);
            }
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".xml") || entry.getName().endsWith(".rels")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        checkEntry(in, entry.getName().contains("worksheets/"), name);
                    }
                }
            }
            return hasStyles(zip);
        } catch (ZipException broken) {
            throw new InvalidImportException(
                    "not-text",
                    name + " is a damaged workbook: it ends too early, or a part of it is broken. Save it again");
        }
    }

    private static boolean hasStyles(ZipFile zip) throws IOException {
        ZipEntry types = zip.getEntry("[Content_Types].xml");
        if (types == null) {
            return true;
        }
        try (InputStream in = zip.getInputStream(types)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(STYLES);
        }
    }

    private static InvalidImportException tooLarge(String name) {
        return new InvalidImportException(
                "workbook",
                name + " is a workbook that would need too much memory; save the sheet as \"CSV UTF-8\" and import that"
                        + " file");
    }

    private static void checkEntry(InputStream in, boolean sheet, String name) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        long sinceStart = 0;
        int[] matched = new int[STARTS.length];
        int reference = 0;
        int letters = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            for (int i = 0; i < read; i++) {
                byte b = buffer[i];
                sinceStart++;
                if (b == '<') {
                    Arrays.fill(matched, 0);
                }
                for (int s = 0; s < STARTS.length; s++) {
                    matched[s] = b == STARTS[s][matched[s]] ? matched[s] + 1 : b == '<' ? 1 : 0;
                    if (matched[s] == STARTS[s].length) {
                        sinceStart = 0;
                        matched[s] = 0;
                    }
                }
                if (reference == REFERENCE.length) {
                    letters = b >= 'A' && b <= 'Z' ? letters + 1 : 0;
                    if (letters == 0) {
                        reference = 0;
                    } else if (letters > MAX_COLUMN_LETTERS) {
                        throw tooLarge(name);
                    }
                } else {
                    reference = b == REFERENCE[reference] ? reference + 1 : b == '<' ? 1 : 0;
                }
                if (sinceStart > MAX_ELEMENT && sheet) {
                    throw tooLarge(name);
                }
            }
            if (total > (sheet ? MAX_SHEET : MAX_IN_MEMORY)) {
                throw tooLarge(name);
            }
        }
    }
}
