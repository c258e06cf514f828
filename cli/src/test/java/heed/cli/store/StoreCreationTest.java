package heed.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistyped name of a store or an account never becomes a second one, in which nobody has said no. */
class StoreCreationTest {
    @TempDir
    private Path folder;

    private TestShell shell;
    private Path people;
    private Path store;

    @BeforeEach
    void writeFile() throws IOException {
        shell = new TestShell(Files.createDirectory(folder.resolve("work")));
        people = shell.file("people.csv", "Email\nann@example.com\n");
        store = shell.store();
    }

    private Object[] arguments(String command, Object... more) {
        Object[] words = command.replace("PEOPLE", people.toString()).split(" ", -1);
        Object[] all = new Object[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import PEOPLE",
                "suppression import PEOPLE",
                "fields add Plan --type text",
                "accounts add acme",
                "accounts set --time-zone UTC",
                "set --prospect A City=Rome --reason x",
                "suppression add ann@example.com --reason x"
            })
    void no_command_creates_a_store_unless_it_is_told_to(String command) {
        CommandResult refused = shell.runBare(arguments(command, "--store", store));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("there is no store at " + store).contains("--new-store");
        assertThat(store).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"import PEOPLE", "suppression import PEOPLE", "fields add Plan --type text", "accounts add acme"
            })
    void the_option_or_an_empty_folder_creates_the_store(String command) throws IOException {
        assertThat(shell.runBare(arguments(command, "--store", store, "--new-store"))
                        .code())
                .isZero();
        assertThat(store).exists();
        Path empty = Files.createDirectory(folder.resolve("empty")).resolve("heed.db");
        assertThat(shell.runBare(arguments(command, "--store", empty)).code()).isZero();
        assertThat(empty).exists();
    }

    @Test
    void the_variable_names_the_store_of_commands_that_do_not_and_the_doctor_says_so() {
        shell.setVariable("HEED_STORE", store.toString());
        CommandResult refused = shell.runBare("import", people);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("there is no store at " + store);
        assertThat(shell.runBare("import", people, "--new-store").code()).isZero();
        assertThat(shell.runBare("export").out()).contains("ann@example.com");
        assertThat(shell.runBare("doctor").err())
                .contains("note: the store is " + store + ", named by the variable HEED_STORE.");
        Path other = folder.resolve("other.db");
        assertThat(shell.runBare("export", "--store", other).err()).contains("there is no store at " + other);
        assertThat(shell.runBare("doctor", "--store", store).err()).contains("named by --store.");
    }

    @Test
    void a_mistyped_account_is_not_created() {
        assertThat(shell.heed("accounts", "add", "acme").code()).isZero();
        for (String command : new String[] {
            "import PEOPLE", "suppression import PEOPLE", "fields add Plan --type text", "accounts set --time-zone UTC"
        }) {
            CommandResult refused = shell.heed(arguments(command, "--account", "acmee"));
            assertThat(refused.code()).as(command).isEqualTo(2);
            assertThat(refused.err()).contains("no account \"acmee\"").contains("Did you mean \"acme\"?");
        }
        assertThat(shell.heed("accounts", "--account", "acmee").code()).isEqualTo(2);
        assertThat(shell.heed("accounts", "add", "other", "--account", "acme").code())
                .isEqualTo(2);
        assertThat(shell.runJson("accounts").get("accounts").size()).isEqualTo(1);
    }

    @Test
    void a_preview_creates_neither_a_store_nor_a_reject_file() {
        Path file = shell.file("some.csv", "Email\nann@example.com\nnobody\n");
        CommandResult preview = shell.runBare("import", file, "--preview", "--store", store);
        assertThat(preview.code()).isEqualTo(1);
        assertThat(preview.out())
                .containsPattern("Created +1")
                .containsPattern("Rejected +1")
                .containsPattern("Email +Email +ann@example.com");
        assertThat(preview.err()).contains("note: nothing was changed.").contains("there is no store at " + store);
        assertThat(store).doesNotExist();
        assertThat(folder.resolve("work")).isDirectoryNotContaining("glob:**rejects*");
    }

    @Test
    void the_preview_of_an_import_tells_what_the_import_does() {
        shell.heed("import", people);
        Path file = shell.file("some.csv", """
                Email,City,Email Opt Out
                ann@example.com,Rome,Yes
                new@example.com,Oslo,
                NEW@example.com,Bern,Yes
                bad,,Yes
                """);
        for (String[] options : new String[][] {{}, {"--update-only"}}) {
            var preview = shell.heed(arguments("import " + file + " --preview --json", (Object[]) options))
                    .json();
            var imported = shell.heed(arguments("import " + file + " --json", (Object[]) options))
                    .json();
            assertThat(preview.get("run").isNull()).isTrue();
            for (String count :
                    new String[] {"rows", "created", "updated", "unchanged", "rejected", "addedNoes", "keptNoes"}) {
                assertThat(preview.get(count)).as(count).isEqualTo(imported.get(count));
            }
            int run = imported.get("run").asInt();
            if (options.length == 0) {
                assertThat(shell.heed("undo", run).code()).isZero();
            }
        }
        assertThat(shell.heed("runs").out()).containsPattern("some.csv +undone").containsPattern("some.csv +finished");
        assertThat(shell.heed("show", 3).out())
                .containsPattern("Rows +4")
                .contains("heed import")
                .contains("--update-only");
    }

    @Test
    void a_fixed_value_is_given_to_each_row_unless_a_column_has_the_field() {
        Path file = shell.file("fair.csv", "Email,City\nann@example.com,Rome\nbob@example.com,\n");
        CommandResult both = shell.heed("import", file, "--set", "City=Oslo");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("--set gives City a value").contains("--ignore");
        assertThat(shell.heed("import", file, "--set", "Email=x@example.com").code())
                .isEqualTo(2);
        assertThat(shell.heed("import", file, "--set", "Lead Source=Fair", "--set", "Email Opt Out=Yes", "--preview")
                        .out())
                .containsPattern("Created +2")
                .containsPattern("Opt-outs added +2");
        shell.runJson("import", file, "--set", "Lead Source=Fair", "--set", "Email Opt Out=Yes");
        assertThat(shell.heed("export").out()).contains("bob@example.com").contains("Fair");
        assertThat(shell.runJson("suppression", "list").get("count").asInt()).isEqualTo(2);
    }

    @Test
    void the_preview_of_a_suppression_import_tells_what_the_import_does() {
        shell.heed("import", people);
        shell.heed("suppression", "add", "ann@example.com", "--reason", "asked");
        Path noes =
                shell.file("noes.txt", "ann@example.com\nbob@example.com\nBOB@example.com\n@acme.example\nnothing\n");
        var preview =
                shell.heed("suppression", "import", noes, "--preview", "--json").json();
        assertThat(shell.runJson("suppression", "list").get("count").asInt()).isEqualTo(1);
        var imported = shell.heed("suppression", "import", noes, "--json").json();
        assertThat(preview.get("run").isNull()).isTrue();
        for (String count :
                new String[] {"rows", "added", "alreadyListed", "rejected", "rejectedByReason", "addedDomains"}) {
            assertThat(preview.get(count)).as(count).isEqualTo(imported.get(count));
        }
        assertThat(imported.get("added").asInt()).isEqualTo(2);
    }

    @Test
    void the_addresses_of_a_file_are_removed_from_the_suppression_list_and_each_is_told() {
        shell.heed("import", shell.file("flagged.csv", "Email,Email Opt Out\ncid@example.com,Yes\n"));
        Path noes = shell.file("noes.csv", "Email\nann@example.com\nbob@example.com\ncid@example.com\n");
        shell.heed("suppression", "import", noes);
        CommandResult undo = shell.heed("undo", 2);
        assertThat(undo.code()).isEqualTo(3);
        assertThat(undo.err()).contains("never takes back a no").contains("heed suppression remove --file");
        assertThat(shell.heed("undo", 2, "--preview").out())
                .contains("3 addresses are on the suppression list because of it.")
                .contains("2 addresses would become mailable")
                .contains("ann@example.com");
        CommandResult preview =
                shell.heed("suppression", "remove", "--file", noes, "--reason", "wrong file", "--preview");
        assertThat(preview.out()).contains("Would remove 3 addresses").contains("2 addresses would become mailable:");
        assertThat(shell.runJson("suppression", "list").get("count").asInt()).isEqualTo(3);
        CommandResult removed = shell.heed("suppression", "remove", "--file", noes, "--reason", "wrong file");
        assertThat(removed.out())
                .contains("Removed 3 addresses of " + noes)
                .contains("2 addresses became mailable:")
                .contains("1 address stays suppressed:")
                .contains("cid@example.com: Email Opt Out");
        assertThat(shell.runJson("suppression", "list").get("count").asInt()).isEqualTo(1);
        assertThat(shell.heed("suppression", "remove", "--reason", "x").code()).isEqualTo(2);
    }
}
