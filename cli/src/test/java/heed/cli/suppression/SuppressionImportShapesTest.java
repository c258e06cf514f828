package heed.cli.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Suppression lists in the shapes in which other programs and people keep them. */
class SuppressionImportShapesTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    private List<String> listed() {
        return shell.runJson("suppression", "list")
                .get("addresses")
                .valueStream()
                .map(entry -> entry.get("address").asString())
                .toList();
    }

    private CommandResult importText(String text, Object... options) {
        Object[] command = new Object[options.length + 3];
        command[0] = "suppression";
        command[1] = "import";
        command[2] = shell.file("list.csv", text);
        System.arraycopy(options, 0, command, 3, options.length);
        return shell.heed(command);
    }

    @Promise(1)
    @Test
    void every_address_of_a_line_is_suppressed_in_whatever_form() {
        CommandResult answer = importText("""
                ann@example.com; bob@example.com
                "Doe, Jane" <jane@example.com>
                Carl Smith <carl@example.com>, dan@example.com
                mailto:eve@example.com?subject=unsubscribe
                1. fay@example.com
                • gil@example.com;
                hal@example.com.
                "ivy@example.com"
                """);
        assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
        assertThat(listed())
                .containsExactly(
                        "ann@example.com",
                        "bob@example.com",
                        "carl@example.com",
                        "dan@example.com",
                        "eve@example.com",
                        "fay@example.com",
                        "gil@example.com",
                        "hal@example.com",
                        "ivy@example.com",
                        "jane@example.com");
    }

    @Promise(1)
    @Test
    void the_column_of_the_addresses_is_found_by_its_cells() {
        CommandResult mailchimp = importText("""
                Email Address,First Name,Address,UNSUB_TIME,UNSUB_REASON
                ann@example.com,Ann,"12 Main St, Springfield",2026-01-02 10:00:00,Spammy content
                bob@example.com,Bob,,2026-01-03 10:00:00,N/A (Unsubscribed by an admin)
                """);
        assertThat(mailchimp.code()).as(mailchimp.err()).isZero();
        assertThat(mailchimp.out()).startsWith("Read 2 rows of ").contains("the column Email Address.");
        assertThat(listed()).containsExactly("ann@example.com", "bob@example.com");
        CommandResult several = importText("""
                Work;Private;Notes
                carl@example.com;carl@home.example;talked to boss@example.com
                ;dan@home.example;called twice
                """);
        assertThat(several.code()).as(several.err()).isZero();
        assertThat(listed())
                .contains("carl@example.com", "carl@home.example", "dan@home.example")
                .doesNotContain("boss@example.com");
        CommandResult mapped = importText("Work;Private\nx@example.com;y@example.com\n", "--map", "Private=Email");
        assertThat(mapped.code()).isZero();
        assertThat(listed()).contains("y@example.com").doesNotContain("x@example.com");
    }

    @Promise(1)
    @Test
    void a_domain_in_a_file_suppresses_the_domain_and_is_shown() {
        CommandResult answer = importText("@acme.example\n*@other.example\nann@example.com\nJohn @third.example\n");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out())
                .contains("Every address of these domains is suppressed from now on: @acme.example, @other.example");
        assertThat(shell.readFile(folder.resolve("list.csv.rejects.csv")))
                .contains("4,\"\"\"@third.example\"\" is not an email address");
        JsonNode list = shell.runJson("suppression", "list");
        assertThat(list.get("domainCount").asInt()).isEqualTo(2);
        assertThat(listed()).containsExactly("ann@example.com");
        assertThat(importText("@acme.example\n").out())
                .contains("Already listed")
                .doesNotContain("from now on");
    }

    @Test
    void a_row_without_an_address_is_counted_by_reason_and_ends_in_exit_code_1() {
        String text = "Email,Name\nann@example.com,Ann\nnobody,Bob\ncarl@example.com; d@@x,Carl\n,Dan\n";
        CommandResult answer = importText(text);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(listed()).containsExactly("ann@example.com", "carl@example.com");
        JsonNode json = importText(text, "--json", "--accept-rejects").json();
        assertThat(json.get("rejected").asInt()).isEqualTo(3);
        assertThat(json.get("rejectedByReason").propertyStream().map(entry -> entry.getKey()))
                .containsExactly(
                        "not an email address such as ann@example.com",
                        "a part of the row is not an email address; its addresses are suppressed all the same",
                        "the row has no email address");
        assertThat(importText(text, "--accept-rejects").code()).isZero();
    }

    @Promise(1)
    @Test
    void an_open_quote_loses_no_address_behind_it() {
        CommandResult answer = importText("""
                Email,Note
                ann@example.com,"left open
                bob@example.com,x
                carl@example.com,"closed" again
                dan@example.com,"fine"
                """);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(listed())
                .containsExactly("ann@example.com", "bob@example.com", "carl@example.com", "dan@example.com");
        assertThat(importText("Email,Note\neve@example.com,\"open\nfay@example.com,x\ngil@example.com,\"\n")
                        .code())
                .isEqualTo(1);
        assertThat(listed()).contains("eve@example.com", "fay@example.com", "gil@example.com");
    }

    @Test
    void a_file_with_rows_that_may_be_mailed_is_not_imported_until_it_is_said_what_to_do() {
        String customers = """
                Email,Status
                ann@example.com,unsubscribed
                bob@example.com,subscribed
                carl@example.com,cleaned
                dan@example.com,Subscribed
                """;
        CommandResult answer = importText(customers);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err())
                .contains(
                        "2 of 4 rows say that the person may be mailed, first line 3: Status \"subscribed\"",
                        "--mailable skip",
                        "--mailable suppress");
        assertThat(shell.store()).doesNotExist();
        CommandResult skipped = importText(customers, "--mailable", "skip");
        assertThat(skipped.code()).isZero();
        assertThat(skipped.out().lines())
                .anySatisfy(line -> assertThat(line).matches("Left out +2 +rows that may be mailed"));
        assertThat(listed()).containsExactly("ann@example.com", "carl@example.com");
        assertThat(importText(customers, "--mailable", "suppress").code()).isZero();
        assertThat(listed()).hasSize(4);
        assertThat(importText(customers, "--mailable", "maybe").code()).isEqualTo(2);
    }

    @Test
    void the_columns_of_a_whole_contact_list_stop_the_import_too() {
        for (String contacts : List.of(
                "Email,Email Opt Out\na@example.com,Yes\nb@example.com,No\n",
                "Email,HasOptedOutOfEmail,Bounced\na@example.com,1,0\nb@example.com,0,0\n",
                "Email,Subscribed\na@example.com,true\n",
                "Email,Accepts Marketing\na@example.com,yes\nb@example.com,no\n",
                "Email,State\na@example.com,Active\nb@example.com,Unsubscribed\n",
                "a@example.com,subscribed\nb@example.com,unsubscribed\n")) {
            CommandResult answer = importText(contacts);
            assertThat(answer.code()).as(contacts + answer.err()).isEqualTo(2);
            assertThat(answer.err()).contains("may be mailed", "--mailable skip");
        }
        for (String noes : List.of(
                "Email,Email Opt Out,Bounced\na@example.com,Yes,No\nb@example.com,No,Yes\n",
                "Email,Subscribed\na@example.com,false\nb@example.com,No\n",
                "Email,Unsubscribed At\na@example.com,2026-01-02\n",
                "status,reason,email\n5.1.1,550 user <a@example.com> unknown,a@example.com\n4.2.2,full,b@example.com\n",
                "Email,Email State\na@example.com,unsubscribed\nb@example.com,bounced\n")) {
            CommandResult answer = importText(noes);
            assertThat(answer.code()).as(noes + answer.err()).isZero();
        }
    }

    @Promise(3)
    @Test
    void an_export_adds_nothing_to_its_own_store_and_reproduces_the_list_in_another() {
        shell.runJson("import", shell.file("people.csv", """
                        Id,Email,Email Opt Out,Bounced
                        A,ann@example.com,Yes,No
                        B,bob@example.com,No,Yes
                        C,carl@example.com,No,Yes
                        D,dan@example.com,Yes,Yes
                        """));
        shell.runJson("set", "--prospect", "C", "Email=new@example.com", "--reason", "moved");
        shell.runJson("suppression", "add", "'--@example.com", "=1+1@example.com", "@acme.example", "--reason", "x");
        shell.runJson("suppression", "add", "@*.acme.example", "ann@example.com", "--reason", "x");
        Path list = shell.file("exported.csv");
        shell.runJson("suppression", "export", list);
        JsonNode again = shell.runJson("suppression", "import", list);
        assertThat(again.get("added").asInt()).isZero();
        assertThat(again.get("rejected").asInt()).isZero();
        assertThat(shell.heed("suppression", "export").out()).isEqualTo(shell.readFile(list));
        JsonNode elsewhere = shell.runJson("suppression", "import", list, "--account", "other");
        assertThat(elsewhere.get("added").asInt()).isEqualTo(8);
        JsonNode copy = shell.runJson("suppression", "list", "--account", "other");
        assertThat(copy.get("addresses")
                        .valueStream()
                        .map(entry -> entry.get("address").asString()))
                .containsExactlyElementsOf(listed());
        assertThat(copy.get("domains")
                        .valueStream()
                        .map(entry -> entry.get("domain").asString()))
                .containsExactly("@*.acme.example", "@acme.example");
        // A plain list is another matter: it is kept although a flag suppresses the address today.
        assertThat(importText("ann@example.com\nbob@example.com\n").out().lines())
                .anySatisfy(line -> assertThat(line).matches("Added +1"));
    }
}
