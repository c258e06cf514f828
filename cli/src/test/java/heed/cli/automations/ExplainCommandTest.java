package heed.cli.automations;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExplainCommandTest {
    @TempDir
    Path folder;

    private TestShell shell;
    private Path automation;

    @BeforeEach
    void people() {
        shell = new TestShell(folder);
        shell.runJson(
                "import",
                shell.file(
                        "people.csv",
                        "Id,Email,Country,City\nA,ann@example.com,Canada,Montréal\nB,bob@example.com,Germany,\n"));
        automation = shell.file("automation.json", """
                {
                  "id": "a", "name": "Canada or no city",
                  "who": { "any": [ { "field": "Country", "operator": "equals", "value": "Canada" },
                                    { "field": "City", "operator": "is-empty" } ] },
                  "actions": [ { "action": "set-field", "field": "City", "value": "Toronto" } ],
                  "run": { "mode": "once" }
                }
                """);
    }

    @Test
    void every_criterion_is_explained_with_the_value_of_the_prospect() {
        CommandResult result = shell.heed("explain", automation, "--prospect", "ann@example.com");
        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "\"Canada or no city\" selects prospect A:",
                        "✓ any of these: 1 of 2 matches",
                        "  ✓ Country is Canada: it is Canada",
                        "  ✗ City is empty: it is Montréal",
                        "",
                        "It would:",
                        "  1  City: Montréal → Toronto");
    }

    @Test
    void a_run_is_explained_by_the_values_that_it_found() {
        shell.runJson("run", automation, "--confirm", "2");
        shell.runJson("set", "--prospect", "A", "Country=France", "--reason", "moved");
        shell.clock().advance(Duration.ofMinutes(1));
        shell.runJson("import", shell.file("late.csv", "Id,Email\nC,cy@example.com\n"));

        assertThat(shell.heed("explain", "--run", "2", "--prospect", "A").out())
                .contains(
                        "selected prospect A:", "✓ Country is Canada: it is Canada", "✗ City is empty: it is Montréal")
                .contains("What it did:", "1  applied");
        assertThat(shell.heed("explain", automation, "--prospect", "A").out()).contains("does not select prospect A");
        assertThat(shell.heed("explain", "--run", "2", "--prospect", "C").out()).contains("did not exist");
        JsonNode json = shell.runJson("explain", "--run", "2", "--prospect", "A");
        assertThat(json.get("matched").asBoolean()).isTrue();
        assertThat(json.at("/outcomes/0/outcome").asString()).isEqualTo("applied");
    }

    @Test
    void a_file_and_a_run_exclude_each_other() {
        assertThat(shell.heed("explain", "--prospect", "A").code()).isEqualTo(2);
        assertThat(shell.heed("explain", automation, "--run", "2", "--prospect", "A")
                        .code())
                .isEqualTo(2);
        assertThat(shell.heed("explain", "--run", "9", "--prospect", "A").err()).contains("no run 9");
    }

    @Test
    void the_json_answer_has_the_same_explanation() {
        JsonNode json = shell.runJson("explain", automation, "--prospect", "B");
        assertThat(json.get("matched").asBoolean()).isTrue();
        assertThat(json.at("/who/parts/0/matched").asBoolean()).isFalse();
        assertThat(json.at("/who/parts/0/why").asString()).isEqualTo("it is Germany");
        assertThat(json.at("/who/parts/1/matched").asBoolean()).isTrue();
        assertThat(json.at("/actions/0/changes/0/to").asString()).isEqualTo("Toronto");
        assertThat(json.at("/actions/0/changes/0/from").isNull()).isTrue();
    }

    @Test
    void an_unknown_or_missing_prospect_is_refused() {
        assertThat(shell.heed("explain", automation, "--prospect", "Z").code()).isEqualTo(2);
        assertThat(shell.heed("explain", automation).code()).isEqualTo(2);
    }
}
