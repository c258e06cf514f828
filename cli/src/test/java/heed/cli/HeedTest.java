package heed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HeedTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    @Test
    void the_help_lists_the_commands_and_the_exit_codes() {
        CommandResult help = shell.runBare("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains("import", "export", "fields", "set", "history", "suppression", "accounts")
                .containsOnlyOnce("Exit codes: 0 done; 1 failed; 2 the input or a definition is invalid; 3 refused");
        assertThat(shell.runBare("--version").out()).startsWith("heed ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import",
                "export",
                "fields",
                "fields add",
                "validate",
                "preview",
                "run",
                "resume",
                "send-test",
                "deliver",
                "sends",
                "pause",
                "cancel",
                "listen",
                "bounces",
                "bounces fetch",
                "bounces list",
                "bounces show",
                "bounces stats",
                "bounces pauses",
                "bounces confirm",
                "bounces discard",
                "bounces reverse",
                "bounces reclassify",
                "bounces policy",
                "bounces read",
                "bounces test",
                "runs",
                "show",
                "undo",
                "explain",
                "history",
                "set",
                "suppression",
                "suppression list",
                "suppression add",
                "suppression remove",
                "suppression import",
                "suppression export",
                "suppression history",
                "accounts",
                "accounts add",
                "accounts set",
                "retention",
                "doctor",
                "schema"
            })
    void every_command_has_help_json_store_and_account(String command) {
        CommandResult help = shell.runBare((Object[]) (command + " --help").split(" "));
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: heed " + command)
                .contains("--json", "--store", "./heed.db", "--account", "default");
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }

    @Test
    void invalid_arguments_are_reported_with_a_suggestion() {
        CommandResult option = shell.heed("import", "x.csv", "--mapp", "a=b");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err()).startsWith("heed: ").contains("--mapp").contains("heed import --help");
        assertThat(option.out()).isEmpty();
        assertThat(shell.runBare("improt").err()).contains("import");
        assertThat(shell.runBare("improt").code()).isEqualTo(2);
        assertThat(shell.runBare().code()).isEqualTo(2);
        assertThat(shell.heed("suppression").code()).isEqualTo(2);
    }

    @Test
    void failures_are_json_if_json_is_requested() {
        CommandResult usage = shell.heed("import", "--json");
        assertThat(usage.code()).isEqualTo(2);
        assertThat(usage.json().at("/error/code").asString()).isEqualTo("usage");
        assertThat(usage.err()).isEmpty();
        CommandResult store = shell.heed("export", "--json");
        assertThat(store.code()).isEqualTo(2);
        JsonNode error = store.json().get("error");
        assertThat(error.get("code").asString()).isEqualTo("no-store");
        assertThat(error.get("message").asString()).contains("there is no store at");
    }

    @Test
    void an_argument_with_undecodable_characters_is_refused() {
        CommandResult result = shell.heed("set", "--prospect", "A", "City=Z\uFFFDrich", "--reason", "x");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("LC_ALL");
    }

    @Test
    void an_argument_with_an_at_sign_is_not_expanded_from_a_file() {
        Path arguments = shell.file("arguments", "--help");
        assertThat(shell.heed("fields", "@" + arguments).out()).doesNotContain("Usage");
    }
}
