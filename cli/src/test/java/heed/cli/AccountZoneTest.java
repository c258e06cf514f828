package heed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell.CommandResult;
import heed.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands show times in the time zone of the account, whichever zone the machine has. */
class AccountZoneTest {
    /** It is 12:00 UTC, 13:00 in the zone of the machine, and 17:45 in the zone of the account. */
    private static final Pattern OTHER_ZONE =
            Pattern.compile("\\d\\d\\d\\d-\\d\\d-\\d\\d[T ]1[23]:|\\d\\d:\\d\\d(:\\d\\d)?Z");

    private static final String MOVE = """
            { "id": "move", "name": "Move", "who": { "field": "Seen", "operator": "less-than", "value": "2026-02-01T12:30:00Z" },
              "actions": [ { "action": "set-field", "field": "City", "value": "Bern" } ], "run": { "mode": "once" } }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "on a server: {0}")
    @ValueSource(booleans = {false, true})
    void times_are_in_the_zone_of_the_account(boolean server) {
        TestShell shell = new TestShell(folder);
        if (server) {
            assertThat(TestPostgres.emptyStore()).isNotNull();
            shell.useServer(TestPostgres.storeAddress());
            shell.setVariable("HEED_STORE_PASSWORD", TestPostgres.PASSWORD);
        }
        shell.runJson("accounts", "add", "default", "--time-zone", "Asia/Kathmandu");
        shell.runJson("fields", "add", "Seen", "--type", "date-time");
        shell.runJson(
                "import",
                shell.file(
                        "people.csv",
                        "Id,Email,Email Opt Out,Seen\nA,ann@example.com,Yes,2026-01-01T12:00:00Z\n"
                                + "B,bob@example.com,No,2026-01-02T12:00:00Z\n"));
        Path move = shell.file("move.json", MOVE);
        CommandResult preview = shell.heed("preview", move);
        assertThat(preview.out())
                .contains("Seen is less than 2026-02-01 18:15:00")
                .contains("2026-01-01 17:45:00");
        CommandResult run = shell.heed("run", move, "--confirm", 2);
        assertThat(run.out()).contains("2026-03-01 17:45:00");
        shell.runJson("suppression", "add", "cay@example.com", "--reason", "asked");
        List<CommandResult> results = List.of(
                preview,
                run,
                shell.heed("preview", move, "--count"),
                shell.heed("preview", move, "--explain-plan"),
                shell.heed("run", move),
                shell.heed("runs"),
                shell.heed("show", 1),
                shell.heed("explain", move, "--prospect", "A"),
                shell.heed("explain", "--run", 2, "--prospect", "A"),
                shell.heed("history", "--prospect", "A"),
                shell.heed("set", "--prospect", "A", "Seen=2026-01-03T12:00:00Z", "--reason", "seen"),
                shell.heed("undo", 2, "--preview"),
                shell.heed("undo", 2),
                shell.heed("undo", 2),
                shell.heed("resume", 2),
                shell.heed("suppression", "list"),
                shell.heed("suppression", "history", "ann@example.com"),
                shell.heed("suppression", "history", "cay@example.com"),
                shell.heed("suppression", "remove", "ann@example.com", "--reason", "asked"),
                shell.heed("doctor"),
                shell.heed("sends"),
                shell.heed("bounces", "list"),
                shell.heed("bounces", "pauses"));
        for (CommandResult result : results) {
            assertThat(result.out() + result.err()).doesNotContainPattern(OTHER_ZONE);
        }
        shell.clock().advance(Duration.ofDays(1));
        assertThat(shell.heed("show", 2).out())
                .contains("Started 2026-03-01 17:45:00")
                .contains("(Asia/Kathmandu)");
    }
}
