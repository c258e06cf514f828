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

/** What was said of fields is dropped when it is old and somebody says how much it is. */
class RetentionCommandTest {
    private static final String MOVE = """
            { "id": "move", "name": "Move everybody to Rome",
              "who": { "field": "City", "operator": "equals", "value": "Bonn" },
              "actions": [ { "action": "set-field", "field": "City", "value": "Rome" } ],
              "run": { "mode": "once" } }
            """;

    private TestShell shell;

    /** A's city is said on March 1st and, by a run, on March 3rd; the opt-out of B on March 1st. */
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
    void old_facts_of_fields_are_dropped_and_noes_are_kept() {
        assertThat(history("A")).contains("Bonn").contains("Rome");
        CommandResult answer = shell.heed("retention", "--facts-before", "2026-03-02", "--confirm", 1);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualTo("Dropped 1 fact.\n");
        assertThat(history("A")).contains("Bonn").contains("Rome").doesNotContain("by phone");
        assertThat(history("B")).contains("Email Opt Out").contains("by letter");
        assertThat(shell.heed("suppression", "list").out()).contains("bob@example.com");
        assertThat(shell.heed("undo", 1).code()).as("it lost nothing").isZero();
        assertThat(shell.heed("export").out()).contains("Bonn");
        assertThat(shell.heed("retention", "--facts-before", "2026-03-02").out())
                .isEqualTo("Dropped 0 facts.\n");
        assertThat(shell.heed("doctor").code()).isZero();
    }

    @Test
    @Promise(6)
    void a_run_that_loses_facts_cannot_be_undone_and_says_so() {
        assertThat(shell.runJson("retention", "--facts-before", "2026-03-04", "--confirm", 2)
                        .get("dropped")
                        .asInt())
                .isEqualTo(2);
        CommandResult undo = shell.heed("undo", 1);
        assertThat(undo.code()).isEqualTo(3);
        assertThat(undo.err()).contains("run 1").contains("retention");
        assertThat(shell.heed("export").out()).contains("Rome");
    }

    @Test
    void nothing_is_dropped_before_somebody_says_how_much() {
        String before = history("A");
        CommandResult unsaid = shell.heed("retention", "--facts-before", "2026-03-04");
        assertThat(unsaid.code()).isEqualTo(3);
        assertThat(unsaid.err())
                .contains("2 facts would be dropped for good")
                .contains("heed retention --facts-before 2026-03-04 --confirm 2");
        assertThat(shell.heed("retention", "--facts-before", "2026-03-04", "--confirm", 1)
                        .code())
                .isEqualTo(3);
        assertThat(history("A")).isEqualTo(before);
    }

    @Test
    void a_day_that_is_none_or_has_not_come_is_refused() {
        CommandResult future = shell.heed("retention", "--facts-before", "2026-03-09");
        assertThat(future.code()).isEqualTo(2);
        assertThat(future.err()).contains("2026-03-09 has not");
        CommandResult none = shell.heed("retention", "--facts-before", "yesterday");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("a day as 2026-01-31, not yesterday");
        assertThat(shell.heed("retention").code()).isEqualTo(2);
    }
}
