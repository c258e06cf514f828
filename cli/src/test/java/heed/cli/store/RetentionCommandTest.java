package heed.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old facts about fields are deleted when the user confirms their number. */
class RetentionCommandTest {
    private static final String MOVE = """
            { "id": "move", "name": "Move everybody to Rome",
              "who": { "field": "City", "operator": "equals", "value": "Bonn" },
              "actions": [ { "action": "set-field", "field": "City", "value": "Rome" } ],
              "run": { "mode": "once" } }
            """;

    private TestShell shell;

    /** Sets A's city on March 1 and, by a run, on March 3, and B's opt-out on March 1. */
    @BeforeEach
    void open(@TempDir Path folder) {
        shell = new TestShell(folder);
        shell.runJson("import", shell.file("people.csv", "Id,Email\nA,ann@example.com\nB,bob@example.com\n"));
        shell.runJson("set", "--prospect", "A", "City=Bonn", "--reason", "by phone");
        shell.runJson("set", "--prospect", "B", "Email Opt Out=Yes", "--reason", "by letter");
        shell.clock().advance(Duration.ofDays(2));
        shell.runJson("run", shell.file("move.json", MOVE), "--confirm", 1);
        shell.clock().advance(Duration.ofDays(2));
    }

    private String history(String prospect) {
        return shell.heed("history", "--prospect", prospect).out();
    }

    @Test
    @Promise(1)
    void old_facts_about_fields_are_deleted_and_opt_outs_stay() {
        assertThat(history("A")).contains("Bonn").contains("Rome");
        CommandResult answer = shell.heed("retention", "--facts-before", "2026-03-02", "--confirm", 1);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualTo("Deleted 1 fact.\n");
        assertThat(history("A")).contains("Bonn").contains("Rome").doesNotContain("by phone");
        assertThat(history("B")).contains("Email Opt Out").contains("by letter");
        assertThat(shell.heed("suppression", "list").out()).contains("bob@example.com");
        assertThat(shell.heed("undo", 2).code()).as("the run lost no facts").isZero();
        assertThat(shell.heed("export").out()).contains("Bonn");
        assertThat(shell.heed("retention", "--facts-before", "2026-03-02").out())
                .isEqualTo("Deleted 0 facts.\n");
        assertThat(shell.heed("doctor").code()).isZero();
    }

    @Test
    @Promise(6)
    void undo_refuses_a_run_that_has_lost_facts() {
        assertThat(shell.runJson("retention", "--facts-before", "2026-03-04", "--confirm", 2)
                        .get("dropped")
                        .asInt())
                .isEqualTo(2);
        CommandResult undo = shell.heed("undo", 2);
        assertThat(undo.code()).isEqualTo(3);
        assertThat(undo.err()).contains("run 2").contains("retention");
        assertThat(shell.heed("export").out()).contains("Rome");
    }

    @Test
    void nothing_is_deleted_without_the_right_number_of_facts() {
        String before = history("A");
        CommandResult unconfirmed = shell.heed("retention", "--facts-before", "2026-03-04");
        assertThat(unconfirmed.code()).isEqualTo(3);
        assertThat(unconfirmed.err())
                .contains("2 facts would be deleted for good")
                .contains("heed retention --facts-before 2026-03-04 --confirm 2");
        assertThat(shell.heed("retention", "--facts-before", "2026-03-04", "--confirm", 1)
                        .code())
                .isEqualTo(3);
        assertThat(history("A")).isEqualTo(before);
    }

    @Test
    void a_future_day_or_a_text_that_is_not_a_day_is_invalid() {
        CommandResult future = shell.heed("retention", "--facts-before", "2026-03-09");
        assertThat(future.code()).isEqualTo(2);
        assertThat(future.err()).contains("--facts-before must not be in the future, and 2026-03-09 is");
        CommandResult notADay = shell.heed("retention", "--facts-before", "yesterday");
        assertThat(notADay.code()).isEqualTo(2);
        assertThat(notADay.err()).contains("--facts-before must be a day such as 2026-01-31, not \"yesterday\"");
        assertThat(shell.heed("retention").code()).isEqualTo(2);
    }
}
