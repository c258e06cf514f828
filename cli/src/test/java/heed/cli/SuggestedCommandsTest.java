package heed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that messages suggest act on the same store and account, and are accepted when they are pasted. */
class SuggestedCommandsTest {
    private static final String PEOPLE = """
            Id,Email,Country,Email Opt Out
            O'H 1,ann@example.com,Germany,No
            H2,bob@example.com,Canada,No
            H3,cay@example.com,Peru,Yes
            """;
    private static final String MOVE = """
            { "id": "%1$s", "name": "%1$s", "who": %2$s,
              "actions": [ { "action": "set-field", "field": "City", "value": "Bern" } ],
              "run": { "mode": "once" } }
            """;
    private static final String MAILING = """
            { "id": "news", "name": "News", "who": { "field": "Id", "operator": "equals", "value": "H2" },
              "actions": [ { "action": "send-email", "subject": "News",
                             "html": "<p>News. <a href=\\"{{unsubscribeUrl}}\\">Stop</a></p>",
                             "text": "News. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    @TempDir
    private Path folder;

    private TestShell shell;
    private Path store;
    private Path mail;

    @BeforeEach
    void importPeople() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("odd dir's"));
        shell = new TestShell(odd);
        store = odd.resolve("x.db");
        mail = shell.file("mail.json", """
                { "smtp": { "host": "127.0.0.1", "port": 1, "security": "none" }, "from": "News <news@example.com>",
                  "bounces": "bounces@example.com", "publicUrl": "https://mail.example.com/" }
                """);
        assertThat(heed("import", shell.file("people.csv", PEOPLE), "--new-store")
                        .code())
                .isZero();
    }

    /** Runs a command on the store and account of this test. */
    private CommandResult heed(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--store", store, "--account", "acme"));
        return shell.runBare(all.toArray());
    }

    private static List<String> suggestions(CommandResult result) {
        return Suggestions.of(result.out() + result.err());
    }

    private CommandResult paste(String suggestion) {
        List<String> words = Suggestions.shellWords(suggestion);
        assertThat(words).startsWith("heed").containsSequence("--store", store.toString());
        assertThat(words).containsSequence("--account", "acme");
        return shell.runBare(words.subList(1, words.size()).toArray());
    }

    /** Pastes the only suggestion of a result; it must succeed. */
    private CommandResult pasteOnly(CommandResult result) {
        assertThat(suggestions(result)).hasSize(1);
        CommandResult pasted = paste(suggestions(result).get(0));
        assertThat(pasted.code()).as(pasted.err()).isZero();
        return pasted;
    }

    private Path automation(String id, String criteria) {
        return shell.file(id + ".json", MOVE.formatted(id, criteria));
    }

    @Test
    void a_preview_suggests_a_run_that_is_not_refused() {
        Path few = automation("few", "{ \"field\": \"Id\", \"operator\": \"equals\", \"value\": \"H2\" }");
        assertThat(suggestions(heed("preview", few)).get(0))
                .doesNotContain("--confirm")
                .doesNotContain("--again");
        pasteOnly(heed("preview", few));

        CommandResult again = heed("preview", few);
        assertThat(suggestions(again).get(0)).contains(" --again ");
        pasteOnly(again);

        Path most = automation("most", "{ \"field\": \"Id\", \"operator\": \"is-not-empty\" }");
        CommandResult planned = heed("preview", most, "--plan", shell.file("a plan"));
        assertThat(suggestions(planned).get(0)).contains(" --plan ").contains(" --confirm 3 ");
        pasteOnly(planned);

        CommandResult everyone = heed("preview", automation("everyone", "{ \"all\": [] }"));
        assertThat(suggestions(everyone).get(0)).contains(" --confirm 3 ");
        pasteOnly(everyone);
    }

    @Test
    void a_refused_run_suggests_the_same_command_with_the_option_that_lets_it_pass() {
        Path everyone = automation("everyone", "{ \"all\": [] }");
        Path plan = shell.file("a plan");
        heed("preview", everyone, "--plan", plan);
        CommandResult refused = heed("run", everyone, "--plan", plan, "--confirm", 2);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(suggestions(refused).get(0)).contains(" --plan ").contains(" --confirm 3 ");
        pasteOnly(refused);

        CommandResult second = heed("run", everyone, "--confirm", 3);
        assertThat(second.code()).isEqualTo(3);
        pasteOnly(second);
    }

    @Test
    void a_suggestion_repeats_each_use_of_a_repeated_option_once() {
        Path file = shell.file("more.csv", "Id,Email,Stadt,Land X\nM1,mia@example.com,Bern,Peru\n");
        CommandResult preview =
                heed("import", file, "--preview", "--map", "Stadt=City", "--map", "Land X=Country", "--ignore", "Id");
        List<String> pasted = suggestions(preview);
        assertThat(pasted).as(preview.err()).hasSize(1);
        assertThat(pasted.get(0)).containsOnlyOnce("Stadt=City").containsOnlyOnce("Land X=Country");
        assertThat(paste(pasted.get(0)).code()).isZero();
    }

    @Test
    void a_run_suggests_commands_that_show_and_undo_it() {
        CommandResult run = heed("run", automation("everyone", "{ \"all\": [] }"), "--confirm", 3);
        assertThat(suggestions(run)).hasSize(2);
        assertThat(paste(suggestions(run).get(0)).out()).contains("Run 2, finished");
        pasteOnly(heed("undo", 2, "--preview"));
        assertThat(paste(suggestions(run).get(1)).code()).isEqualTo(3);
    }

    @Test
    void commands_about_mail_repeat_the_mail_settings() {
        shell.advanceAtEachCheck(Duration.ofSeconds(5)); // The relay cannot be reached.
        CommandResult run = heed("run", shell.file("news.json", MAILING), "--mail", mail);
        assertThat(suggestions(run)).hasSize(4);
        assertThat(suggestions(run))
                .filteredOn(command -> command.contains("--mail"))
                .hasSize(2);
        assertThat(paste(suggestions(run).get(0)).code()).isZero();
        assertThat(paste(suggestions(run).get(1)).out()).contains("bob@example.com");
        assertThat(suggestions(run).get(3)).startsWith("heed deliver ");
        assertThat(heed("pause", 2).code()).isZero();
        assertThat(suggestions(heed("deliver", "--mail", mail))).allMatch(command -> command.contains(" --mail "));
        assertThat(paste(suggestions(run).get(2)).out()).contains("Run 2 is undone");

        CommandResult pause = heed("pause", 2);
        assertThat(pause.code()).isZero();
        assertThat(pause.out()).contains("Run 2 is undone").contains("nothing to pause");
    }

    @Test
    void a_list_that_was_cut_suggests_the_command_that_continues_it() {
        shell.advanceAtEachCheck(Duration.ofSeconds(5)); // The relay cannot be reached.
        heed("run", automation("everyone", "{ \"all\": [] }"), "--confirm", 3);
        CommandResult run = heed(
                "run",
                shell.file("all.json", MAILING.replaceAll("\\{ \"field.*?\\}", "{ \"all\": [] }")),
                "--confirm",
                3,
                "--mail",
                mail);
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        CommandResult first = heed("sends", "--run", 3, "--limit", 1);
        assertThat(first.out()).contains("ann@example.com").doesNotContain("bob@example.com");
        CommandResult next = pasteOnly(first);
        assertThat(next.out()).contains("bob@example.com").doesNotContain("ann@example.com");
        assertThat(suggestions(next).get(0)).containsOnlyOnce("--after");
    }

    @Test
    void a_refused_removal_suggests_how_to_clear_the_flag() {
        heed("set", "--prospect", "O'H 1", "Email Opt Out=Yes", "--reason", "by phone");
        CommandResult refused = heed("suppression", "remove", "ann@example.com", "--reason", "asked for mail");
        assertThat(refused.code()).isEqualTo(3);
        pasteOnly(refused);
        assertThat(heed("suppression", "list").out()).doesNotContain("ann@example.com");
    }

    @Test
    void other_commands_suggest_commands_that_are_accepted() {
        shell.clock().advance(Duration.ofDays(100));
        heed("set", "--prospect", "H2", "City=Ulm", "--reason", "moved");
        shell.clock().advance(Duration.ofDays(100));
        pasteOnly(heed("retention", "--facts-before", "2026-08-01"));
        pasteOnly(heed("pause", 99));
        pasteOnly(heed("fields", "nothing like this"));
        pasteOnly(heed("bounces", "show", 99));
        pasteOnly(heed("bounces", "confirm", 99));
        pasteOnly(heed(
                "import",
                shell.file("more.csv", "Id,Email,Shoe\nH4,dan@example.com,44\n"),
                "--time-zone",
                "Asia/Tokyo"));
        assertThat(heed("fields", "add", "Renewal Date", "--type", "date").code())
                .isZero();
        CommandResult unknown = heed("set", "--prospect", "H2", "Shoe Size=44", "--reason", "asked");
        assertThat(suggestions(unknown)).hasSize(2);
        assertThat(paste(suggestions(unknown).get(0)).out()).contains("Renewal Date");
        assertThat(paste(suggestions(unknown).get(1).replace("TYPE", "number")).out())
                .contains("\"Shoe Size\"");
    }

    @Test
    void a_common_word_that_is_no_command_suggests_a_command_that_works() {
        pasteOnly(heed("unsubscribe", "ann@example.com"));
        assertThat(heed("suppression", "list").out()).contains("ann@example.com");
        pasteOnly(heed("resubscribe", "ann@example.com"));
        assertThat(heed("suppression", "list").out()).doesNotContain("ann@example.com");
        pasteOnly(heed("block", "bob@example.com"));
        assertThat(heed("suppression", "list").out()).contains("bob@example.com");
    }

    @Test
    void without_a_store_an_unknown_field_is_answered_with_the_standard_fields() {
        Path people = shell.file("people.csv", PEOPLE);
        CommandResult refused = shell.heed("import", people, "--map", "Country=Revenue");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("the standard fields are Id, Email, ")
                .doesNotContain("`heed fields --store");
        assertThat(shell.heed("runs").err())
                .contains("`heed import FILE --new-store --store '"
                        + shell.store().toString().replace("'", "'\\''") + "'`");
    }
}
