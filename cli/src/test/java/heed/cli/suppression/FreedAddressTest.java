package heed.cli.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.model.testing.Promise;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every command that frees an address for mail says so. */
@Promise(11)
class FreedAddressTest {
    private static final String FREED =
            "1 address can be mailed again, because nothing suppresses it any more: bob@example.com";
    private static final String CLEAR = """
            { "id": "clear", "name": "Clear", "who": { "field": "Email Opt Out", "operator": "equals", "value": true },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": %s } ],
              "run": { "mode": "once" } }
            """;

    private TestShell shell;

    @BeforeEach
    void open(@TempDir Path folder) {
        shell = new TestShell(folder);
        shell.runJson("import", shell.file("bob.csv", "Id,Email,Email Opt Out\nB,bob@example.com,Yes\n"));
    }

    private static void requireFreed(JsonNode answer) {
        assertThat(answer.get("mailableAgain").get("count").asInt()).isEqualTo(1);
        assertThat(answer.get("mailableAgain").get("addresses").get(0).asString())
                .isEqualTo("bob@example.com");
    }

    @Test
    void a_changed_a_cleared_address_and_a_cleared_flag() {
        assertThat(shell.heed("set", "--prospect", "B", "Email=new@example.com", "--reason", "moved")
                        .out())
                .contains(FREED);
        shell.heed("set", "--prospect", "B", "Email=bob@example.com", "--reason", "back");
        requireFreed(shell.runJson("set", "--prospect", "B", "Email=", "--reason", "unknown"));
        shell.heed("set", "--prospect", "B", "Email=bob@example.com", "--reason", "back");
        requireFreed(shell.runJson("set", "--prospect", "B", "Email Opt Out=No", "--reason", "signed up"));
        assertThat(shell.heed("set", "--prospect", "B", "City=Bern", "--reason", "by phone")
                        .out())
                .doesNotContain("mailed again");
    }

    @Test
    void an_import_that_may_clear_flags() {
        Path file = shell.file("again.csv", "Id,Email,Email Opt Out\nB,bob@example.com,No\n");
        assertThat(shell.heed("import", file).out()).doesNotContain("mailed again");
        assertThat(shell.heed("import", file, "--allow-clearing-flags").out()).contains(FREED);
    }

    @Test
    void a_run_that_clears_the_field_and_the_undo_of_one_that_set_it() {
        requireFreed(shell.runJson("run", shell.file("clear.json", CLEAR.formatted("false")), "--confirm", 1));
        requireNothingFreed(shell.runJson("undo", 2));
        shell.heed("set", "--prospect", "B", "Email Opt Out=No", "--reason", "signed up");
        shell.runJson(
                "run",
                shell.file(
                        "set.json",
                        CLEAR.formatted("true")
                                .replace("\"clear\"", "\"set\"")
                                .replace("\"equals\", \"value\": true", "\"equals\", \"value\": false")),
                "--confirm",
                1);
        requireFreed(shell.runJson("undo", 3, "--preview"));
        assertThat(shell.heed("undo", 3, "--preview").out())
                .contains("1 address could be mailed again then, because nothing would suppress it any more:"
                        + " bob@example.com");
        assertThat(shell.heed("undo", 3).out()).contains(FREED);
    }

    private static void requireNothingFreed(JsonNode answer) {
        assertThat(answer.get("mailableAgain").get("count").asInt()).isZero();
    }

    @Test
    void a_removal_from_the_list() {
        shell.heed("set", "--prospect", "B", "Email Opt Out=No", "--reason", "signed up");
        shell.heed("suppression", "add", "bob@example.com", "--reason", "asked");
        requireFreed(shell.runJson("suppression", "remove", "bob@example.com", "--reason", "asked again"));
    }

    @Test
    void the_removal_of_a_domain() {
        shell.heed("set", "--prospect", "B", "Email Opt Out=No", "--reason", "signed up");
        shell.runJson("suppression", "add", "@example.com", "--reason", "a letter");
        requireFreed(shell.runJson("suppression", "remove", "@example.com", "--reason", "peace"));
        shell.runJson("suppression", "add", "@example.com", "--reason", "a letter");
        assertThat(shell.heed("suppression", "remove", "@example.com", "bob@example.com", "--reason", "peace")
                        .code())
                .as("bob has no entry of his own")
                .isEqualTo(2);
        shell.runJson("suppression", "add", "bob@example.com", "--reason", "a mail");
        requireNothingFreed(shell.runJson("suppression", "remove", "@example.com", "--reason", "peace"));
    }
}
