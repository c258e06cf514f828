package heed.cli.fields;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsAddCommandTest {
    private TestShell shell;

    @BeforeEach
    void open(@TempDir Path folder) {
        shell = new TestShell(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Renewal Date\tdate\nSeats\tnumber\n",
                "\uFEFFLabel\tType\r\nRenewal Date\tDATE\r\nSeats \t number\r\n",
                "# fields of the CRM\n\nname\ttype\nRenewal Date\tdate\n# more\nSeats\tnumber"
            })
    void the_fields_of_a_file_are_added(String text) {
        CommandResult added = shell.heed("fields", "add", "--file", shell.file("fields.tsv", text));
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out()).isEqualTo("""
                Added the field "Renewal Date" (renewalDate, date).
                Added the field "Seats" (seats, number).
                """);
        assertThat(shell.heed("fields", "seats").out()).contains("Seats", "number");
    }

    @Test
    void a_field_that_is_there_already_stays_as_it_is() {
        Path file = shell.file("fields.tsv", "Renewal Date\tdate\nSeats\tnumber\nEmail\ttext\n");
        shell.runJson("fields", "add", "Seats", "--type", "number");
        assertThat(shell.heed("fields", "add", "--file", file).out()).isEqualTo("""
                Added the field "Renewal Date" (renewalDate, date).
                The account has the field "Seats" (seats, number) already.
                The account has the field "Email" (email, text) already.
                """);
        assertThat(shell.runJson("fields", "add", "--file", file).get("fields"))
                .hasSize(3)
                .allMatch(field -> !field.get("added").asBoolean());
    }

    @Test
    void a_wrong_line_is_named_and_no_field_is_added() {
        shell.runJson("fields", "add", "Seats", "--type", "number");
        Path file = shell.file("fields.tsv", """
                # ours
                Renewal Date\tdate
                Plan
                Price\tmoney
                Unsubscribed\tyes-no
                Plan\ttext\tgold|silver
                Land\tcountry
                """);
        CommandResult refused = shell.heed("fields", "add", "--file", file);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out() + refused.err())
                .contains(
                        "fields.tsv:3: a line has the label of a field, one tab, and its type, such as date.\n",
                        "fields.tsv:4: there is no type \"money\"; the types are text,",
                        "fields.tsv:5: \"Unsubscribed\" means Email Opt Out",
                        "fields.tsv:6: a line has",
                        "fields.tsv:7: there is no type \"country\"",
                        "fields.tsv has 5 problems; no field was added")
                .doesNotContain("fields.tsv:2:");
        assertThat(shell.heed("fields", "renewal").out()).doesNotContain("Renewal Date");
    }

    @Test
    void a_line_that_the_account_refuses_is_named_and_no_field_is_added() {
        shell.runJson("fields", "add", "Seats", "--type", "number");
        Path file = shell.file("fields.tsv", "Renewal Date\tdate\n\nSeats\ttext\nRenewal-Date\tdate\n!\ttext\n");
        CommandResult refused = shell.heed("fields", "add", "--file", file);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out() + refused.err())
                .contains(
                        "fields.tsv:3: the field Seats has the type number, not text.\n",
                        "fields.tsv:4: the label \"Renewal-Date\" gives the API name",
                        "fields.tsv:5: a field's label must have a letter or a digit.\n",
                        "fields.tsv has 3 problems; no field was added");
        assertThat(shell.heed("fields", "renewal").out()).doesNotContain("Renewal Date");
    }

    @Test
    void a_wrong_file_creates_no_store() {
        assertThat(shell.heed("fields", "add", "--file", shell.file("fields.tsv", "# nothing\n"))
                        .code())
                .isEqualTo(2);
        byte[] latin1 = "Größe\tnumber\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(shell.heed("fields", "add", "--file", shell.file("latin1.tsv", latin1))
                        .err())
                .contains("latin1.tsv has 1 problem; no field was added");
        assertThat(shell.heed("fields", "add", "--file", shell.file("missing.tsv"))
                        .code())
                .isNotZero();
        assertThat(shell.store()).doesNotExist();
    }

    @Test
    void a_file_is_given_instead_of_a_label_and_a_type() {
        Path file = shell.file("fields.tsv", "Seats\tnumber\n");
        assertThat(shell.heed("fields", "add").code()).isEqualTo(2);
        assertThat(shell.heed("fields", "add", "Seats", "--file", file).code()).isEqualTo(2);
        assertThat(shell.heed("fields", "add", "--type", "number", "--file", file)
                        .err())
                .contains("a field is added by its label and --type, and the fields of a file by --file FILE alone");
    }
}
