package heed.cli.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SuppressionEditingTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void importProspects() {
        shell = new TestShell(folder);
        shell.runJson("import", shell.file("people.csv", """
                        Id,Email,Email Opt Out,Bounced
                        A,ann@example.com,Yes,No
                        B B,bob@example.com,No,Yes
                        C,carl@example.com,No,No
                        """));
        shell.clock().advance(Duration.ofHours(1));
    }

    private List<String> reasons(String address) {
        return shell.runJson("suppression", "history", address)
                .get("suppressions")
                .valueStream()
                .map(suppression -> suppression.get("reason").asString())
                .toList();
    }

    @Test
    void an_added_address_is_listed_with_who_added_it_why_and_since_when() {
        CommandResult answer =
                shell.heed("suppression", "add", " New@Example.COM", "carl@example.com", "--reason", "a letter");
        assertThat(answer.code()).isZero();
        assertThat(answer.out()).isEqualTo("Added 2 addresses to the suppression list.\n");
        assertThat(shell.heed("suppression", "list").out().lines())
                .hasSize(5)
                .anySatisfy(row -> assertThat(row)
                        .startsWith("new@example.com")
                        .contains("On the suppression list", "listed by mira: a letter", "2026-03-01 14:00:00"));
        JsonNode list = shell.runJson("suppression", "list");
        assertThat(list.get("count").asInt()).isEqualTo(4);
        JsonNode source = list.get("addresses").get(3).at("/suppressions/0/source");
        assertThat(source.get("kind").asString()).isEqualTo("listed address");
        assertThat(source.get("actor").asString()).isEqualTo("mira");
        assertThat(source.get("reason").asString()).isEqualTo("a letter");
        CommandResult again = shell.heed("suppression", "add", "new@example.com", "--reason", "again");
        assertThat(again.out()).isEqualTo("Added 0 addresses to the suppression list.\n");
        assertThat(again.err()).contains("new@example.com is already on the suppression list");
    }

    @Test
    void an_invalid_address_is_reported_and_nothing_is_changed() {
        CommandResult answer = shell.heed("suppression", "add", "eve@example.com", "nobody", "a@b", "--reason", "x");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("\"nobody\"", "\"a@b\"", "such as ann@example.com", "nothing was changed");
        assertThat(reasons("eve@example.com")).isEmpty();
        for (String command : List.of("add", "remove")) {
            assertThat(shell.heed("suppression", command, "eve@example.com").code())
                    .isEqualTo(2);
            assertThat(shell.heed("suppression", command, "eve@example.com", "--reason", " ")
                            .code())
                    .isEqualTo(2);
            assertThat(shell.heed("suppression", command, "--reason", "x").code())
                    .isEqualTo(2);
        }
        CommandResult withoutSubcommand = shell.heed("suppression");
        assertThat(withoutSubcommand.code()).isEqualTo(2);
        assertThat(withoutSubcommand.err()).contains("list, add, remove, import, export or history");
    }

    @Test
    void the_history_shows_the_addition_and_the_removal_with_their_reasons() {
        shell.runJson("suppression", "add", "eve@example.com", "--reason", "a letter");
        shell.clock().advance(Duration.ofHours(1));
        CommandResult answer = shell.heed("suppression", "remove", "eve@example.com", "--reason", "signed up again");
        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .isEqualTo("Removed 1 address from the suppression list.\n"
                        + "1 address can be mailed again, because nothing suppresses it any more: eve@example.com\n");
        assertThat(shell.heed("suppression", "history", "Eve@example.com").out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("eve@example.com is not suppressed. Times are in Europe/Berlin."),
                        line -> assertThat(line).startsWith("When"),
                        line -> assertThat(line)
                                .contains("2026-03-01 14:00:00", "added", "mira, suppression list", "a letter"),
                        line -> assertThat(line).contains("2026-03-01 15:00:00", "removed", "mira", "signed up again"));
        JsonNode listings =
                shell.runJson("suppression", "history", "eve@example.com").get("listings");
        assertThat(listings.get(1).get("listed").asBoolean()).isFalse();
        assertThat(listings.get(1).get("at").asString()).isEqualTo("2026-03-01T14:00:00Z");
        CommandResult again = shell.heed("suppression", "remove", "eve@example.com", "--reason", "x");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("eve@example.com is not on the suppression list");
    }

    @Promise(3)
    @Test
    void an_address_suppressed_by_a_flag_is_not_removed_and_the_message_shows_how_to_clear_it() {
        shell.runJson("suppression", "add", "eve@example.com", "--reason", "a letter");
        CommandResult answer = shell.heed(
                "suppression", "remove", "eve@example.com", "ann@example.com", "bob@example.com", "--reason", "x");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
                .contains("2 addresses are suppressed by flags of prospects", "nothing was changed")
                .contains("ann@example.com is suppressed by Email Opt Out of prospect A;")
                .contains("heed set --prospect A 'Email Opt Out=No' --reason")
                .contains("heed set --prospect 'B B' Bounced=No --reason");
        assertThat(reasons("eve@example.com")).containsExactly("On the suppression list");
        assertThat(shell.heed("suppression", "remove", "ann@example.com", "--reason", "x", "--json")
                        .json()
                        .at("/error/code")
                        .asString())
                .isEqualTo("suppressed-by-flag");
    }

    @Promise(3)
    @Test
    void a_removal_reports_the_flag_that_still_suppresses_the_address() {
        shell.runJson("suppression", "add", "ann@example.com", "--reason", "a letter");
        assertThat(reasons("ann@example.com")).containsExactly("On the suppression list", "Email Opt Out");
        CommandResult answer = shell.heed("suppression", "remove", "ann@example.com", "--reason", "a mistake");
        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .startsWith("Removed 1 address from the suppression list.\n")
                .contains("Still suppressed: ann@example.com is suppressed by Email Opt Out of prospect A;")
                .contains("heed set --prospect A 'Email Opt Out=No' --reason");
        assertThat(reasons("ann@example.com")).containsExactly("Email Opt Out");
        shell.runJson("suppression", "add", "ann@example.com", "--reason", "a letter");
        JsonNode still = shell.runJson("suppression", "remove", "ann@example.com", "--reason", "a mistake")
                .get("stillSuppressed");
        assertThat(still.get(0).at("/suppressions/0/source/id").asString()).isEqualTo("A");
    }

    @Test
    void an_address_that_never_was_suppressed_has_a_history_of_one_sentence() {
        assertThat(shell.heed("suppression", "history", "nobody@example.com").out())
                .isEqualTo("nobody@example.com is not suppressed.\n");
    }

    @Test
    void a_bounce_of_a_former_holder_is_reported_with_what_ends_it() {
        shell.runJson("set", "--prospect", "B B", "Email=new@example.com", "--reason", "new job");
        CommandResult withoutHolder = shell.heed("suppression", "remove", "bob@example.com", "--reason", "x");
        assertThat(withoutHolder.code()).isEqualTo(3);
        assertThat(withoutHolder.err())
                .contains(
                        "Bounced of prospect B B, who had the address; to end this, clear Bounced for a prospect who has the address");
        shell.runJson("import", shell.file("d.csv", "Id,Email\nD,bob@example.com\n"));
        assertThat(shell.heed("suppression", "remove", "bob@example.com", "--reason", "x")
                        .err())
                .contains("heed set --prospect D Bounced=No ");
    }

    @Promise(10)
    @Test
    void a_reason_never_controls_a_terminal_or_runs_in_a_spreadsheet() {
        shell.runJson("suppression", "add", "=1+1@example.com", "--reason", "\u001b[2J=1+1\nnew line");
        assertThat(shell.heed("suppression", "list").out())
                .doesNotContain("\u001b")
                .contains("=1+1@example.com");
        assertThat(shell.heed("suppression", "history", "=1+1@example.com").out())
                .doesNotContain("\u001b");
        assertThat(shell.heed("suppression", "export").out()).contains("\n'=1+1@example.com,");
    }

    @Test
    void an_account_has_a_list_of_its_own() {
        shell.runJson("accounts", "add", "other");
        shell.runJson("suppression", "add", "eve@example.com", "--reason", "x", "--account", "other");
        assertThat(reasons("eve@example.com")).isEmpty();
        assertThat(shell.heed("suppression", "remove", "eve@example.com", "--reason", "x")
                        .code())
                .isEqualTo(2);
    }
}
