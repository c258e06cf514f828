package heed.cli.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AccountsCommandTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    @Promise(9)
    @Test
    void nothing_in_one_account_is_visible_in_another() {
        shell.runJson(
                "import", shell.file("1.csv", "Id,Email,Email Opt Out\nA,ann@example.com,Yes\n"), "--account", "one");
        shell.runJson("import", shell.file("2.csv", "Id,Email\nB,ann@example.com\n"), "--account", "two");
        shell.runJson("fields", "add", "Shoe Size", "--type", "number", "--account", "one");
        assertThat(shell.heed("export", "--account", "two").out())
                .doesNotContain("Shoe Size")
                .doesNotContain("A,");
        assertThat(shell.runJson("suppression", "list", "--account", "two")
                        .get("count")
                        .asInt())
                .isZero();
        assertThat(shell.heed("history", "--prospect", "A", "--account", "two").code())
                .isEqualTo(2);
        JsonNode accounts = shell.runJson("accounts").get("accounts");
        assertThat(accounts.valueStream()
                        .map(account -> account.get("name").asString() + " "
                                + account.get("prospects").asInt()))
                .containsExactly("one 1", "two 1");
    }

    @Test
    void an_account_is_created_with_a_time_zone_that_can_be_changed() {
        assertThat(shell.heed("accounts", "add", "acme", "--time-zone", "Asia/Tokyo")
                        .out())
                .contains("\"acme\" with the time zone Asia/Tokyo");
        shell.runJson("accounts", "set", "--account", "acme", "--time-zone", "UTC");
        assertThat(shell.runJson("accounts").at("/accounts/0/timeZone").asString())
                .isEqualTo("UTC");
        assertThat(shell.heed("accounts", "add", "acme").code()).isEqualTo(2);
        CommandResult misspelt = shell.heed("accounts", "set", "--account", "acme", "--time-zone", "Asia/Tokio");
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("Did you mean Asia/Tokyo?");
    }

    @Test
    void a_missing_store_or_account_is_reported_and_not_created() {
        CommandResult noStore = shell.heed("accounts");
        assertThat(noStore.code()).isEqualTo(2);
        assertThat(noStore.err())
                .contains("there is no store at " + shell.store())
                .contains("`heed import FILE --new-store --store " + shell.store() + "` creates one");
        assertThat(shell.store()).doesNotExist();

        shell.runJson("accounts", "add", "acme");
        CommandResult noAccount = shell.heed("export", "--account", "akme");
        assertThat(noAccount.code()).isEqualTo(2);
        assertThat(noAccount.err()).contains("no account \"akme\"").contains("Did you mean \"acme\"?");
        assertThat(shell.runJson("accounts").get("accounts").size()).isEqualTo(1);
    }

    @Test
    void a_file_that_is_not_a_store_is_reported_and_left_unchanged() {
        Path text = shell.file("notes.txt", "not a database, and long enough to be read as one ".repeat(40));
        CommandResult answer = shell.runBare("accounts", "--store", text);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).startsWith("error: ").contains("not a store").doesNotContain("\tat ");
        assertThat(shell.readFile(text)).startsWith("not a database");
    }

    @Test
    void fields_are_found_by_label_and_by_search_words() {
        shell.runJson("fields", "add", "Renewal Date", "--type", "date");
        assertThat(labels("bounced")).containsExactly("Bounced");
        assertThat(labels("opt", "out")).containsExactly("Email Opt Out");
        assertThat(labels("unsubscribe")).containsExactly("Email Opt Out");
        assertThat(labels("renewal")).containsExactly("Renewal Date");
        assertThat(labels()).hasSize(16);
        CommandResult country = shell.heed("fields", "country");
        assertThat(country.out()).contains("Country").contains("Operators: equals, does-not-equal, contains");
        assertThat(shell.heed("fields", "xyzzy").out()).isEmpty();
    }

    private Iterable<String> labels(Object... words) {
        Object[] arguments = new Object[words.length + 1];
        arguments[0] = "fields";
        System.arraycopy(words, 0, arguments, 1, words.length);
        return shell.runJson(arguments)
                .get("fields")
                .valueStream()
                .map(field -> field.get("label").asString())
                .toList();
    }

    @Test
    void a_field_is_added_once_with_a_known_type() {
        JsonNode field = shell.runJson("fields", "add", "Renewal Date", "--type", "DATE");
        assertThat(field.get("apiName").asString()).isEqualTo("renewalDate");
        for (Object[] wrong : new Object[][] {
            {"fields", "add", "renewal date", "--type", "text"},
            {"fields", "add", "Email", "--type", "text"},
            {"fields", "add", " ", "--type", "text"},
            {"fields", "add", "Land", "--type", "country"},
            {"fields", "add", "Size", "--type", "integer"},
            {"fields", "add", "Size"}
        }) {
            assertThat(shell.heed(wrong).code()).as(wrong[2].toString()).isEqualTo(2);
        }
        assertThat(labels()).hasSize(16);
    }

    @Test
    @Promise({1, 2})
    void an_account_chooses_which_addresses_are_one_mailbox() {
        shell.heed("import", shell.file("gmail.csv", """
                Id,Email,Email Opt Out
                G1,ann.b@gmail.com,Yes
                G2,annb+news@googlemail.com,No
                """));
        assertThat(shell.heed("accounts", "set").code()).isEqualTo(2);
        assertThat(shell.heed("accounts", "set", "--mailboxes", "loose").err())
                .contains("--mailboxes must be as-written or as-delivered, not \"loose\"");
        String history =
                shell.heed("suppression", "history", "annb+news@googlemail.com").out();
        assertThat(history).contains("annb+news@googlemail.com is not suppressed");
        assertThat(shell.runJson("accounts", "set", "--mailboxes", "as-delivered")
                        .get("mailboxes")
                        .asString())
                .isEqualTo("as-delivered");
        assertThat(shell.heed("accounts").out()).contains("as-delivered");
        assertThat(shell.heed("suppression", "history", "annb+news@googlemail.com")
                        .out())
                .contains("annb+news@googlemail.com is suppressed")
                .containsPattern("ann.b@gmail.com +Email Opt Out +prospect G1");
    }
}
