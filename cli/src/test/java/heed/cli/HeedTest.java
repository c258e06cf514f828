package heed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(option.err()).startsWith("error: ").contains("--mapp").contains("heed import --help");
        assertThat(option.out()).isEmpty();
        assertThat(shell.runBare("improt").err()).contains("import");
        assertThat(shell.runBare("improt").code()).isEqualTo(2);
        assertThat(shell.runBare().code()).isEqualTo(2);
        assertThat(shell.heed("suppression").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "imprt x -> there is no command \"imprt\". Did you mean import?",
                "suppression exprt -> there is no command \"exprt\". Did you mean export?",
                "suppression zzz -> there is no command \"zzz\"",
                "runs --stor x -> there is no option --stor. Did you mean --store?",
                "runs --stor=x -> there is no option --stor. Did you mean --store?",
                "--store x runs -> the option --store follows the command: heed COMMAND --store",
                "runs x -> the argument \"x\" is one too many",
                "undo x -> \"x\" is not a run number",
                "undo 99999999999999999999 -> \"99999999999999999999\" is too large",
                "run d.json --confirm abc -> --confirm takes a whole number, not \"abc\"",
                "preview d.json --sample 1.5 -> --sample takes a whole number, not \"1.5\"",
                "sends --run 99999999999999999999 -> --run: \"99999999999999999999\" is too large",
                "run -> FILE is missing",
                "suppression add -> --reason TEXT and ADDRESS are missing",
                "explain d.json --prospect -> --prospect needs a value: --prospect ID|EMAIL",
                "runs --store --json=5 -> --store needs a value: --store FILE|URL",
                "runs --json=5 -> --json takes no value",
                "runs --store x --store y -> --store is given more than once",
                "runs --store postgres://h/d -> --store: an address of a database begins with postgresql://, not with"
                        + " postgres://"
            },
            quoteCharacter = '`')
    void a_usage_error_is_reported_in_the_words_of_the_help(String command, String message) {
        CommandResult result = shell.runBare((Object[]) command.split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: " + message + "\nFor help: heed ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "unsubscribe ann@example.com -> heed set --prospect ann@example.com 'Email Opt Out=Yes' --reason asked",
                "opt-out ann@example.com --account acme -> heed set --prospect ann@example.com 'Email Opt Out=Yes' --reason"
                        + " asked --account acme",
                "block -> heed suppression add EMAIL --reason asked",
                "send news.json -> heed run news.json",
                "status -> heed runs"
            },
            quoteCharacter = '`')
    void a_common_word_that_is_no_command_suggests_the_command_that_is_meant(String typed, String suggestion) {
        CommandResult result = shell.runBare((Object[]) typed.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Did you mean `" + suggestion + "`?");
    }

    @Test
    void help_of_an_unknown_command_reports_the_command() {
        assertThat(shell.runBare("improt", "--help").code()).isEqualTo(2);
        assertThat(shell.runBare("improt", "--help").err()).contains("no command \"improt\"");
    }

    @Test
    void a_mistyped_command_or_common_word_has_a_suggestion() {
        assertThat(shell.runBare("sned", "news.json").err()).contains("Did you mean `heed run news.json` or sends?");
        assertThat(shell.runBare("shwo", "2").err()).contains("Did you mean show?");
        assertThat(shell.runBare("unsubscrbe", "ann@example.com").err())
                .contains("Did you mean `heed set --prospect ann@example.com 'Email Opt Out=Yes' --reason asked`?");
        assertThat(shell.runBare("xyzzy").err()).doesNotContain("Did you mean");
    }

    @Test
    void help_is_a_command_too() {
        assertThat(shell.runBare("help")).isEqualTo(shell.runBare("--help"));
        assertThat(shell.runBare("help", "run")).isEqualTo(shell.runBare("run", "--help"));
        assertThat(shell.runBare("help", "suppression", "add"))
                .isEqualTo(shell.runBare("suppression", "add", "--help"));
        assertThat(shell.runBare("help", "improt").err()).startsWith("error: there is no command \"improt\"");
    }

    @Test
    void a_port_out_of_range_is_an_invalid_argument() {
        CommandResult result = shell.heed("listen", "--port", "99999");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("error: --port must be from 0 to 65535, not 99999\n");
    }

    @Test
    void a_field_that_does_not_exist_or_exists_already_is_refused_with_the_way_out() {
        Path file = shell.file("f.csv", "Email,Umsatz\nann@example.com,5\n");
        assertThat(shell.heed("import", file, "--map", "Umsatz=Revenue").err())
                .startsWith(
                        "error: --map \"Umsatz=Revenue\": there is no field \"Revenue\"; the standard fields are Id,"
                                + " Email, ")
                .endsWith(" Email Opt Out, Bounced; `heed fields add Revenue --type TYPE --store " + shell.store()
                        + "` adds one\n");
        shell.runJson("fields", "add", "Renewal Date", "--type", "date");
        assertThat(shell.heed("import", file, "--map", "Umsatz=Revenue").err())
                .isEqualTo("error: --map \"Umsatz=Revenue\": there is no field \"Revenue\"; `heed fields --store "
                        + shell.store()
                        + "` lists the fields; `heed fields add Revenue --type TYPE --store " + shell.store()
                        + "` adds one\n");
        assertThat(shell.heed("fields", "add", "Renewal-Date", "--type", "date").err())
                .isEqualTo("error: the label \"Renewal-Date\" gives the API name \"renewalDate\", which is taken by the"
                        + " field Renewal Date\n");
    }

    @Test
    void a_store_that_cannot_be_one_is_refused_with_the_reason() {
        assertThat(shell.runBare("runs", "--store", "").err()).startsWith("error: --store is empty; name a file");
        Path empty = shell.file("empty.db", "");
        assertThat(shell.runBare("runs", "--store", empty).err())
                .isEqualTo("error: " + empty + " is not a store: the file is empty\n");
        assertThat(shell.runBare("runs", "--store", "postgresql://ann:sesame@localhost/db")
                        .err())
                .contains("set the environment variable HEED_STORE_PASSWORD")
                .doesNotContain("sesame");
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

    @Test
    void the_address_of_a_database_with_the_other_scheme_is_corrected() {
        CommandResult result = shell.runBare("runs", "--store", "postgres://heed@db.example.com/heed");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("begins with postgresql://");
    }
}
