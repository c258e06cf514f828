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
import tools.jackson.databind.JsonNode;

class ForgetCommandTest {
    private static final String PEOPLE = """
            Id,Email,First Name,Email Opt Out
            A,ann@example.com,Ann,Yes
            B,bob@example.com,Bob,No
            C,carl@example.com,Carl,No
            """;

    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void importProspects() {
        shell = new TestShell(folder);
        shell.runJson("import", shell.file("people.csv", PEOPLE));
        shell.clock().advance(Duration.ofHours(1));
    }

    private int countProspects() {
        return shell.runJson("export").get("prospects").size();
    }

    @Test
    @Promise(1)
    void an_erased_person_is_not_imported_again_until_removed_from_the_list() {
        CommandResult erased = shell.heed("forget", "Ann@Example.com", "--reason", "asked by letter");
        assertThat(erased.out()).contains("Erased 1 person: 1 prospect and 1 address");
        assertThat(countProspects()).isEqualTo(2);
        CommandResult again = shell.heed("import", shell.file("people.csv", PEOPLE));
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out() + again.err()).contains("this person was erased");
        assertThat(countProspects()).isEqualTo(2);
        assertThat(shell.heed("suppression", "history", "ann@example.com").out())
                .contains("is suppressed", "Erased", "asked by letter");
        assertThat(shell.heed("suppression", "remove", "ann@example.com", "--reason", "signed up again")
                        .code())
                .isZero();
        assertThat(shell.heed("import", shell.file("people.csv", PEOPLE)).code())
                .isZero();
        assertThat(countProspects()).isEqualTo(3);
    }

    @Test
    void a_preview_changes_nothing() {
        JsonNode answer = shell.runJson("forget", "--prospect", "B", "--reason", "asked by letter", "--preview");
        assertThat(answer.get("prospects").asInt()).isEqualTo(1);
        assertThat(countProspects()).isEqualTo(3);
        assertThat(shell.heed("suppression", "history", "bob@example.com").out())
                .contains("is not suppressed");
    }

    @Test
    void the_people_of_a_file_are_erased() {
        JsonNode answer = shell.runJson(
                "forget",
                "--file",
                shell.file("erase.txt", "bob@example.com\ncarl@example.com\n"),
                "--reason",
                "retention");
        assertThat(answer.get("people").asInt()).isEqualTo(2);
        assertThat(countProspects()).isEqualTo(1);
    }

    @Test
    void wrong_arguments_change_nothing() {
        assertThat(shell.heed("forget", "--reason", "x").code()).isEqualTo(2);
        assertThat(shell.heed("forget", "ann@example.com", "--prospect", "A", "--reason", "x")
                        .code())
                .isEqualTo(2);
        assertThat(shell.heed("forget", "ann@example.com", "--reason", "ann@example.com asked")
                        .err())
                .contains("names nobody");
        assertThat(shell.heed("forget", "--prospect", "Z", "--reason", "x").code())
                .isEqualTo(2);
        assertThat(countProspects()).isEqualTo(3);
    }

    @Test
    @Promise(1)
    void every_command_refuses_or_says_that_an_address_is_an_erased_persons() {
        shell.runJson("forget", "ann@example.com", "--reason", "asked by letter");
        CommandResult set = shell.heed("set", "--prospect", "B", "Email=ann@example.com", "--reason", "moved");
        assertThat(set.code()).isEqualTo(3);
        assertThat(set.err())
                .contains(
                        "this person was erased",
                        "asked by letter",
                        "heed suppression remove ann@example.com --reason moved");
        CommandResult added = shell.heed("suppression", "add", "ann@example.com", "--reason", "again");
        assertThat(added.out()).contains("Added 0 addresses");
        assertThat(added.err()).contains("ann@example.com: this person was erased");
        CommandResult exported = shell.heed("suppression", "export", folder.resolve("list.csv"));
        assertThat(exported.err()).contains("1 address of erased people is not in the file");
        assertThat(shell.readFile(folder.resolve("list.csv"))).doesNotContain("ann@example.com");
    }

    @Test
    void hashes_that_the_account_keeps_no_longer_are_deleted_by_retention() {
        shell.runJson("forget", "ann@example.com", "--reason", "asked by letter");
        assertThat(shell.heed("accounts", "set", "--erased-noes", "0").code()).isEqualTo(2);
        assertThat(shell.heed("accounts", "set", "--erased-noes", "12").out())
                .contains("for 12 months; from then on the addresses can be mailed again");
        assertThat(shell.heed("retention", "--facts-before", "2020-01-01").code())
                .isZero();
        shell.clock().advance(Duration.ofDays(400));
        CommandResult unconfirmed = shell.heed("retention", "--facts-before", "2020-01-01");
        assertThat(unconfirmed.code()).isEqualTo(3);
        assertThat(unconfirmed.err()).contains("1 hashed address of erased people", "--confirm 1");
        assertThat(shell.heed("suppression", "history", "ann@example.com").out())
                .contains("is suppressed");
        assertThat(shell.heed("retention", "--facts-before", "2020-01-01", "--confirm", 1)
                        .out())
                .contains("Deleted 1 hashed address");
        assertThat(shell.heed("suppression", "history", "ann@example.com").out())
                .contains("is not suppressed");
    }
}
