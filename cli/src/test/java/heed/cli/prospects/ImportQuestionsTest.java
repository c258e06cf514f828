package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import asks for, what it finds out by itself, and what it says about both. */
class ImportQuestionsTest {
    private static final Pattern COMMAND = Pattern.compile("With the first option of each column: heed (.*)");
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

    @TempDir
    private Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
    }

    private CommandResult importText(String text, Object... options) {
        Object[] all = new Object[options.length + 2];
        all[0] = "import";
        all[1] = shell.file("p.csv", text);
        System.arraycopy(options, 0, all, 2, options.length);
        return shell.heed(all);
    }

    /** Runs the command that an import suggests. */
    private CommandResult paste(CommandResult stopped) {
        Matcher command = COMMAND.matcher(stopped.err());
        assertThat(command.find()).as(stopped.err()).isTrue();
        return shell.runBare(WORD.matcher(command.group(1))
                .results()
                .map(word -> word.group().replace("'", ""))
                .toArray());
    }

    @Test
    void one_stop_names_all_open_columns_and_one_command_that_answers_them_all() {
        String text = """
                Email,Email hard bounce reason,Subscribed,Renewed,Score,Status
                ann@example.com,mailbox does not exist,Yes,01/02/2027,1.234,active
                bob@example.com,,No,02/03/2027,2.345,unsubscribed
                """;
        assertThat(shell.heed("fields", "add", "Renewed", "--type", "date").code())
                .isZero();
        assertThat(shell.heed("fields", "add", "Score", "--type", "number").code())
                .isZero();
        CommandResult stopped = importText(text, "--map", "Subscribed=Email Opt Out");
        assertThat(stopped.code()).isEqualTo(2);
        assertThat(stopped.err())
                .contains("5 columns mean")
                .contains("--map 'Email hard bounce reason=Bounced'  if any text in it means")
                .contains("--map 'Subscribed=not Email Opt Out'")
                .contains("--date-format Renewed=dd/MM/yyyy")
                .contains("--decimal Score=")
                .contains("--map 'Status=Email Opt Out'");
        CommandResult answered = paste(stopped);
        assertThat(answered.code()).as(answered.err()).isZero();
        assertThat(shell.runJson("suppression", "list").toString())
                .contains("ann@example.com")
                .contains("bob@example.com");
    }

    @Test
    void an_answer_that_leaves_cells_without_a_meaning_says_so_at_once() {
        CommandResult stopped = importText("""
                Email,Do not disturb
                ann@example.com,Yes
                bob@example.com,perhaps
                """);
        assertThat(stopped.err())
                .contains("--map 'Do not disturb=Email Opt Out' --reject-unknown-flags  if a Yes in it means")
                .contains("\"perhaps\" (line 3)");
        CommandResult answered = paste(stopped);
        assertThat(answered.code()).isEqualTo(1);
        assertThat(answered.out()).containsPattern("Created +1\n").containsPattern("Rejected +1 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "E-Mail;Abgemeldet#ann@example.com;ja#",
                "E-Mail\tAbgemeldet#ann@example.com\tja#bob@example.com\tnein#",
                "E-Mail,Abgemeldet#ann@example.com,ja#",
                "E-Mail|Abgemeldet#ann@example.com|ja#",
                "E-Mail;Status#ann@example.com;unsubscribed#",
                "Adresse;Abgemeldet;Name#ann@example.com;ja;\"Lee; Ann, Dr.\"#",
                "\"E-Mail\";\"Nachname, Vorname\";\"Abgemeldet\"#\"ann@example.com\";\"Lee, Ann\";\"ja\"#",
                "E-Mail;Bemerkung, Notiz;Abgemeldet#ann@example.com;a, b, c;ja#bob@example.com;d, e, f;nein#",
                "E-Mail, Bemerkung; Abgemeldet#ann@example.com; ja#",
                "E-Mail,Tags,Abgemeldet#ann@example.com,a;b;c,ja#bob@example.com,d;e;f,nein#"
            })
    void a_file_of_few_columns_is_split_at_its_own_separator(String text) {
        CommandResult result = importText(text.replace('#', '\n'));
        if (result.code() == 2) { // the columns are found, and one of them is asked about
            result = paste(result);
        }
        assertThat(result.code()).as(text + result.err()).isZero();
        assertThat(shell.runJson("suppression", "list").toString())
                .as(text)
                .contains("ann@example.com")
                .doesNotContain("bob@example.com");
    }

    @Promise(1)
    @Test
    void an_opt_out_suppresses_the_other_addresses_of_its_row() {
        String text = """
                Email,Email 2,Home,Lead Score,Email Opt Out
                ann@example.com,ann@home.example; ann@old.example,a@home.example,1,Yes
                bob@example.com,bob@home.example,b@home.example,1,No
                carl@example.com,carl@home.example,c@home.example,wrong,Yes
                dan@example.com,dan@home.example,Yes
                """;
        String preview = importText(text, "--preview").out();
        assertThat(preview).contains("Addresses suppressed  4");
        CommandResult result = importText(text);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("Addresses suppressed  4");
        assertThat(result.err())
                .contains("note: the column \"Email 2\" was read as other addresses of the same people")
                .contains("note: the column \"Home\" has addresses that no opt-out of the file concerns")
                .contains("--map 'Home=other Email'");
        assertThat(shell.runJson("suppression", "list").toString())
                .contains("ann@home.example", "ann@old.example", "carl@home.example", "dan@home.example")
                .doesNotContain("bob@home.example", "a@home.example");
        assertThat(importText(text, "--map", "Home=other Email").code()).isEqualTo(1);
        assertThat(shell.runJson("suppression", "list").toString())
                .contains("a@home.example", "c@home.example")
                .doesNotContain("b@home.example");
    }

    @Promise(1)
    @Test
    void an_opt_out_in_json_suppresses_the_other_addresses_of_its_row() {
        Path file = shell.file("p.jsonl", """
                {"email":"ann@example.com","emailOptOut":true,"Secondary Email":["ann@home.example","ann@old.example"]}
                {"email":"bob@example.com","emailOptOut":false,"Secondary Email":"bob@home.example"}
                """);
        assertThat(shell.heed("import", file).code()).isZero();
        assertThat(shell.runJson("suppression", "list").toString())
                .contains("ann@home.example", "ann@old.example")
                .doesNotContain("bob@home.example");
    }

    @Test
    void a_bounce_concerns_only_its_own_address() {
        assertThat(importText("Email,Email 2,Bounced\nann@example.com,ann@home.example,Yes\n")
                        .code())
                .isZero();
        assertThat(shell.runJson("suppression", "list").toString()).doesNotContain("ann@home.example");
    }

    @Test
    void countries_that_can_be_several_are_said_to_be_ambiguous() {
        CommandResult result = importText("""
                Email,Country
                a@example.com,Congo
                b@example.com,276
                c@example.com,Atlantis
                d@example.com,380
                """);
        assertThat(result.err())
                .contains("3 rows with an unknown country")
                .contains("\"Congo\" (ambiguous: can be Democratic Republic of the Congo or Republic of the Congo)")
                .contains("\"Atlantis\",")
                .contains("\"380\" (ambiguous: can be the ISO number of Italy or a dialing code of another country)")
                .doesNotContain("276");
    }

    @Test
    void the_report_of_a_suppression_file_says_what_became_of_the_address_of_a_rejected_row() {
        Path file = shell.file("list.csv", "Email,Name\nann@example.com; b@@x,Ann\nnobody,Bob\n");
        CommandResult result = shell.heed("suppression", "import", file);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("a part of the row is not an email address; its addresses are suppressed all the same")
                .contains("not an email address such as ann@example.com\n");
        assertThat(shell.readFile(folder.resolve("list.csv.rejects.csv")))
                .contains("is not an email address such as ann@example.com; its address is suppressed all the same");
        assertThat(shell.heed("suppression", "import", file, "--preview").out())
                .contains("its addresses would be suppressed all the same");
    }

    @Promise(1)
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"id":1,"email":"ann@example.com"}
                {"email":["bob@example.com","carl@example.com"],"note":"not@mine"}
                """,
                """
                [
                  { "email": "ann@example.com", "id": 1 },
                  { "contact": { "email": "x" }, "email": "bob@example.com; carl@example.com" }
                ]
                """,
                "[\"ann@example.com\", \"Bob <bob@example.com>\", \"mailto:carl@example.com\"]",
                "\"ann@example.com\"\n\"bob@example.com\"\n\"carl@example.com\"\n",
                "[[\"ann@example.com\"], {\"e\": \"bob@example.com\"}]\n[\"carl@example.com\"]"
            })
    void a_suppression_file_of_json_is_read_like_the_others(String text) {
        Path file = shell.file("list.json", text);
        CommandResult result = shell.heed("suppression", "import", file);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(shell.runJson("suppression", "list").get("count").asInt()).isEqualTo(3);
        assertThat(shell.runJson("suppression", "import", file).get("added").asInt())
                .isZero();
        assertThat(shell.heed("suppression", "remove", "--file", file, "--reason", "x")
                        .out())
                .contains("Removed 3 addresses");
    }

    @Promise(1)
    @Test
    void a_broken_or_doubtful_json_file_loses_no_address_silently() {
        CommandResult broken = shell.heed("suppression", "import", shell.file("list.jsonl", """
                {"email":"ann@example.com"}
                {"email":"bob@example.com",}
                """));
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out()).contains("the row is not valid JSON; its addresses are suppressed all the same");
        assertThat(shell.runJson("suppression", "list").toString()).contains("bob@example.com");
        CommandResult array =
                shell.heed("suppression", "import", shell.file("a.json", "[\"ann@example.com\",\n\"bob@example.com\""));
        assertThat(array.code()).isEqualTo(2);
        assertThat(array.err()).contains("of the JSON array is not valid JSON");
        CommandResult mailable = shell.heed(
                "suppression",
                "import",
                shell.file("m.json", "[{\"email\":\"dan@example.com\",\"status\":\"subscribed\"}]"));
        assertThat(mailable.code()).isEqualTo(2);
        assertThat(mailable.err()).contains("says that the person may be mailed");
    }

    @Test
    void prospects_of_a_json_array_are_imported() {
        Path file = shell.file("p.json", """
                [ { "email": "ann@example.com", "emailOptOut": true },
                  { "email": "bob@example.com" }, 7 ]
                """);
        CommandResult result = shell.heed("import", file);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).containsPattern("Created +2\n").contains("the row is not valid JSON");
        assertThat(shell.runJson("suppression", "list").toString()).contains("ann@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "'<html><table><tr><td>Email</td></tr></table>', is an HTML or XML file",
        "'%PDF-1.7', is a PDF document",
        "'\t\b\u0010', is a workbook of the old format .xls",
        "'PK\u0005\u0006', is an empty zip file"
    })
    void a_file_of_another_kind_is_refused_by_its_name(String text, String message) {
        CommandResult result = importText(text);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        assertThat(shell.store()).doesNotExist();
    }
}
