package heed.cli.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SuppressionFilesTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    private List<String> listed() {
        return shell.runJson("suppression", "list")
                .get("addresses")
                .valueStream()
                .map(entry -> entry.get("address").asString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Email\nAnn@Example.com\nbob@example.com\n",
                "ann@example.com\r\n\r\n  bob@example.com  ",
                "Name;E-mail;City\nAnn;ann@example.com;\nBob;bob@EXAMPLE.com;Rome\n",
                "Contact;City\nann@example.com;\nBob <bob@EXAMPLE.com>;Rome\n",
                "\uFEFFADDRESS,Reason\nann@example.com,x\nbob@example.com,\"y\nz\"\n",
                "Ann,ann@example.com\nBob,bob@example.com\n",
                "\n\nann@example.com\rbob@example.com\r"
            })
    void csv_files_with_an_address_column_and_lists_of_addresses_are_imported(String text) {
        Path file = shell.file("list", text);
        JsonNode answer = shell.runJson("suppression", "import", file);
        assertThat(answer.get("added").asInt()).isEqualTo(2);
        assertThat(answer.get("rejected").asInt()).isZero();
        assertThat(listed()).containsExactly("ann@example.com", "bob@example.com");
    }

    @Test
    void a_mapped_column_has_the_addresses_and_is_named_as_it_was_typed() {
        Path file = shell.file("list.csv", "E-mail,City\nann@example.com,Rome\n");
        assertThat(shell.heed("suppression", "import", file, "--map", "E-mail=City")
                        .err())
                .isEqualTo("error: --map \"E-mail=City\": only the field Email is read from this file; write"
                        + " \"COLUMN=Email\"\n");
        assertThat(shell.heed("suppression", "import", file, "--map", "E-mail").err())
                .isEqualTo("error: --map \"E-mail\" is not of the form \"COLUMN=Email\"\n");
        assertThat(shell.heed("suppression", "import", file, "--map", "E-MAILS=Email")
                        .err())
                .isEqualTo("error: --map names the column \"E-MAILS\", which " + file + " does not have\n");
        assertThat(shell.store()).doesNotExist();
    }

    @Promise(3)
    @Test
    void an_imported_address_is_suppressed_before_and_after_a_prospect_has_it() {
        shell.runJson("suppression", "import", shell.file("list.txt", "ann@example.com\n"));
        shell.runJson("import", shell.file("people.csv", "Id,Email\nA,ANN@example.com\n"));
        assertThat(listed()).containsExactly("ann@example.com");
        JsonNode listing = shell.runJson("suppression", "history", "ann@example.com")
                .get("listings")
                .get(0);
        assertThat(listing.get("reason").asString()).isEqualTo("import of list.txt");
        assertThat(listing.get("evidence").asString()).isEqualTo("list.txt, lines 1 to 1");
        assertThat(listing.get("source").asString()).isEqualTo("import");
        shell.runJson("suppression", "import", shell.file("2.txt", "bob@example.com\n"), "--reason", "old system");
        assertThat(shell.heed("suppression", "list").out()).contains("listed by mira: old system");
    }

    @Test
    void bad_lines_go_to_a_reject_file_with_line_and_reason_and_the_rest_is_imported() {
        Path file = shell.file("list.csv", """
                Email,Note
                ann@example.com,ok
                not an address,A
                =cmd@,B
                ,nobody
                bob@example.com

                Ann@example.com,twice
                dan@example.com,"open
                carl@example.com,ok
                """);
        CommandResult answer = shell.heed("suppression", "import", file);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Read 8 rows of "),
                        line -> assertThat(line).matches("Added +4"),
                        line -> assertThat(line).matches("Already listed +1"),
                        line -> assertThat(line).matches("Rejected +4 +with reasons in .*list.csv.rejects.csv"),
                        line -> assertThat(line).matches(" +2 +not an email address such as .*"),
                        line -> assertThat(line).matches(" +1 +the row has no email address"),
                        line -> assertThat(line)
                                .matches(" +1 +the row is not valid CSV; its addresses are suppressed all the same"));
        // A row keeps its address although it has too few cells or an open quote.
        assertThat(listed())
                .containsExactly("ann@example.com", "bob@example.com", "carl@example.com", "dan@example.com");
        assertThat(shell.readFile(shell.file("list.csv.rejects.csv")).lines())
                .satisfiesExactly(
                        header -> assertThat(header).isEqualTo("Line,Reason,Email,Note"),
                        row -> assertThat(row).startsWith("3,").contains("is not an email address such as"),
                        row -> assertThat(row).startsWith("4,").endsWith(",'=cmd@,B"),
                        row -> assertThat(row).startsWith("5,has no email address,"),
                        row -> assertThat(row).startsWith("9,").contains("quote"));
        assertThat(shell.runJson("suppression", "import", file, "--accept-rejects")
                        .get("alreadyListed")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void a_file_that_cannot_be_imported_creates_nothing() {
        for (Path file : List.of(
                shell.file("empty.csv", ""),
                shell.file("blank.csv", "\n , \r\n"),
                shell.file("workbook.csv", new byte[] {'P', 'K', 3, 4, 0, 0}),
                shell.file("unknown.csv", "Wann,Wo\n1,2\n"),
                shell.file("latin.csv", new byte[] {'E', 'm', 'a', 'i', 'l', '\n', (byte) 0xfc}),
                shell.file("missing.csv"))) {
            CommandResult answer = shell.heed("suppression", "import", file);
            assertThat(answer.code()).as("%s", file).isEqualTo(2);
            assertThat(answer.err())
                    .startsWith("error: ")
                    .contains(file.getFileName().toString());
        }
        Path good = shell.file("good.csv", "Email\na@example.com\n");
        for (List<Object> invalid : List.<List<Object>>of(
                List.of("--rejects", good),
                List.of("--charset", "klingon"),
                List.of("--map", "Place=Email"),
                List.of("--reason", " "))) {
            assertThat(shell.heed("suppression", "import", good, invalid.get(0), invalid.get(1))
                            .code())
                    .as("%s", invalid)
                    .isEqualTo(2);
        }
        assertThat(shell.store()).doesNotExist();
    }

    @Promise(8)
    @Test
    void a_stopped_import_keeps_its_batches_and_reports_how_to_continue() {
        Path file = shell.file(
                "many.txt",
                IntStream.range(0, 17_000)
                        .mapToObj(i -> "p" + i + "@example.com\n")
                        .collect(Collectors.joining()));
        shell.stopAfterChecks(1);
        CommandResult answer = shell.heed("suppression", "import", file);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("up to line 10000").contains("the same command again to import the rest");
        shell.clearStop();
        JsonNode rest = shell.runJson("suppression", "import", file);
        assertThat(rest.get("alreadyListed").asInt()).isEqualTo(10_000);
        assertThat(rest.get("added").asInt()).isEqualTo(7_000);
    }

    @Test
    void an_export_has_a_row_for_each_reason_and_can_be_imported_elsewhere() throws Exception {
        shell.runJson("import", shell.file("people.csv", """
                        Id,Email,Email Opt Out
                        =A,ann@example.com,Yes
                        B,bob@example.com,No
                        """));
        shell.runJson("suppression", "add", "ann@example.com", "zoe@example.com", "--reason", "a \"letter\", signed");
        Path out = shell.file("out.csv");
        CommandResult answer = shell.heed("suppression", "export", out);
        assertThat(answer.out()).startsWith("Exported 2 addresses to ");
        assertThat(shell.readFile(out)).isEqualTo("""
                        Address,Reason,Since,Source,Prospect
                        ann@example.com,On the suppression list,2026-03-01T12:00:00Z,"listed by mira: a ""letter"", signed",
                        ann@example.com,Email Opt Out,2026-03-01T12:00:00Z,prospect =A,'=A
                        zoe@example.com,On the suppression list,2026-03-01T12:00:00Z,"listed by mira: a ""letter"", signed",
                        """);
        assertThat(shell.heed("suppression", "export").out()).isEqualTo(shell.readFile(out));
        assertThat(shell.runJson("suppression", "export")).isEqualTo(shell.runJson("suppression", "list"));
        JsonNode result = shell.runJson("suppression", "export", out);
        assertThat(result.get("addresses").asInt()).isEqualTo(2);
        assertThat(result.get("reasons").asInt()).isEqualTo(3);
        JsonNode imported = shell.runJson("suppression", "import", out, "--account", "other");
        assertThat(imported.get("added").asInt()).isEqualTo(2);
        assertThat(imported.get("alreadyListed").asInt()).isEqualTo(1);
        assertThat(Files.list(folder).map(path -> path.getFileName().toString()))
                .noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void a_dash_means_standard_input_or_output() throws Exception {
        shell.setInput("Email\nann@example.com\nnobody\n");
        Path rejects = shell.file("rejects.csv");
        CommandResult imported = shell.heed("suppression", "import", "-", "--rejects", rejects);
        assertThat(imported.code()).as(imported.err()).isEqualTo(1);
        assertThat(imported.out()).startsWith("Read 2 rows of standard input;");
        assertThat(shell.readFile(rejects)).contains("is not an email address such as ann@example.com\",nobody");
        assertThat(shell.heed("suppression", "history", "ann@example.com").out())
                .contains("standard input, lines 2 to 3");
        CommandResult exported = shell.heed("suppression", "export", "-");
        assertThat(exported.out()).startsWith("Address,Reason,Since,Source,Prospect\nann@example.com,");
        assertThat(Path.of("-")).doesNotExist();
        shell.setInput("");
        assertThat(shell.heed("suppression", "import", "-").err()).contains("standard input is empty");
    }

    /** A shell passes the output of a command as a pipe, which can be read only once. */
    @Test
    void a_pipe_is_read_to_its_end() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeThat(Files.isExecutable(Path.of("/usr/bin/mkfifo"))).isTrue();
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> shell.file("pipe", "ann@example.com\nbob@example.com\n"));
        writer.start();
        assertThat(shell.runJson("suppression", "import", pipe).get("added").asInt())
                .isEqualTo(2);
        writer.join();
    }

    @Test
    void an_export_to_an_unwritable_path_is_invalid() {
        shell.runJson("suppression", "import", shell.file("list.txt", "ann@example.com\n"));
        assertThat(shell.heed("suppression", "export", folder).code()).isEqualTo(2);
        assertThat(shell.heed("suppression", "export", folder.resolve("no/such.csv"))
                        .code())
                .isEqualTo(2);
    }
}
