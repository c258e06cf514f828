package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Files as spreadsheets and other products write them: encodings, titles, and the line that names the separator. */
class ImportTextFormsTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    private List<String> column(String label) {
        return shell.runJson("export")
                .get("prospects")
                .valueStream()
                .map(prospect -> prospect.get(label).asString(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, false",
        "UTF-8, true",
        "UTF-16LE, false",
        "UTF-16LE, true",
        "UTF-16BE, false",
        "windows-1250, false",
        "ISO-8859-2, false"
    })
    void the_encoding_of_a_file_is_found_and_said(String charset, boolean mark) {
        String text = "Id;Email;First Name;Last Name\r\nA;jiri.dvorak@example.com;Jiří;Dvořák\r\n"
                + "B;anna.novakova@example.com;Anna;Nováková\r\nC;x@example.com;Růžena;Šťastná\r\n";
        Path file = shell.file("p.csv", ((mark ? "\uFEFF" : "") + text).getBytes(Charset.forName(charset)));
        JsonNode answer = shell.runJson("import", file.toString());
        assertThat(answer.get("charset").asString()).isEqualTo(charset);
        assertThat(column("Last Name")).containsExactly("Dvořák", "Nováková", "Šťastná");
        if (!charset.startsWith("U")) {
            assertThat(shell.heed("import", file.toString()).err())
                    .contains("note: the file is read as " + charset + ", as in \"Jiří\" in line 2.");
        }
    }

    @Test
    void an_encoding_that_the_bytes_do_not_show_is_asked_for() {
        Path file = shell.file(
                "p.csv", "Id;Email;Last Name\nA;x@example.com;Hélène\n".getBytes(Charset.forName("windows-1252")));
        CommandResult result = shell.heed("import", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("--charset windows-1252 reads \"Hélène\", --charset windows-1250 reads \"Hélčne\"");
        assertThat(shell.store()).doesNotExist();
        assertThat(shell.heed("import", file.toString(), "--charset", "windows-1252")
                        .code())
                .isZero();
        assertThat(column("Last Name")).containsExactly("Hélène");
    }

    @Test
    void a_line_that_names_the_separator_and_titles_above_the_header_are_skipped() {
        Path file = shell.file("p.csv", """
                sep=;
                Contacts, export of 1 March;;
                Confidential: "do not share";;

                Id;Email;Last Name
                A;ann@example.com;Smith, Jr
                B;nobody;x
                """);
        CommandResult result = shell.heed("import", file.toString());
        assertThat(result.err())
                .contains("2 rows above the header skipped: \"Contacts, export of 1 March\", \"Confidential:");
        assertThat(column("Last Name")).containsExactly("Smith, Jr");
        assertThat(shell.readFile(shell.file("p.csv.rejects.csv"))).contains("7,");
    }

    @Test
    void a_title_is_not_taken_for_the_header_nor_a_header_for_a_title() {
        assertThat(shell.runJson(
                                "import",
                                shell.file("a.csv", "Email list of our Company\nEmail,Company\nann@example.com,Acme\n")
                                        .toString())
                        .get("skippedTitles")
                        .toString())
                .isEqualTo("[\"Email list of our Company\"]");
        assertThat(shell.runJson(
                                "import",
                                shell.file("b.csv", "Email,Company\nann@example.com,Company\n")
                                        .toString())
                        .get("skippedTitles")
                        .toString())
                .isEqualTo("[]");
    }
}
