package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks (.xlsx) as spreadsheets write them, and as an attacker would. */
class ImportWorkbookTest {
    private static final String MAIN = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String HEADER = "<row r=\"1\">" + text("A1", "Id") + text("B1", "Email") + text("C1", "City")
            + text("D1", "Lead Score") + text("E1", "Created") + text("F1", "Email Opt Out") + "</row>";

    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    private static String text(String cell, String text) {
        return "<c r=\"" + cell + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + text + "</t></is></c>";
    }

    private static String cell(String cell, String attributes, String value) {
        return "<c r=\"" + cell + "\" " + attributes + "><v>" + value + "</v></c>";
    }

    /** A sheet: its name, its state (visible or hidden), and its rows as XML. */
    private record TestSheet(String name, String state, String rows) {}

    private Path workbook(String sharedStrings, boolean is1904, TestSheet... sheets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder list = new StringBuilder();
        StringBuilder relations = new StringBuilder();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 1; i <= sheets.length; i++) {
                list.append("<sheet name=\"%s\" sheetId=\"%d\" state=\"%s\" r:id=\"r%d\"/>"
                        .formatted(sheets[i - 1].name, i, sheets[i - 1].state, i));
                relations.append("<Relationship Id=\"r%d\" Type=\"%s/worksheet\" Target=\"worksheets/sheet%d.xml\"/>"
                        .formatted(i, OFFICE, i));
                put(
                        zip,
                        "xl/worksheets/sheet" + i + ".xml",
                        "<worksheet" + MAIN + "><sheetData>" + sheets[i - 1].rows + "</sheetData></worksheet>");
            }
            put(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                            + part("workbook", "sheet.main") + part("styles", "styles")
                            + part("sharedStrings", "sharedStrings")
                            + "</Types>");
            put(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + relations
                            + "</Relationships>");
            put(
                    zip,
                    "xl/workbook.xml",
                    "<workbook" + MAIN + " xmlns:r=\"" + OFFICE + "\"><workbookPr date1904=\"" + is1904 + "\"/><sheets>"
                            + list + "</sheets></workbook>");
            put(
                    zip,
                    "xl/styles.xml",
                    "<styleSheet" + MAIN + "><numFmts><numFmt numFmtId=\"164\""
                            + " formatCode=\"[$-407]d\\.\\ mmmm\\ yyyy;@\"/><numFmt numFmtId=\"165\" formatCode=\"#,##0.00\\ &quot;days&quot;\"/>"
                            + "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/>"
                            + "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>");
            put(zip, "xl/sharedStrings.xml", sharedStrings);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return shell.file("p.xlsx", bytes.toByteArray());
    }

    private static String part(String name, String type) {
        return "<Override PartName=\"/xl/" + name + ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument"
                + ".spreadsheetml." + type + "+xml\"/>";
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private Path workbook(String rows) {
        return workbook(
                "<sst" + MAIN + "><si><t>Lyon</t></si></sst>", false, new TestSheet("Contacts", "visible", rows));
    }

    private List<String> column(String label) {
        return shell.runJson("export")
                .get("prospects")
                .valueStream()
                .map(prospect -> prospect.get(label).asString(""))
                .toList();
    }

    @Test
    void cells_have_the_values_that_the_spreadsheet_shows() {
        Path file = workbook(HEADER
                + "<row r=\"2\">" + text("A2", "A") + text("B2", "ann@example.com") + cell("C2", "t=\"s\"", "0")
                + cell("D2", "", "1.234") + cell("E2", "s=\"1\"", "46400") + cell("F2", "t=\"b\"", "1") + "</row>"
                + "<row r=\"3\">" + cell("A3", "", "491711234567") + text("B3", "bob@example.com")
                + text("C3", "Street 1\nNew, \"York\"; x") + cell("D3", "s=\"4\"", "0.30000000000000004")
                + cell("E3", "s=\"3\"", "46400.395833333336") + cell("F3", "t=\"b\"", "0") + "</row>"
                + "<row r=\"6\">" + cell("A6", "", "4.91711234568E11") + text("B6", "cay@example.com")
                + "<c r=\"D6\" s=\"0\"><f>1+1</f><v>2</v></c><c r=\"E6\" s=\"2\"><f>NOW()</f><v>46400.5</v></c></row>");
        CommandResult result = shell.heed("import", file.toString());
        assertThat(result.err())
                .contains("note: the sheet \"Contacts\" is read.")
                .doesNotContain("1.2340 is");
        assertThat(result.out()).startsWith("Read 3 rows of " + file + ".");
        assertThat(column("Id")).containsExactlyInAnyOrder("A", "491711234567", "491711234568");
        assertThat(column("City")).containsExactlyInAnyOrder("Lyon", "Street 1\nNew, \"York\"; x", "");
        assertThat(column("Lead Score")).containsExactlyInAnyOrder("1.234", "0.3", "2");
        assertThat(column("Created"))
                .containsExactlyInAnyOrder("2027-01-12T23:00:00Z", "2027-01-13T08:30:00Z", "2027-01-13T11:00:00Z");
        assertThat(column("Email Opt Out")).containsExactlyInAnyOrder("true", "false", "false");
    }

    @Test
    void a_bad_cell_rejects_its_row_with_the_row_of_the_sheet() {
        Path file = workbook(HEADER
                + "<row r=\"4\">" + text("A4", "A") + text("B4", "ann@example.com") + cell("D4", "t=\"e\"", "#DIV/0!")
                + "</row><row r=\"5\">" + text("A5", "B") + text("B5", "bob@example.com") + "</row>");
        assertThat(shell.heed("import", file.toString()).code()).isEqualTo(1);
        assertThat(shell.readFile(shell.file("p.xlsx.rejects.csv")))
                .contains("4,")
                .contains("#DIV/0!");
        assertThat(column("Id")).containsExactly("B");
    }

    @Test
    void dates_of_the_1904_system_are_read() {
        Path file = workbook(
                "<sst" + MAIN + "/>",
                true,
                new TestSheet(
                        "S",
                        "visible",
                        HEADER
                                + "<row r=\"2\">" + text("A2", "A") + text("B2", "ann@example.com")
                                + cell("E2", "s=\"1\"", "44938")
                                + "</row>"));
        shell.runJson("import", file.toString());
        assertThat(column("Created")).containsExactly("2027-01-12T23:00:00Z");
    }

    @Test
    void the_first_sheet_that_is_not_hidden_is_read_or_the_named_one() {
        String rows = HEADER + "<row r=\"2\">" + text("A2", "%s") + text("B2", "%s@example.com") + "</row>";
        Path file = workbook(
                "<sst" + MAIN + "/>",
                false,
                new TestSheet("Secret", "hidden", rows.formatted("S", "s")),
                new TestSheet("Contacts", "visible", rows.formatted("C", "c")));
        assertThat(shell.runJson("import", file.toString()).get("sheet").asString())
                .isEqualTo("Contacts");
        assertThat(column("Id")).containsExactly("C");
        assertThat(shell.heed("import", file.toString(), "--sheet", "secret").code())
                .isZero();
        assertThat(column("Id")).containsExactly("C", "S");
        assertThat(shell.heed("import", file.toString(), "--sheet", "Foo").err())
                .contains("has no sheet \"Foo\"; its sheets are \"Secret\", \"Contacts\"");
    }

    @Test
    void addresses_of_a_workbook_are_suppressed() {
        Path file = workbook("<row r=\"1\">" + text("A1", "Email") + "</row><row r=\"2\">"
                + text("A2", "ann@example.com") + "</row>");
        assertThat(shell.runJson("suppression", "import", file.toString())
                        .get("added")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_hostile_workbook_is_refused_and_nothing_is_imported() {
        String rows = HEADER + "<row r=\"2\">" + text("A2", "A") + text("B2", "ann@example.com") + "</row>";
        for (Path file : List.of(
                workbook(HEADER + "<row r=\"2\">" + text("ZZZZZZ2", "A") + "</row>"),
                workbook(HEADER + "<row r=\"2\">" + text("A2", "x".repeat(5 << 20)) + "</row>"))) {
            assertRefused(file);
        }
        assertRefused(workbook(
                "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><sst" + MAIN
                        + "><si><t>&b;</t></si></sst>",
                false,
                new TestSheet("S", "visible", rows.replace("</row><row", cell("G1", "t=\"s\"", "0") + "</row><row"))));
        assertRefused(shell.file("p.xlsx", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}));
        assertRefused(shell.file("p.xls", new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0}));
    }

    private void assertRefused(Path file) {
        CommandResult result = shell.heed("import", file.toString());
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(file.getFileName().toString()).doesNotContain("internal error");
        assertThat(shell.store()).doesNotExist();
    }
}
