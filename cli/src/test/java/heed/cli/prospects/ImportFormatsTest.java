package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Formats of columns: found from all cells, named by options, or asked for before anything is written. */
class ImportFormatsTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    private void addField(String label, String type) {
        assertThat(shell.heed("fields", "add", label, "--type", type).code()).isZero();
    }

    private List<String> column(String label) {
        return shell.runJson("export")
                .get("prospects")
                .valueStream()
                .map(prospect -> prospect.get(label).asString(""))
                .toList();
    }

    @Test
    void the_only_format_that_reads_all_cells_of_a_column_is_taken_and_said() {
        addField("Renewal Date", "date");
        addField("Tags", "tags");
        Path file = shell.file("p.csv", """
                Id;Email;Renewal Date;Lead Score;Tags
                A;ann@example.com;01/02/2027;1.234;VIP, Gold
                B;bob@example.com;13/01/2027;1.234,5;
                C;cay@example.com;unknown;;Silver
                """);
        CommandResult result = shell.heed("import", file.toString());
        assertThat(result.err())
                .contains(
                        "note: the column \"Renewal Date\" is read as date \"dd/MM/yyyy\", as in line 3: \"13/01/2027\".")
                .contains("note: the column \"Lead Score\" is read as number \",\", as in line 3: \"1.234,5\".")
                .contains("note: the column \"Tags\" is read as tags \",\", as in line 2: \"VIP, Gold\".");
        assertThat(column("Renewal Date")).containsExactly("2027-02-01", "2027-01-13");
        assertThat(column("Lead Score")).containsExactly("1234", "1234.5");
        assertThat(shell.heed("export", "--format", "csv").out()).contains("Gold; VIP");
        assertThat(shell.readFile(shell.file("p.csv.rejects.csv")))
                .contains("Renewal Date: \"\"unknown\"\" is not a date such as 2026-01-31");
    }

    @Test
    void an_ambiguous_column_stops_the_import_before_the_first_row_with_the_options_that_settle_it() {
        Path file = shell.file("p.csv", "Id,Email,Lead Score,Created\nA,ann@example.com,1.234,01/02/2027\n");
        CommandResult result = shell.heed("import", file.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("The column \"Lead Score\" can be read in two ways: \"1.234\" in line 2.")
                .contains("  --decimal 'Lead Score=.'  if \"1.234\" is 1.234")
                .contains("  --decimal 'Lead Score=,'  if \"1.234\" is 1234")
                .contains("The column \"Created\" can be read in two ways: \"01/02/2027\" in line 2.")
                .contains("  --date-format Created=dd/MM/yyyy  if \"01/02/2027\" is 1 February 2027")
                .contains("  --date-format Created=MM/dd/yyyy  if \"01/02/2027\" is 2 January 2027");
        assertThat(shell.store()).doesNotExist();
    }

    @Test
    void a_named_format_is_that_of_all_columns_or_of_one() {
        addField("Start", "date");
        addField("End", "date");
        Path file =
                shell.file("p.csv", "Id,Email,Start,End,Lead Score\nA,ann@example.com,01/02/2027,01/02/27,\"1,234\"\n");
        JsonNode answer = shell.runJson(
                "import", file.toString(), "--date-format", "M/d/y", "--date-format", "END=dd.MM.yy", "--decimal", ",");
        assertThat(column("Start")).containsExactly("2027-01-02");
        assertThat(column("End")).containsExactly("2027-02-01");
        assertThat(column("Lead Score")).containsExactly("1.234");
        assertThat(answer.get("formats")
                        .valueStream()
                        .map(found -> found.get("format").asString()))
                .containsExactly("MM/dd/yyyy", "dd/MM/yy", ",");
    }

    @Test
    void a_format_that_cannot_be_meant_is_refused() {
        Path file = shell.file("p.csv", "Id,Email\nA,ann@example.com\n");
        for (List<String> wrong : List.of(
                List.of("--date-format", "dd/MM"),
                List.of("--date-format", "yyyy-dd-MM"),
                List.of("--decimal", ";"),
                List.of("--tag-separator", "/"),
                List.of("--date-format", "Birthday=dd/MM/yyyy"))) {
            CommandResult result = shell.heed("import", file.toString(), wrong.get(0), wrong.get(1));
            assertThat(result.code()).as("%s: %s", wrong, result.err()).isEqualTo(2);
        }
        assertThat(shell.store()).doesNotExist();
    }

    @Test
    void an_export_is_imported_unchanged_without_an_option() {
        addField("Tags", "tags");
        Path file = shell.file("p.jsonl", """
                {"Id": "A", "Email": "ann@example.com", "Lead Score": 1.234, "Tags": ["Acme, Inc.", "a|b;c"]}
                """);
        shell.runJson("import", file.toString());
        Path export = shell.file("export.csv");
        assertThat(shell.heed("export", export.toString()).code()).isZero();
        assertThat(shell.runJson("import", export.toString()).get("unchanged").asInt())
                .isEqualTo(1);
    }

    @Test
    void tags_replace_those_of_a_prospect_or_are_added_to_them() {
        addField("Tags", "tags");
        shell.runJson(
                "import",
                shell.file("a.csv", "Id,Email,Tags\nA,ann@example.com,VIP\n").toString());
        String file =
                shell.file("b.csv", "Id,Email,Tags\nA,ann@example.com,Gold\n").toString();
        shell.runJson("import", file, "--tags", "add");
        assertThat(shell.heed("export", "--format", "csv").out()).contains("Gold; VIP");
        assertThat(shell.heed("import", file, "--tags", "keep").code()).isEqualTo(2);
        shell.runJson("import", file);
        assertThat(shell.heed("export", "--format", "csv").out()).doesNotContain("VIP");
    }
}
