package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SetCommandTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void importProspects() {
        shell = new TestShell(folder);
        shell.runJson("import", shell.file("people.csv", """
                        Id,Email,First Name,Country,City,Bounced,Email Opt Out
                        A,ann@example.com,Ann,CA,Paris,Yes,Yes
                        B,shared@example.com,Bob,FR,,No,No
                        C,shared@example.com,Carl,FR,,No,No
                        """));
        shell.clock().advance(Duration.ofHours(1));
    }

    private JsonNode prospect(int index) {
        return shell.runJson("export").get("prospects").get(index);
    }

    @Promise(3)
    @Test
    void an_edit_changes_the_named_fields_and_the_history_shows_who_when_and_why() {
        CommandResult answer = shell.heed(
                "set", "--prospect", "Ann@Example.com", "email opt out=no", "City=", "--reason", "asked on the phone");
        assertThat(answer.code()).isZero();
        assertThat(answer.out().lines())
                .containsExactly(
                        "Prospect A",
                        "Field          From   To",
                        "Email Opt Out  Yes    No",
                        "City           Paris  (empty)");
        assertThat(prospect(0).get("Email Opt Out").asBoolean()).isFalse();
        assertThat(prospect(0).get("Bounced").asBoolean()).isTrue();

        JsonNode facts = shell.runJson("history", "--prospect", "A").get("facts");
        JsonNode last = facts.get(facts.size() - 1);
        assertThat(last.get("field").asString()).isEqualTo("City");
        assertThat(last.get("from").asString()).isEqualTo("Paris");
        assertThat(last.get("to").isNull()).isTrue();
        assertThat(last.get("actor").asString()).isEqualTo("mira");
        assertThat(last.get("reason").asString()).isEqualTo("asked on the phone");
        assertThat(last.get("source").asString()).isEqualTo("profile edit");
        assertThat(last.get("at").asString()).isEqualTo("2026-03-01T13:00:00Z");
    }

    @Test
    void a_history_shows_display_values_and_times_in_the_time_zone_of_the_account() {
        shell.runJson("set", "--prospect", "A", "Country=Germany", "--reason", "moved");
        assertThat(shell.heed("history", "--prospect", "A").out())
                .contains("times in Europe/Berlin")
                .containsPattern("2026-03-01 13:00:00 +\\(created\\)")
                .containsPattern("2026-03-01 14:00:00 +Country +Canada +Germany +mira, profile edit +moved");
    }

    @Test
    void an_address_of_several_prospects_lists_them_and_changes_none() {
        CommandResult answer = shell.heed("set", "--prospect", "shared@example.com", "City=Nice", "--reason", "test");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err())
                .contains("2 prospects")
                .contains("B")
                .contains("Bob")
                .contains("Carl")
                .contains("--prospect B");
        assertThat(shell.runJson("history", "--prospect", "C").get("facts").size())
                .isPositive();
        assertThat(prospect(1).get("City").isNull()).isTrue();
        JsonNode error = shell.heed(
                        "set", "--prospect", "shared@example.com", "City=Nice", "--reason", "test", "--json")
                .json()
                .get("error");
        assertThat(error.get("code").asString()).isEqualTo("several-prospects");
        assertThat(error.get("ids").valueStream().map(JsonNode::asString)).containsExactly("B", "C");
        shell.runJson("set", "--prospect", "C", "City=Nice", "--reason", "test");
        assertThat(prospect(2).get("City").asString()).isEqualTo("Nice");
    }

    @Test
    void a_changed_address_keeps_the_opt_out_and_leaves_the_bounce_behind() {
        CommandResult answer = shell.heed("set", "--prospect", "A", "Email=ann@new.example", "--reason", "new job");
        assertThat(answer.out()).contains("ann@new.example").containsPattern("Bounced +Yes +No");
        assertThat(prospect(0).get("Email Opt Out").asBoolean()).isTrue();
        assertThat(shell.heed("suppression", "list").out().lines())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("Address"),
                        row -> assertThat(row).startsWith("ann@example.com").contains("Bounced", "formerly prospect A"),
                        row -> assertThat(row).startsWith("ann@new.example").contains("Email Opt Out", "prospect A"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ctiy=Paris          | Did you mean \"City\"?",
                "City                | FIELD=VALUE",
                "Id=X                | cannot be changed",
                "Created=2026-01-01  | cannot be changed",
                "Lead Score=many     | a number such as",
                "Email=nobody        | an email address",
                "Email Opt Out=maybe | Yes or No"
            })
    void an_invalid_assignment_changes_nothing_and_the_message_shows_what_is_valid(String assignment, String message) {
        CommandResult answer = shell.heed("set", "--prospect", "A", "City=Rome", assignment, "--reason", "test");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
        assertThat(prospect(0).get("City").asString()).isEqualTo("Paris");
    }

    @Test
    void an_edit_needs_a_reason_and_an_existing_prospect() {
        assertThat(shell.heed("set", "--prospect", "A", "City=Rome").code()).isEqualTo(2);
        assertThat(shell.heed("set", "--prospect", "A", "City=Rome", "--reason", " ")
                        .code())
                .isEqualTo(2);
        assertThat(shell.heed("set", "--prospect", "A", "City=Rome", "city=Bonn", "--reason", "x")
                        .code())
                .isEqualTo(2);
        CommandResult answer = shell.heed("set", "--prospect", "Z", "City=Rome", "--reason", "x");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("no prospect with the Id or address \"Z\"");
    }

    @Test
    void labels_and_values_may_contain_equals_signs() {
        shell.runJson("fields", "add", "a=b", "--type", "text");
        shell.runJson("set", "--prospect", "A", "City=x=y", "A=B=c=d", "--reason", "test");
        assertThat(prospect(0).get("City").asString()).isEqualTo("x=y");
        assertThat(prospect(0).get("a=b").asString()).isEqualTo("c=d");
    }

    @Test
    void an_unknown_country_is_stored_and_reported() {
        assertThat(shell.heed("set", "--prospect", "A", "Country=Ruritania", "--reason", "test")
                        .err())
                .contains("\"Ruritania\" is not a known country");
        assertThat(prospect(0).get("Country").asString()).isEqualTo("Ruritania");
    }

    @Test
    void the_history_names_the_user_and_beside_it_who_asked() {
        shell.heed("set", "--prospect", "A", "City=Rome", "--reason", "moved", "--on-behalf-of", "Mira Holm");
        assertThat(shell.heed("history", "--prospect", "A").out()).contains("mira on behalf of Mira Holm");
        CommandResult twoLines =
                shell.heed("set", "--prospect", "A", "City=Oslo", "--reason", "x", "--on-behalf-of", "a\nb");
        assertThat(twoLines.code()).isEqualTo(2);
        assertThat(twoLines.err()).contains("--on-behalf-of: give a name of one line, of at most 100 characters");
        assertThat(shell.heed("history", "--prospect", "A").out()).doesNotContain("Oslo");
    }
}
