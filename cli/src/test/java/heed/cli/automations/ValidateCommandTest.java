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
    void without_a_store_the_standard_fields_are_known_and_nothing_is_made() {
        Path city = shell.file("city.json", RENEWAL.replace("Renewal Date", "Created"));
        assertThat(shell.heed("validate", city).out()).contains("city.json is valid: Remind of renewals");
        CommandResult answer = shell.heed("validate", renewal);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.out())
                .contains("renewal.json:4:21  /who/field")
                .contains(" |   \"who\": { \"field\": \"Renewal Date\"")
                .contains("there is no field \"Renewal Date\"");
        assertThat(answer.err()).contains("renewal.json has 1 problem.");
        assertThat(shell.store()).doesNotExist();
    }

    @Test
    void with_a_store_the_accounts_own_fields_are_known() {
        shell.runJson("fields", "add", "Renewal Date", "--type", "date");
        assertThat(shell.heed("validate", renewal).code()).isZero();
        assertThat(shell.heed("validate", renewal, "--account", "other").code()).isEqualTo(2);
    }

    @Test
    void problems_of_several_files_are_data_where_json_is_asked_for() {
        Path broken = shell.file(
                "broken.json", RENEWAL.replace("\"run\"", "\"ran\"").replace("\"field\": \"Lead Owner\",", ""));
        CommandResult answer = shell.heed("validate", broken, renewal, "--json");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).isEmpty();
        JsonNode json = answer.json();
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
    void a_file_that_is_not_there_is_answered() {
        CommandResult answer = shell.heed("validate", folder.resolve("none.json"));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).startsWith("heed: there is no file ");
    }

    @Test
    void a_definition_that_steers_a_terminal_is_shown_harmless() {
        Path evil = shell.file("evil.json", RENEWAL.replace("Renewal Date", "\u001b[2J\u009bx\\u001b[2J"));
        CommandResult answer = shell.heed("validate", evil);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.out() + answer.err()).doesNotContain("\u001b").doesNotContain("\u009b");
        assertThat(shell.heed("validate", evil, "--json").out())
                .doesNotContain("\u001b")
                .doesNotContain("\u009b");
    }

    @Test
    void the_schema_is_json_that_names_its_dialect() {
        CommandResult answer = shell.runBare("schema");
        assertThat(answer.code()).isZero();
        assertThat(answer.json().get("$schema").asString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }
}
