package heed.cli.automations;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ValidateCommandTest {
    private static final String RENEWAL = """
            {
              "id": "renewal",
              "name": "Remind of renewals",
              "who": { "field": "Renewal Date", "operator": "in-time-frame", "value": "next 30 days" },
              "actions": [ { "action": "set-field", "field": "Lead Owner", "value": "Dana" } ],
              "run": { "mode": "once" }
            }
            """;

    @TempDir
    Path folder;

    private TestShell shell;
    private Path renewal;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
        renewal = shell.file("renewal.json", RENEWAL);
    }

    @Test
    void without_a_store_the_standard_fields_are_known_and_no_store_is_created() {
        Path city = shell.file("city.json", RENEWAL.replace("Renewal Date", "Created"));
        assertThat(shell.heed("validate", city).out()).contains("city.json is valid: Remind of renewals");
        CommandResult result = shell.heed("validate", renewal);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out())
                .contains("renewal.json:4:21  /who/field")
                .contains(" |   \"who\": { \"field\": \"Renewal Date\"")
                .contains("there is no field \"Renewal Date\"");
        assertThat(result.err()).contains("renewal.json has 1 problem");
        assertThat(shell.store()).doesNotExist();
    }

    @Test
    void with_a_store_the_accounts_own_fields_are_known() {
        shell.runJson("fields", "add", "Renewal Date", "--type", "date");
        assertThat(shell.heed("validate", renewal).code()).isZero();
        assertThat(shell.heed("validate", renewal, "--account", "other").code()).isEqualTo(2);
    }

    @Test
    void a_message_file_is_checked_and_its_problems_are_shown_in_it() {
        shell.file("news.html", "<p>Hello\n  {{firstNam}}</p>\n");
        Path news = shell.file(
                "news.json",
                RENEWAL.replace(
                                "{ \"action\": \"set-field\", \"field\": \"Lead Owner\", \"value\": \"Dana\" }",
                                "{ \"action\": \"send-email\", \"subject\": \"News\", \"htmlFile\": \"news.html\" }")
                        .replace("Renewal Date", "Created"));
        CommandResult wrong = shell.heed("validate", news);
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.out()).isEqualTo("""
                %s:2:3  /actions/0/htmlFile
                 |   {{firstNam}}</p>
                 |   ^
                there is no field "firstNam".
                """.formatted(shell.file("news.html")));
        shell.file("news.html", "<p>Hello {{unsubscribeUrl}}</p>\n");
        assertThat(shell.heed("validate", news).out()).isEqualTo(news + " is valid: Remind of renewals\n");
        shell.file("news.json", shell.readFile(news).replace("news.html", "../news.html"));
        assertThat(shell.heed("validate", news).out())
                .contains("\"../news.html\" is not a path within the folder of the definition");
    }

    @Test
    void a_warning_is_marked_as_one() {
        Path everyone = shell.file(
                "everyone.json",
                RENEWAL.replace(
                        "{ \"field\": \"Renewal Date\", \"operator\": \"in-time-frame\", \"value\":"
                                + " \"next 30 days\" }",
                        "{ \"all\": [] }"));
        CommandResult result = shell.heed("validate", everyone);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("\nwarning: these criteria select every prospect.\n");
        assertThat(shell.heed("validate", renewal).out()).doesNotContain("warning");
    }

    @Test
    void the_json_answer_lists_the_problems_of_several_files() {
        Path broken = shell.file(
                "broken.json", RENEWAL.replace("\"run\"", "\"ran\"").replace("\"field\": \"Lead Owner\",", ""));
        CommandResult result = shell.heed("validate", broken, renewal, "--json");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEmpty();
        JsonNode json = result.json();
        assertThat(json.get("valid").asBoolean()).isFalse();
        assertThat(json.get("problems")
                        .valueStream()
                        .map(problem -> problem.get("file").asString())
                        .distinct())
                .containsExactly(broken.toString(), renewal.toString());
        assertThat(json.get("problems").valueStream()).allSatisfy(problem -> {
            assertThat(problem.get("line").asInt()).isPositive();
            assertThat(problem.get("column").asInt()).isPositive();
            assertThat(problem.get("pointer").isString()).isTrue();
            assertThat(problem.get("code").asString()).matches("[a-z0-9-]+");
            assertThat(problem.get("message").asString()).isNotBlank();
            assertThat(problem.has("suggestion")).isTrue();
        });
        assertThat(json.get("problems")
                        .valueStream()
                        .map(problem -> problem.get("code").asString()))
                .contains("unknown-property", "missing-property", "unknown-field");
    }

    @Test
    void a_missing_file_is_reported() {
        CommandResult result = shell.heed("validate", folder.resolve("none.json"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: there is no file ");
    }

    @Test
    void control_characters_of_a_definition_are_shown_escaped() {
        Path hostile = shell.file("hostile.json", RENEWAL.replace("Renewal Date", "\u001b[2J\u009bx\\u001b[2J"));
        CommandResult result = shell.heed("validate", hostile);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out() + result.err()).doesNotContain("\u001b").doesNotContain("\u009b");
        assertThat(shell.heed("validate", hostile, "--json").out())
                .doesNotContain("\u001b")
                .doesNotContain("\u009b");
    }

    @Test
    void the_schema_is_json_that_names_its_dialect() {
        CommandResult result = shell.runBare("schema");
        assertThat(result.code()).isZero();
        assertThat(result.json().get("$schema").asString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }

    @Test
    void the_schema_of_a_store_has_the_fields_of_the_account() {
        shell.heed("fields", "add", "Renewal Date", "--type", "date");

        assertThat(shell.heed("schema").out()).contains("\"Renewal Date\"");
        assertThat(shell.runBare("schema").out()).doesNotContain("Renewal Date");
    }
}
