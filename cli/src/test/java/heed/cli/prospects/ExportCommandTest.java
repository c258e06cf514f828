package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.Heed;
import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.cli.process.CommandEnvironment;
import heed.store.DatabaseStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    private static final String PEOPLE = """
            Id,Email,Country,City,Lead Score,Email Opt Out
            A,ann@example.com,Canada,=Paris,-5,No
            B,bob@example.com,FR,,,Yes
            C,carl@example.com,Germany,Bonn,7,
            """;

    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void importProspects() {
        shell = new TestShell(folder);
        shell.runJson("fields", "add", "Shoe Size", "--type", "number");
        shell.runJson("import", shell.file("people.csv", PEOPLE));
    }

    @Test
    void csv_has_every_field_under_its_label_and_no_formulas() {
        assertThat(shell.heed("export").out().lines())
                .satisfiesExactly(
                        header -> assertThat(header)
                                .isEqualTo(
                                        "Id,Email,First Name,Last Name,Company,Country,State,City,Language,Lead Source,"
                                                + "Lead Owner,Lead Score,Created,Email Opt Out,Bounced,Shoe Size"),
                        row -> assertThat(row)
                                .isEqualTo("A,ann@example.com,,,,CA,,'=Paris,,,,-5,2026-03-01T12:00:00Z,No,No,"),
                        row -> assertThat(row).isEqualTo("B,bob@example.com,,,,FR,,,,,,,2026-03-01T12:00:00Z,Yes,No,"),
                        row -> assertThat(row)
                                .isEqualTo("C,carl@example.com,,,,DE,,Bonn,,,,7,2026-03-01T12:00:00Z,No,No,"));
    }

    @Test
    void json_lines_have_an_object_for_each_prospect() {
        assertThat(shell.heed("export", "--format", "jsonl").out().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("{\"Id\":\"A\",\"Email\":\"ann@example.com\",\"First Name\":null,")
                .contains("\"Lead Score\":-5,")
                .contains("\"Email Opt Out\":false,")
                .endsWith("\"Shoe Size\":null}");
    }

    @Test
    void only_prospects_that_match_the_criteria_are_exported() {
        Path where = shell.file("where.json", """
                {"any": [{"field": "Country", "operator": "equals", "value": "Germany"},
                         {"field": "Email Opt Out", "operator": "equals", "value": true}]}
                """);
        assertThat(shell.heed("export", "--where", where).out().lines().skip(1).map(line -> line.substring(0, 1)))
                .containsExactly("B", "C");
    }

    @Test
    void mistakes_in_criteria_are_reported_with_their_place() {
        Path where =
                shell.file("where.json", "{\"field\": \"Contry\", \"operator\": \"equals\", \"value\": \"Germany\"}");
        CommandResult answer = shell.heed("export", "--where", where);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("where.json:1:11").contains("Did you mean \"Country\"?");
    }

    @Test
    void the_name_of_the_file_decides_the_format_and_the_result_names_and_counts() {
        assertThat(shell.runJson("export", shell.file("out.jsonl"))
                        .get("prospects")
                        .asInt())
                .isEqualTo(3);
        assertThat(shell.readFile(shell.file("out.jsonl"))).startsWith("{");
        assertThat(shell.heed("export", shell.file("out.csv")).out()).contains("Exported 3 prospects to ");
        assertThat(shell.readFile(shell.file("out.csv"))).startsWith("Id,");
    }

    @Test
    void a_stopped_export_leaves_the_existing_file_and_no_temporary_file() throws IOException {
        Path out = shell.file("out.csv", "precious");
        shell.requestStop();
        assertThat(shell.heed("export", out).code()).isEqualTo(1);
        assertThat(shell.readFile(out)).isEqualTo("precious");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void an_unwritable_path_or_an_unknown_format_is_invalid() {
        assertThat(shell.heed("export", folder).code()).isEqualTo(2);
        assertThat(shell.heed("export", folder.resolve("no/such.csv")).code()).isEqualTo(2);
        assertThat(shell.heed("export", "--format", "xls").code()).isEqualTo(2);
    }

    @Test
    void control_characters_are_escaped_on_a_terminal_only() {
        shell.runJson("set", "--prospect", "A", "City=\u001b[2Jx", "--reason", "test");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandEnvironment environment = new CommandEnvironment(
                InputStream.nullInputStream(),
                out,
                new ByteArrayOutputStream(),
                new CommandEnvironment.Terminals(true, true, 96),
                shell.clock(),
                ZoneOffset.UTC,
                "mira",
                Map.of(),
                DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                () -> false);
        assertThat(Heed.run(environment, "export", "--store", shell.store().toString()))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\\u001b[2Jx").doesNotContain("\u001b");
        assertThat(shell.heed("export").out()).contains("\u001b[2Jx");
    }
}
