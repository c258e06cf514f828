package heed.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DoctorCommandTest {
    private TestShell shell;

    @BeforeEach
    void open(@TempDir Path folder) {
        shell = new TestShell(folder);
        shell.runJson("import", shell.file("people.csv", "Id,Email,Email Opt Out\nA,ann@example.com,Yes\n"));
    }

    @Test
    void a_consistent_store_passes_every_check() {
        CommandResult answer = shell.heed("doctor");
        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .contains("ok     flags, reasons and the suppression list agree\n")
                .contains("ok     field values are those that were last asserted\n")
                .doesNotContain("WRONG");
        assertThat(answer.err()).contains("note: no inconsistencies found.");
        JsonNode json = shell.runJson("doctor");
        assertThat(json.get("well").asBoolean()).isTrue();
        assertThat(json.get("parts")).hasSize(10);
    }

    @Test
    void an_inconsistency_is_reported_with_its_repair_and_an_exit_code() {
        shell.clock().advance(Duration.ofDays(-1));
        CommandResult answer = shell.heed("doctor");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out())
                .contains("WRONG  the clock is right\n")
                .contains("records with a time in the future")
                .contains("→ correct the clocks of all machines that use this store");
        assertThat(answer.err()).contains("note: inconsistencies found. Nothing was changed.");
        CommandResult json = shell.heed("doctor", "--json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.json().get("well").asBoolean()).isFalse();
    }

    @Test
    void a_missing_store_is_reported_and_not_created() {
        CommandResult answer =
                shell.runBare("doctor", "--store", shell.file("none.db").resolveSibling("other.db"));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("there is no store at");
    }
}
