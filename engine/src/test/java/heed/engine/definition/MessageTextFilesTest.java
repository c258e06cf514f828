package heed.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import heed.actions.MessageAction;
import heed.filters.json.Problem;
import heed.filters.json.ProblemText;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.mail.template.MessageTemplate.MessageContent;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextFilesTest {
    @TempDir
    private Path outside;

    private Path folder;

    @BeforeEach
    void createFolder() throws IOException {
        folder = Files.createDirectories(outside.resolve("campaign"));
        Files.createDirectories(folder.resolve("mails"));
    }

    @Test
    void the_bodies_of_a_message_are_read_from_files_in_the_folder_of_the_definition() throws IOException {
        write("mails/spring.html", "<p class=\"a\">Grüße {{city fallback=\"\\o/\"}}</p>\r\n\t<p>\u0001😀</p>\n");
        write("spring.txt", "\uFEFFGrüße\n{{unsubscribeUrl}}");

        AutomationSource source = requireValid("\"htmlFile\": \"mails/spring.html\", \"textFile\": \"./spring.txt\"");

        MessageContent content = content(source.automation());
        assertThat(content.html()).contains("<p class=\"a\">Grüße Bern</p>\r\n\t<p>\u0001😀</p>\n");
        assertThat(content.text()).contains("Grüße\nhttps://example.com/u");
    }

    @Test
    @Promise(4)
    void the_definition_that_is_kept_has_the_texts_of_the_files_as_they_were() throws IOException {
        write("spring.html", "<p>\"1\" \\ é\r\n\t😀 {{city fallback=\"there\"}}</p>");
        AutomationSource first = requireValid("\"htmlFile\" :  \"spring.html\"");
        MessageContent before = content(first.automation());
        write("spring.html", "<p>2</p>");

        assertThat(first.json()).isEqualTo(definition("""
                "html": "<p>\\"1\\" \\\\ é\\r\\n\\t😀 {{city fallback=\\"there\\"}}</p>\""""));
        Automation kept = DefinitionSamples.requireValid(DefinitionSamples.read(first.json()));
        assertThat(content(kept)).isEqualTo(before);
        assertThat(requireValid("\"htmlFile\" :  \"spring.html\"").json()).contains("<p>2</p>");
    }

    @Test
    void a_text_of_500_000_characters_is_kept_and_read_again_and_a_longer_one_is_a_problem() throws IOException {
        write("long.txt", "😀".repeat(500_000));
        String kept = requireValid("\"textFile\": \"long.txt\"").json();
        assertThat(DefinitionSamples.requireValid(DefinitionSamples.read(kept))).isNotNull();

        write("long.txt", "😀".repeat(500_000) + "x");
        assertThat(problems("\"textFile\": \"long.txt\""))
                .containsExactly("too-large " + folder.resolve("long.txt") + " is longer than 500,000 characters");
        write("long.txt", "x".repeat(9_000_000));
        assertThat(problems("\"textFile\": \"long.txt\"")).hasSize(1);
    }

    @Test
    void a_definition_that_is_larger_than_4_MB_with_its_files_is_a_problem() throws IOException {
        write("long.txt", "é".repeat(490_000));
        String definition = definition("\"id\": \"m1\", \"textFile\": \"long.txt\", \"htmlFile\": \"long.txt\" },"
                + " { \"action\": \"send-email\", \"subject\": \"Hello\","
                + " \"id\": \"m2\", \"textFile\": \"long.txt\", \"htmlFile\": \"long.txt\" },"
                + " { \"action\": \"send-email\", \"subject\": \"Hello\","
                + " \"id\": \"m3\", \"textFile\": \"long.txt\"");
        assertThat(problemsOf(readDefinition(definition)))
                .extracting(Problem::message)
                .containsExactly("with the texts of its files, the definition is larger than 4 MB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../secret.txt",
                "mails/../../secret.txt",
                "..",
                "mails\\\\..\\\\secret.txt",
                "C:secret.txt",
                "mails//a.txt",
                "mails/",
                "",
                "a\\u0000b",
                "x\\u2028/../../secret.txt"
            })
    void a_path_that_can_lead_out_of_the_folder_is_a_problem(String path) throws IOException {
        Files.writeString(outside.resolve("secret.txt"), "secret");
        assertThat(problems("\"textFile\": \"" + path + "\""))
                .isNotEmpty()
                .allMatch(problem -> problem.matches("(?s)bad-(?:path|text) .*"));
    }

    @Test
    void a_link_out_of_the_folder_is_a_problem_and_one_within_it_is_read() throws IOException {
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("../secret.txt"));
        Files.createSymbolicLink(folder.resolve("away"), outside);
        write("mails/inside.txt", "inside");
        Files.createSymbolicLink(folder.resolve("inside.txt"), Path.of("mails/inside.txt"));

        assertThat(problems("\"textFile\": \"link.txt\""))
                .containsExactly("no-file \"link.txt\" is a link to a file outside the folder of the definition");
        assertThat(problems("\"textFile\": \"away/secret.txt\"")).hasSize(1);
        assertThat(requireValid("\"textFile\": \"inside.txt\"").json()).contains("\"text\": \"inside\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"textFile\": \"mail.txt\" | no-file there is no file \"mail.txt\" in the folder of the definition",
                "\"textFile\": \"mails\" | no-file \"mails\" is not a file",
                "\"textFile\": 5 | wrong-type \"textFile\" takes text; this is a number",
                "\"text\": \"a\", \"textFile\": \"b.txt\" | duplicate-property \"text\" and \"textFile\" give the same"
                        + " text; keep one of them"
            })
    void what_is_no_text_of_a_message_is_a_problem(String properties, String problem) {
        assertThat(problems(properties)).containsExactly(problem);
    }

    @Test
    void a_problem_in_a_file_names_the_file_and_the_line() throws IOException {
        write("mail.html", "\uFEFF<p>\r\n  <b>{{firstNam}}</b> {{city}}\n</p>");

        SourceText file = SourceText.of(folder.resolve("mail.html"));
        String problems = readDefinition(definition("\"htmlFile\": \"mail.html\""))
                .either(valid -> "", invalid -> ProblemText.of(invalid.problems(), List.of(file)));

        assertThat(problems).isEqualTo("""
                %s:2:6  /actions/0/htmlFile
                 |   <b>{{firstNam}}</b> {{city}}
                 |      ^
                there is no field "firstNam".
                """.formatted(folder.resolve("mail.html")));
    }

    @Test
    void a_file_that_is_not_UTF_8_is_a_problem_at_the_wrong_character() throws IOException {
        Files.write(folder.resolve("mail.txt"), "One\nGrüße".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problemsOf(readDefinition(definition("\"textFile\": \"mail.txt\""))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.file())
                            .isEqualTo(folder.resolve("mail.txt").toString());
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.column()).isEqualTo(3);
                    assertThat(problem.message()).isEqualTo("this character is not UTF-8; save the file in UTF-8");
                });
        write("mail.txt", "a\0");
        assertThat(problems("\"textFile\": \"mail.txt\""))
                .containsExactly("bad-text a message cannot contain the character U+0000");
    }

    @Test
    void a_reader_without_files_opens_none() {
        assertThat(problemsOf(DefinitionSamples.READER.read(
                        new SourceText("automation.json", definition("\"textFile\": \"mail.txt\"")))))
                .extracting(Problem::message)
                .containsExactly("no files can be read here; write the text itself into the definition");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String definition(String properties) {
        return """
                {"id": "a", "name": "A", "who": {"field": "City", "operator": "is-empty"},
                 "actions": [ { "action": "send-email", "subject": "Hello", %s } ], "run": {"mode": "once"}}
                """.formatted(properties);
    }

    private ReadResult<AutomationSource> readDefinition(String definition) {
        return DefinitionSamples.READER.read(
                new SourceText("automation.json", definition), MessageFolder.of(folder.resolve("automation.json")));
    }

    private AutomationSource requireValid(String properties) {
        return readDefinition(definition(properties)).either(ReadResult.Valid::value, invalid -> {
            throw new AssertionError(invalid.problems());
        });
    }

    /** Returns the codes and messages of the problems. */
    private List<String> problems(String properties) {
        return problemsOf(readDefinition(definition(properties))).stream()
                .map(problem -> problem.code() + " " + problem.message())
                .toList();
    }

    private static List<Problem> problemsOf(ReadResult<AutomationSource> result) {
        return result.either(valid -> List.of(), ReadResult.Invalid::problems);
    }

    private static MessageContent content(Automation automation) {
        Value[] values = new Value[StandardFields.ALL.size()];
        values[StandardFields.CITY.slot()] = Value.Text.of("Bern");
        return ((MessageAction) automation.steps().get(0).action())
                .template()
                .fill(new Prospect(new ProspectId(1), values), Optional.of(URI.create("https://example.com/u")));
    }
}
