package heed.cli.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Domains on the suppression list, from the command that adds them to the mail that they stop. */
class SuppressedDomainsTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void importProspects() {
        shell = new TestShell(folder);
        shell.runJson("import", shell.file("people.csv", """
                        Id,Email
                        A,ann@acme.example
                        B,bob@mail.acme.example
                        C,carl@other.example
                        """));
    }

    @Test
    void a_domain_is_added_listed_exported_and_removed() {
        CommandResult added = shell.heed(
                "suppression", "add", "*@ACME.example", "@*.acme.example", "eve@example.com", "--reason", "a letter");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out()).isEqualTo("Added 1 address and 2 domains to the suppression list.\n");
        assertThat(shell.heed("suppression", "add", "@acme.example", "--reason", "again")
                        .err())
                .contains("@acme.example is already on the suppression list");
        CommandResult list = shell.heed("suppression", "list");
        assertThat(list.out().lines())
                .anySatisfy(row -> assertThat(row)
                        .startsWith("@acme.example ")
                        .contains("Domain on the suppression list", "listed by mira: a letter"));
        assertThat(list.err()).contains("1 address and 2 domains suppressed");
        JsonNode json = shell.runJson("suppression", "list");
        assertThat(json.get("count").asInt()).isEqualTo(1);
        assertThat(json.get("domainCount").asInt()).isEqualTo(2);
        assertThat(json.at("/domains/1/domain").asString()).isEqualTo("@acme.example");
        assertThat(json.at("/domains/1/reason").asString()).isEqualTo("a letter");
        assertThat(shell.heed("suppression", "export").out()).isEqualTo("""
                        Address,Reason,Since,Source,Prospect
                        '@*.acme.example,Domain on the suppression list,2026-03-01T12:00:00Z,listed by mira: a letter,
                        '@acme.example,Domain on the suppression list,2026-03-01T12:00:00Z,listed by mira: a letter,
                        eve@example.com,On the suppression list,2026-03-01T12:00:00Z,listed by mira: a letter,
                        """);
        assertThat(shell.heed("suppression", "export", shell.file("out.csv")).out())
                .startsWith("Exported 1 address and 2 domains to ");
        assertThat(shell.heed("suppression", "history", "@acme.example").out())
                .startsWith("@acme.example is suppressed.")
                .contains("added", "a letter");
        CommandResult removed =
                shell.heed("suppression", "remove", "@acme.example", "@*.acme.example", "--reason", "peace");
        assertThat(removed.out())
                .isEqualTo("Removed 2 domains from the suppression list.\n"
                        + "2 addresses can be mailed again, because nothing suppresses them any more:"
                        + " ann@acme.example, bob@mail.acme.example\n");
        assertThat(shell.heed("suppression", "history", "*@acme.example").out())
                .startsWith("@acme.example is not suppressed.")
                .contains("removed", "peace");
        CommandResult again = shell.heed("suppression", "remove", "@acme.example", "--reason", "peace");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("@acme.example is not on the suppression list");
    }

    @Promise(1)
    @Test
    void an_address_of_the_domain_is_suppressed_and_its_history_says_by_what() {
        shell.runJson("suppression", "add", "@acme.example", "--reason", "a letter");
        JsonNode suppression = shell.runJson("suppression", "history", "ann@acme.example")
                .get("suppressions")
                .get(0);
        assertThat(suppression.get("reason").asString()).isEqualTo("Domain on the suppression list");
        assertThat(suppression.at("/source/kind").asString()).isEqualTo("listed domain");
        assertThat(suppression.at("/source/domain").asString()).isEqualTo("@acme.example");
        assertThat(shell.heed("suppression", "history", "ann@acme.example").out())
                .startsWith("ann@acme.example is suppressed.")
                .contains("@acme.example, listed by mira: a letter");
        assertThat(shell.heed("suppression", "history", "bob@mail.acme.example").out())
                .startsWith("bob@mail.acme.example is not suppressed.");
        CommandResult refused = shell.heed("suppression", "remove", "ann@acme.example", "--reason", "x");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains("or by a domain", "heed suppression remove @acme.example --reason x", "nothing was changed");
    }

    @Promise({1, 5})
    @Test
    void preview_and_explain_tell_that_the_domain_stops_the_mail() {
        shell.runJson("suppression", "add", "@*.acme.example", "--reason", "a letter");
        Path news = shell.file("news.json", """
                { "id": "news", "name": "News", "who": { "all": [] },
                  "actions": [ { "action": "send-email", "subject": "News", "text": "Hello {{unsubscribeUrl}}" } ],
                  "run": { "mode": "once" } }
                """);
        assertThat(shell.heed("preview", news).out()).contains("Domain on the suppression list");
        CommandResult explained = shell.heed("explain", news, "--prospect", "B");
        assertThat(explained.out()).as(explained.err()).contains("Domain on the suppression list");
    }

    @Test
    void a_misspelled_address_is_never_taken_for_its_domain() {
        for (String text : new String[] {"john @acme.example", "\"john doe\"@acme.example", "@example", "@*.com"}) {
            CommandResult answer = shell.heed("suppression", "add", text, "--reason", "x");
            assertThat(answer.code()).as(text).isEqualTo(2);
            assertThat(answer.err()).contains("nothing was changed");
        }
        assertThat(shell.runJson("suppression", "list").get("domainCount").asInt())
                .isZero();
    }

    @Test
    void an_argument_can_have_several_addresses_in_any_form() {
        CommandResult answer = shell.heed(
                "suppression",
                "add",
                "Ann <ann@example.com>; \"Doe, Jane\" <jane@example.com>",
                "mailto:bob%40example.com?subject=x",
                "carl@example.com.",
                "--reason",
                "x");
        assertThat(answer.out()).isEqualTo("Added 4 addresses to the suppression list.\n");
    }
}
