package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ImportCommandTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    /** Returns the exported values of a field, ordered by prospect. */
    private List<String> column(String label) {
        return shell.runJson("export")
                .get("prospects")
                .valueStream()
                .map(prospect -> prospect.get(label).asString(""))
                .toList();
    }

    @Test
    void standard_input_is_csv_or_json_lines() {
        shell.setInput("Id;Email\nA;ann@example.com\n");
        assertThat(shell.heed("import", "-").out()).startsWith("Read 1 row of standard input.");
        shell.setInput("\n {\"Id\": \"B\", \"Email\": \"bob@example.com\"}\n");
        assertThat(shell.runJson("import", "-").get("file").asString()).isEqualTo("standard input");
        assertThat(column("Email")).containsExactly("ann@example.com", "bob@example.com");
        assertThat(shell.heed("export", "-").out())
                .isEqualTo(shell.heed("export").out());
        assertThat(Path.of("-")).doesNotExist();
        assertThat(Path.of("stdin.rejects.csv")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"',',lf", "';',lf", "'|',crlf", "tab,crlf", "';',cr"})
    void every_delimiter_and_line_end_is_recognized(String separator, String end) {
        String delimiter = separator.equals("tab") ? "\t" : separator;
        String line = end.equals("lf") ? "\n" : end.equals("cr") ? "\r" : "\r\n";
        Path file = shell.file(
                "p.csv",
                "\uFEFF"
                        + String.join(
                                line,
                                String.join(delimiter, "EMAIL", " first name ", "Company"),
                                String.join(
                                        delimiter,
                                        "ann@example.com",
                                        "Ann",
                                        "\"Smith" + delimiter + " \"\"Sons\"\"" + line + "Ltd\""),
                                String.join(delimiter, "bob@example.com", "Bob", "")));
        JsonNode answer = shell.runJson("import", file);
        assertThat(answer.get("created").asInt()).isEqualTo(2);
        assertThat(answer.get("rejected").asInt()).isZero();
        assertThat(column("Company")).containsExactly("Smith" + delimiter + " \"Sons\"" + line + "Ltd", "");
        assertThat(column("First Name")).containsExactly("Ann", "Bob");
    }

    @Test
    void bad_rows_go_to_a_reject_file_with_line_and_reason_and_the_rest_is_imported() {
        Path file = shell.file("p.csv", """
                Email,Lead Score,Company
                ann@example.com,10,"two
                lines"
                not an address,1,A
                bob@example.com,many,B
                carl@example.com,5
                dora@example.com,5,D,extra
                ,7,nobody
                eve@example.com,"8,E

                ,,
                fay@example.com,9,=SUM(A1)
                """);
        CommandResult answer = shell.heed("import", file);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(column("Email")).containsExactly("ann@example.com", "fay@example.com");
        assertThat(shell.readFile(shell.file("p.csv.rejects.csv")).lines())
                .hasSize(7)
                .satisfiesExactly(
                        header -> assertThat(header).isEqualTo("Line,Reason,Email,Lead Score,Company"),
                        row -> assertThat(row)
                                .startsWith("4,")
                                .contains("an address\"\" is not an email")
                                .endsWith("not an address,1,A"),
                        row -> assertThat(row)
                                .startsWith("5,")
                                .contains("Lead Score")
                                .endsWith("bob@example.com,many,B"),
                        row -> assertThat(row).startsWith("6,has 2 cells where the header has 3 columns,"),
                        row -> assertThat(row)
                                .startsWith("7,has 4 cells where the header has 3 columns,")
                                .endsWith(",extra"),
                        row -> assertThat(row).startsWith("8,").endsWith(",,7,nobody"),
                        row -> assertThat(row).startsWith("9,").contains("quote"));
        assertThat(answer.out()).contains("Rejected   6").contains("p.csv.rejects.csv");
    }

    @Test
    void a_corrected_reject_file_can_be_imported() {
        Path file = shell.file("p.csv", "Email,Company\nann@example,'=A1\n");
        shell.runJson("import", file, "--accept-rejects");
        Path rejects = shell.file("p.csv.rejects.csv");
        shell.file("again.csv", shell.readFile(rejects).replace("ann@example,'", "ann@example.com,'"));
        assertThat(shell.runJson("import", shell.file("again.csv"))
                        .get("created")
                        .asInt())
                .isEqualTo(1);
        assertThat(column("Company")).containsExactly("=A1");
    }

    @Test
    void importing_the_same_file_again_changes_nothing() {
        Path file = shell.file("p.csv", "Email,City\nann@example.com,Paris\nbob@example.com,\n");
        assertThat(shell.runJson("import", file).get("created").asInt()).isEqualTo(2);
        JsonNode again = shell.runJson("import", file);
        assertThat(again.get("created").asInt()).isZero();
        assertThat(again.get("unchanged").asInt()).isEqualTo(2);
    }

    @Test
    void an_empty_cell_leaves_a_field_and_a_null_clears_it() {
        shell.runJson("import", shell.file("1.csv", "Id,Email,City,Company\n1,ann@example.com,Paris,Acme\n"));
        shell.runJson("import", shell.file("2.csv", "Id,City\n1,\n"));
        shell.runJson("import", shell.file("3.jsonl", "{\"Id\":\"1\",\"company\":null,\"City\":\"\"}\n"));
        assertThat(column("City")).containsExactly("Paris");
        assertThat(column("Company")).containsExactly("");
        assertThat(column("Email")).containsExactly("ann@example.com");
    }

    @Promise(6)
    @Test
    void a_no_in_a_file_clears_a_flag_only_with_the_option() {
        shell.runJson("import", shell.file("1.csv", "Email,Email Opt Out,Bounced\nann@example.com,Yes,1\n"));
        Path file = shell.file("2.csv", "Email,Email Opt Out,Bounced\nann@example.com,No,false\n");
        assertThat(shell.runJson("import", file).get("keptFlags").asInt()).isEqualTo(1);
        assertThat(column("Email Opt Out")).containsExactly("true");
        assertThat(column("Bounced")).containsExactly("true");
        shell.runJson("import", file, "--allow-clearing-flags");
        assertThat(column("Email Opt Out")).containsExactly("false");
        assertThat(column("Bounced")).containsExactly("false");
    }

    @Test
    void a_column_is_mapped_by_option_and_unmapped_columns_are_reported() {
        Path file = shell.file("p.csv", "E-mail=address,City,Shoe Size\nann@example.com,Paris,38\n");
        JsonNode answer = shell.runJson("import", file, "--map", "E-mail=address=email");
        assertThat(answer.get("mapped").get("E-mail=address").asString()).isEqualTo("Email");
        assertThat(answer.get("unmapped").valueStream().map(JsonNode::asString)).containsExactly("Shoe Size");
        assertThat(shell.heed("import", file, "--map", "E-mail=address=email").err())
                .contains("\"Shoe Size\"");
    }

    @Test
    void rows_are_matched_by_id_if_the_file_has_it_and_else_by_email() {
        shell.runJson("import", shell.file("1.csv", "Id,Email,City\nA,ann@example.com,Paris\n"));
        shell.runJson("import", shell.file("2.csv", "Id,Email\nA,anna@example.com\n"));
        assertThat(column("Email")).containsExactly("anna@example.com");
        shell.runJson("import", shell.file("3.csv", "Email,City\nANNA@example.com ,Lyon\n"));
        assertThat(column("City")).containsExactly("Lyon");
        shell.runJson("import", shell.file("4.csv", "Id,Email,City\nA,anna@example.com,Nice\n"), "--key", "email");
        assertThat(column("City")).containsExactly("Nice");
    }

    @Test
    void an_unknown_country_is_stored_and_reported() {
        JsonNode answer = shell.runJson(
                "import",
                shell.file(
                        "p.csv",
                        "Email,Country\na@example.com,can\nb@example.com,Ruritania\nc@example.com,RURITANIA\nd@example.com,Elbonia\n"));
        assertThat(answer.get("unknownCountries").get("rows").asInt()).isEqualTo(3);
        assertThat(answer.get("unknownCountries").get("examples").valueStream().map(JsonNode::asString))
                .containsExactly("Ruritania", "Elbonia");
        assertThat(column("Country")).containsExactly("CA", "Ruritania", "RURITANIA", "Elbonia");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void a_file_with_a_byte_order_mark_is_read_in_its_encoding(String encoding) {
        Path file =
                shell.file("p.csv", "\uFEFFEmail,City\nann@example.com,Zürich\n".getBytes(Charset.forName(encoding)));
        shell.runJson("import", file);
        assertThat(column("City")).containsExactly("Zürich");
    }

    @Test
    void an_encoding_that_the_cells_do_not_show_is_reported_with_its_line_and_read_if_it_is_named() {
        Path file = shell.file(
                "p.csv",
                "Email,City\nann@example.com,Paris\nbob@example.com,Genève\n"
                        .getBytes(Charset.forName("windows-1252")));
        CommandResult answer = shell.heed("import", file);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("p.csv:3:").contains("--charset windows-1252");
        assertThat(shell.store()).doesNotExist();
        shell.runJson("import", file, "--charset", "windows-1252");
        assertThat(column("City")).containsExactly("Paris", "Genève");
    }

    @Test
    void json_lines_are_imported_with_every_kind_of_value() {
        shell.runJson("fields", "add", "Topics", "--type", "tags");
        JsonNode answer = shell.runJson("import", "--accept-rejects", shell.file("p.jsonl", """
                        {"email":"ann@example.com","Lead Score":12.5,"emailOptOut":true,"Topics":["a;b","c"],"Hat":{"size":[1]}}

                        {"email":"bob@example.com","Lead Score":"7","Email Opt Out":"no","Topics":"x; y"}
                        {"email":"carl@example.com","email":"carla@example.com"}
                        {"email":"dora@example.com","City":{"name":"Paris"}}
                        {"email":"eve@example.com","City":"\\ud800"}
                        ["email"]
                        {"email":"fay@example.com"} x
                        {"email":"gil@example.com",
                        """));
        assertThat(answer.get("created").asInt()).isEqualTo(2);
        assertThat(answer.get("rejected").asInt()).isEqualTo(6);
        assertThat(answer.get("unmapped").valueStream().map(JsonNode::asString)).containsExactly("Hat");
        assertThat(column("Lead Score")).containsExactly("12.5", "7");
        assertThat(column("Email Opt Out")).containsExactly("true", "false");
        assertThat(shell.runJson("export")
                        .get("prospects")
                        .get(0)
                        .get("Topics")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("a;b", "c");
        assertThat(shell.readFile(shell.file("p.jsonl.rejects.csv")).lines())
                .hasSize(7)
                .element(1)
                .asString()
                .startsWith("4,");
    }

    @Test
    void a_file_that_cannot_be_imported_creates_nothing() {
        for (Path file : List.of(
                shell.file("empty.csv", ""),
                shell.file("blank.csv", "\n \r\n"),
                shell.file("workbook.csv", new byte[] {'P', 'K', 3, 4, 0, 0}),
                shell.file("unknown.csv", "Wann,Wo\n1,2\n"),
                shell.file("keyless.csv", "City,Company\nParis,Acme\n"),
                shell.file("twice.csv", "Email,email,City\na@example.com,b@example.com,x\n"),
                shell.file("either.csv", "Id,City;Company\n1,b;c\n"),
                shell.file("quote.csv", "\"Email,City\na@example.com,x\n"),
                shell.file("missing.csv"))) {
            CommandResult answer = shell.heed("import", file);
            assertThat(answer.code()).as("%s", file).isEqualTo(2);
            assertThat(answer.err())
                    .startsWith("error: ")
                    .contains(file.getFileName().toString());
            assertThat(answer.out()).isEmpty();
        }
        assertThat(shell.store()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "--map,Email=Emial,did you mean",
        "--map,Nothing,form",
        "--map,Place=City,does not have",
        "--key,name,email or id",
        "--key,id,needs a column Id",
        "--charset,klingon,encoding",
        "--time-zone,Europe/Berlim,Europe/Berlin"
    })
    void an_invalid_option_is_reported_and_creates_nothing(String option, String value, String message) {
        Path file = shell.file("p.csv", "Email,City\na@example.com,x\n");
        CommandResult answer = shell.heed("import", file, option, value);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).containsIgnoringCase(message);
        assertThat(shell.store()).doesNotExist();
    }

    @Test
    void the_reject_file_never_replaces_the_imported_file() {
        Path file = shell.file("p.csv", "Email\nnobody\n");
        assertThat(shell.heed("import", file, "--rejects", file).code()).isEqualTo(2);
        assertThat(shell.heed("import", file, "--rejects", folder.resolve("no/such.csv"))
                        .code())
                .isEqualTo(2);
        assertThat(shell.readFile(file)).isEqualTo("Email\nnobody\n");
    }

    @Test
    void a_new_account_has_the_given_time_zone_or_that_of_the_system() {
        Path file = shell.file("p.csv", "Email,Created\na@example.com,2026-01-01 00:30\n");
        CommandResult answer = shell.heed("import", file, "--account", "acme", "--time-zone", "America/New_York");
        assertThat(answer.err())
                .contains("note: created the store")
                .contains("\"acme\"")
                .contains("America/New_York");
        assertThat(shell.heed("import", file).err()).contains("\"default\"").contains("Europe/Berlin");
        assertThat(shell.runJson("export", "--account", "acme")
                        .get("prospects")
                        .get(0)
                        .get("Created")
                        .asString())
                .isEqualTo("2026-01-01T05:30:00Z");
        assertThat(column("Created")).containsExactly("2025-12-31T23:30:00Z");
    }

    @Test
    void a_stopped_import_keeps_its_batches_and_reports_how_to_continue() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write("Email\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 12_000; i++) {
            text.write(("p" + i + "@example.com\n").getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("many.csv"), text.toByteArray());
        shell.stopAfterChecks(1);
        CommandResult answer = shell.heed("import", file);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("up to line 5001").contains("the same command again to import the rest");
        shell.clearStop();
        JsonNode rest = shell.runJson("import", file);
        assertThat(rest.get("unchanged").asInt()).isEqualTo(5_000);
        assertThat(rest.get("created").asInt()).isEqualTo(7_000);
    }
}
