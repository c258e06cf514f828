package heed.cli.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AccountsRemoveCommandTest {
    private TestShell shell;

    @BeforeEach
    void addAccounts(@TempDir Path folder) {
        shell = new TestShell(folder);
        shell.runJson("import", shell.file("ann.csv", "Id,Email,Email Opt Out\nA,ann@example.com,Yes\n"));
        shell.runJson("accounts", "add", "acme", "--time-zone", "UTC");
        shell.runJson(
                "import",
                "--account",
                "acme",
                shell.file("bob.csv", "Id,Email,Email Opt Out\nB,bob@example.com,Yes\nC,carl@example.com,No\n"));
        shell.runJson("forget", "dora@example.com", "--reason", "asked", "--account", "acme");
    }

    @Test
    void without_its_name_again_nothing_is_removed_and_the_answer_says_what_would_go() {
        CommandResult refused = shell.heed("accounts", "remove", "acme");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains(
                        "2 prospects",
                        "1 run",
                        "1 suppressed address,",
                        "1 address of erased people",
                        "heed suppression export FILE",
                        "--account acme",
                        "heed accounts remove acme --confirm acme");
        assertThat(shell.heed("accounts", "remove", "acme", "--confirm", "default")
                        .code())
                .isEqualTo(3);
        assertThat(shell.runJson("export", "--account", "acme").get("prospects"))
                .hasSize(2);
    }

    @Test
    void a_confirmed_removal_leaves_the_other_account_as_it_is() {
        CommandResult removed = shell.heed("accounts", "remove", "acme", "--confirm", "acme");
        assertThat(removed.code()).as(removed.err()).isZero();
        assertThat(removed.out()).startsWith("Removed the account \"acme\" with 2 prospects");
        JsonNode accounts = shell.runJson("accounts").get("accounts");
        assertThat(accounts).hasSize(1);
        assertThat(accounts.get(0).get("name").asString()).isEqualTo("default");
        assertThat(shell.heed("suppression", "list").out()).contains("ann@example.com");
        assertThat(shell.heed("accounts", "remove", "acme", "--confirm", "acme").code())
                .isEqualTo(2);
        assertThat(shell.heed("doctor").code()).isZero();
    }

    @Test
    void a_stopped_removal_says_how_it_goes_on() {
        shell.stopAfterChecks(6);
        CommandResult stopped = shell.heed("accounts", "remove", "acme", "--confirm", "acme");
        shell.clearStop();
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.err()).contains("nobody can use it", "heed accounts remove acme --confirm acme");
        assertThat(shell.heed("accounts").err()).contains("\"acme\" is being removed");
        CommandResult used = shell.heed("export", "--account", "acme");
        assertThat(used.code()).isEqualTo(3);
        assertThat(used.err()).contains("is being removed", "heed accounts remove acme --confirm acme");
        assertThat(shell.heed("accounts", "add", "acme").err()).contains("is being removed");
        assertThat(shell.heed("doctor").code()).isZero();
        assertThat(shell.heed("accounts", "remove", "acme", "--confirm", "acme").code())
                .isZero();
        assertThat(shell.heed("accounts", "add", "acme").code()).isZero();
        assertThat(shell.runJson("export", "--account", "acme").get("prospects"))
                .isEmpty();
    }
}
