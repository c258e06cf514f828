package heed.cli.automations;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.store.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison that nobody matches is a warning, with the values that occur, in both stores. */
class UnmatchedCriterionTest {
    private static final String PEOPLE = """
            Id,Email,State,Tags,Birthday,Lead Score
            A,ann@example.com,Bavaria,VIP,1961-03-01,10
            B,bob@example.com,Bavaria,VIP;Gold,1999-12-24,20
            C,cay@example.com,Hesse,Gold,,30
            D,dan@example.com,Bremen,,,
            E,eve@example.com,,,,
            """;

    @TempDir
    private Path folder;

    private TestShell shell;

    private void open(boolean server) {
        shell = new TestShell(folder);
        if (server) {
            assertThat(TestPostgres.emptyStore()).isNotNull();
            shell.useServer(TestPostgres.storeAddress());
            shell.setVariable("HEED_STORE_PASSWORD", TestPostgres.PASSWORD);
        }
        shell.runJson("accounts", "add", "default", "--time-zone", "Europe/Berlin");
        shell.runJson("fields", "add", "Birthday", "--type", "date");
        shell.runJson("fields", "add", "Tags", "--type", "tags");
        shell.runJson("import", shell.file("people.csv", PEOPLE));
    }

    private Path automation(String who) {
        return shell.file("a.json", """
                { "id": "a", "name": "A", "who": %s,
                  "actions": [ { "action": "set-field", "field": "City", "value": "Bern" } ], "run": { "mode": "once" } }
                """.formatted(who));
    }

    private static String is(String field, String operator, String value) {
        return "{ \"field\": \"%s\", \"operator\": \"%s\", \"value\": %s }".formatted(field, operator, value);
    }

    private void assertWarning(String who, String warning) {
        Path file = automation(who);
        assertThat(shell.heed("preview", file).out()).contains("\nwarning: " + warning + "\n");
        assertThat(shell.heed("preview", file, "--count").out()).contains("\nwarning: " + warning + "\n");
        assertThat(shell.runJson("preview", file).get("unmatched").size()).isEqualTo(1);
    }

    private void assertNoWarning(String who) {
        assertThat(shell.heed("preview", automation(who)).out()).doesNotContain("warning:");
    }

    @ParameterizedTest(name = "on a server: {0}")
    @ValueSource(booleans = {false, true})
    void a_comparison_that_nobody_matches_is_a_warning_of_preview_and_run(boolean server) {
        open(server);
        assertWarning(
                is("State", "equals", "\"Bremne\""),
                "0 of 5 prospects match: State is Bremne; values that occur: Bremen, Bavaria, Hesse");
        assertWarning(
                is("Birthday", "in-time-frame", "\"today\""),
                "0 of 5 prospects match: Birthday is today, as a date with its year; values that occur: 1961-03-01,"
                        + " 1999-12-24");
        assertWarning(
                is("Created", "greater-than", "\"2030-01-01\""),
                "0 of 5 prospects match: Created is greater than 2030-01-01; values that occur: 2026-03-01 13:00:00");
        assertWarning(
                is("Tags", "contains", "\"Godl\""),
                "0 of 5 prospects match: Tags contains Godl; values that occur: Gold, VIP");
        assertWarning(
                is("Lead Score", "greater-than", "500"),
                "0 of 5 prospects match: Lead Score is greater than 500; values that occur: 10, 20, 30");
        assertWarning(is("City", "equals", "\"Ulm\""), "0 of 5 prospects match: City is Ulm");
        assertWarning(
                is("State", "equals", "[\"Bavarai\", \"Hesse\", \"Saxony\"]"),
                "0 of 5 prospects match: State is Bavarai; values that occur: Bavaria, Bremen, Hesse");
        String some = "{ \"any\": [ " + is("State", "equals", "\"Hesse\"") + ", "
                + is("State", "starts-with", "\"Sax\"") + " ] }";
        assertWarning(some, "0 of 5 prospects match: State starts with Sax; values that occur: Bavaria, Bremen, Hesse");
        CommandResult run = shell.heed("run", automation(some), "--confirm", 1);
        assertThat(run.code()).isZero();
        assertThat(run.err()).startsWith("warning: 0 of 5 prospects match: State starts with Sax; ");
        CommandResult refused = shell.heed("run", automation(some), "--again", "--confirm", 7);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .startsWith("warning: 0 of 5 prospects match: ")
                .contains("\nerror: ");
    }

    @ParameterizedTest(name = "on a server: {0}")
    @ValueSource(booleans = {false, true})
    void what_matches_somebody_or_may_well_match_nobody_is_no_warning(boolean server) {
        open(server);
        assertNoWarning(is("Country", "equals", "[\"Germany\", \"France\"]")
                .replaceAll("^", "{ \"not\": ")
                .concat(" }"));
        assertNoWarning(is("Bounced", "equals", "true"));
        assertNoWarning("{ \"field\": \"Id\", \"operator\": \"is-empty\" }");
        assertNoWarning(is("State", "does-not-equal", "\"Saxony\""));
        assertNoWarning(is("State", "equals", "[\"Bavaria\", \"Saxony\"]"));
        assertNoWarning("{ \"all\": [ " + is("State", "equals", "\"Bavaria\"") + ", " + is("Lead Score", "equals", "30")
                + " ] }");
    }
}
