package heed.cli.automations;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RunCommandTest {
    private static final String OPT_OUT = """
            {
              "id": "opt-out-canada-france",
              "name": "Opt out everyone in Canada and France",
              "who": { "all": [
                { "field": "Country", "operator": "equals", "value": ["Canada", "France"] },
                { "field": "Email Opt Out", "operator": "equals", "value": false } ] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true } ],
              "run": { "mode": "once" }
            }
            """;
    private static final String FEW = """
            Id,Email,Country,Email Opt Out
            A,ann@example.com,Canada,No
            B,bob@example.com,France,Yes
            C,carl@example.com,Germany,No
            D,dora@example.com,fra,
            E,eve@example.com,,No
            """;

    @TempDir
    Path folder;

    private TestShell shell;
    private Path optOut;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
        optOut = shell.file("opt-out.json", OPT_OUT);
    }

    private void importFew() {
        shell.runJson("import", shell.file("few.csv", FEW));
        shell.clock().advance(Duration.ofHours(1));
    }

    /** Imports this number of prospects in Canada and as many in Germany. */
    private void importMany(int perCountry) {
        StringBuilder rows = new StringBuilder("Id,Email,Country\n");
        IntStream.range(0, 2 * perCountry)
                .forEach(i -> rows.append("P%d,p%d@example.com,%s\n".formatted(i, i, i % 2 == 0 ? "CA" : "DE")));
        shell.runJson("import", shell.file("many.csv", rows.toString()));
    }

    @Test
    void a_country_that_is_not_understood_is_counted_by_the_preview_and_the_run() {
        shell.runJson(
                "import",
                shell.file(
                        "odd.csv",
                        "Id,Email,Country\nA,a@example.com,Kanada\nB,b@example.com,Congo\nC,c@example.com,Atlantis\n"
                                + "D,d@example.com,Congo\nE,e@example.com,Germany (DE)\n"));
        String sentence = "3 prospects have a country that is not understood: \"Congo\" (ambiguous: can be"
                + " Democratic Republic of the Congo or Republic of the Congo), \"Atlantis\".";
        assertThat(shell.heed("preview", optOut).out()).contains("Affected 1 of 5 prospects", sentence);
        assertThat(shell.heed("preview", optOut, "--count").out()).contains(sentence);
        JsonNode preview = shell.runJson("preview", optOut);
        JsonNode count = shell.runJson("preview", optOut, "--count");
        JsonNode run = shell.runJson("run", optOut, "--confirm", "1");
        for (JsonNode answer : List.of(preview, count, run)) {
            assertThat(answer.get("unknownCountries").toString())
                    .isEqualTo("[{\"field\":\"Country\",\"prospects\":3,\"values\":[\"Congo\",\"Atlantis\"]}]");
        }
        assertThat(optedOut()).containsExactly("A");
    }

    private List<String> optedOut() {
        return shell.runJson("export")
                .get("prospects")
                .valueStream()
                .filter(prospect -> prospect.get("Email Opt Out").asBoolean())
                .map(prospect -> prospect.get("Id").asString())
                .toList();
    }

    @Promise(5)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8})
    void preview_and_run_affect_the_prospects_that_a_plain_reading_of_the_file_selects(long seed) {
        Random random = new Random(seed);
        List<String> countries =
                List.of("Canada", "CA", " can", "FRANCE", "Fr", "Germany", "DE", "Cananda", "", "Chad", "Peru", "PL");
        List<String> flags = List.of("Yes", "No", "", "true", "0");
        StringBuilder rows = new StringBuilder("Email,Country,Email Opt Out\n");
        int selected = 0;
        int optedOutBefore = 0;
        for (int i = 0; i < 2_000; i++) {
            String country = countries.get(random.nextInt(countries.size()));
            String flag = flags.get(random.nextInt(flags.size()));
            rows.append("p%d@example.com,%s,%s\n".formatted(i, country, flag));
            boolean optedOut = List.of("Yes", "true").contains(flag);
            selected += countries.indexOf(country) < 5 && !optedOut ? 1 : 0;
            optedOutBefore += optedOut ? 1 : 0;
        }
        shell.runJson("import", shell.file("people.csv", rows.toString()));

        JsonNode preview = shell.runJson("preview", optOut);
        assertThat(preview.get("affected").asInt()).isEqualTo(selected);
        assertThat(preview.get("ignored").asInt()).isEqualTo(2_000 - selected);
        assertThat(preview.at("/actions/0/changed").asInt()).isEqualTo(selected);
        assertThat(optedOut()).hasSize(optedOutBefore);

        JsonNode run = shell.runJson("run", optOut);
        assertThat(run.get("run").asInt()).isEqualTo(2);
        assertThat(run.get("affected").asInt()).isEqualTo(selected);
        assertThat(run.get("applied").asInt()).isEqualTo(selected);
        assertThat(run.get("skipped").asInt()).isZero();
        assertThat(run.get("failed").asInt()).isZero();
        assertThat(optedOut()).hasSize(optedOutBefore + selected);
    }

    @Test
    void a_preview_describes_the_changes_in_words_and_changes_nothing() {
        importFew();
        CommandResult result = shell.heed("preview", optOut, "--sample", "1");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith(
                        "Opt out everyone in Canada and France\nWho: Country is Canada or France and Email Opt Out is No\n")
                .contains("Affected 2 of 5 prospects. Ignored 3.")
                .containsPattern("1  Set Field: Email Opt Out +2 +0")
                .contains("The first of the affected:")
                .containsPattern("A +ann@example.com +Canada +No +Email Opt Out: No → Yes");
        assertThat(result.err()).contains("note: nothing was changed. To run it: heed run " + optOut);
        assertThat(optedOut()).containsExactly("B");
    }

    @Test
    void a_preview_without_samples_names_the_fields_that_change() {
        importFew();
        CommandResult result = shell.heed("preview", optOut, "--sample", "0");
        assertThat(result.out())
                .containsPattern("1  Set Field: Email Opt Out +2 +0")
                .doesNotContain("of the affected", "ann@example.com");
        assertThat(shell.runJson("preview", optOut, "--sample", "0")
                        .get("samples")
                        .isEmpty())
                .isTrue();
    }

    @Test
    @Promise(5)
    void a_count_equals_the_count_of_the_preview() {
        importFew();
        CommandResult result = shell.heed("preview", optOut, "--count");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("Affected 2 of 5 prospects. Ignored 3.")
                .doesNotContain("Set Field");
        assertThat(result.err())
                .contains("note: the database counted; Drools agrees on a sample of 5 prospects. Nothing was changed.");
        JsonNode count = shell.runJson("preview", optOut, "--count");
        assertThat(count.get("affected").asInt()).isEqualTo(2);
        assertThat(count.get("ignored").asInt()).isEqualTo(3);
        assertThat(count.get("countedByStore").asBoolean()).isTrue();
        assertThat(shell.heed("preview", optOut, "--count", "--plan", folder.resolve("p"))
                        .code())
                .isEqualTo(2);
    }

    @Test
    void the_query_is_explained_and_no_prospect_is_read() {
        importFew();
        CommandResult result = shell.heed("preview", optOut, "--explain-plan");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .containsPattern("Country is Canada or France +the database\\n")
                .containsPattern("Email Opt Out is No +the database\\n")
                .contains("SEARCH prospect USING INTEGER PRIMARY KEY")
                .doesNotContain("CA");
        JsonNode plan = shell.runJson("preview", optOut, "--explain-plan");
        assertThat(plan.get("exact").asBoolean()).isTrue();
        assertThat(plan.at("/conditions/1/by").asString()).isEqualTo("store");
        assertThat(plan.at("/steps/0").asString()).contains("PRIMARY KEY");
    }

    @Promise(4)
    @Test
    void an_automation_runs_only_once_without_the_option_again() {
        importFew();
        CommandResult first = shell.heed("run", optOut);
        assertThat(first.code()).isZero();
        assertThat(first.out())
                .contains("Run 2 of opt-out-canada-france")
                .contains("Affected 2 prospects.")
                .containsPattern("Applied +2");
        assertThat(first.err()).contains("heed undo 2");
        shell.clock().advance(Duration.ofDays(1));

        CommandResult second = shell.heed("run", optOut);
        assertThat(second.code()).isEqualTo(3);
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).contains("ran at 2026-03-01 14:00:00").contains("heed run " + optOut + " --again");
        JsonNode error = shell.heed("run", optOut, "--json").json().get("error");
        assertThat(error.get("code").asString()).isEqualTo("already-ran");
        assertThat(error.get("run").asInt()).isEqualTo(2);

        shell.runJson("set", "--prospect", "C", "Country=Canada", "--reason", "moved");
        assertThat(shell.runJson("run", optOut, "--again").get("applied").asInt())
                .isEqualTo(1);
        assertThat(optedOut()).containsExactly("A", "B", "C", "D");
    }

    @Test
    void a_run_that_affects_too_many_prospects_needs_their_number_confirmed() {
        importFew();
        Path everyone = shell.file(
                "everyone.json",
                OPT_OUT.replace("opt-out-canada-france", "everyone")
                        .replaceAll("(?s)\"who\".*?false \\} \\] \\},", "\"who\": { \"all\": [] },"));
        CommandResult refused = shell.heed("run", everyone);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("5 prospects").contains("--confirm 5");
        assertThat(shell.heed("run", everyone, "--confirm", "4").code()).isEqualTo(3);
        assertThat(optedOut()).containsExactly("B");
        assertThat(shell.runJson("run", everyone, "--confirm", "5")
                        .get("affected")
                        .asInt())
                .isEqualTo(5);
        assertThat(optedOut()).hasSize(5);
    }

    @Promise(5)
    @Test
    void a_plan_is_applied_exactly_and_prospects_that_changed_since_are_left_out_and_listed() {
        importFew();
        Path plan = folder.resolve("opt-out.plan");
        assertThat(shell.heed("preview", optOut, "--plan", plan).err()).contains("--plan " + plan);
        shell.runJson("set", "--prospect", "A", "Country=Germany", "--reason", "moved");
        shell.runJson("set", "--prospect", "C", "Country=Canada", "--reason", "moved");
        CommandResult run = shell.heed("run", optOut, "--plan", plan);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Left out, because they changed after the plan was made: A");
        assertThat(optedOut()).containsExactly("B", "D");
        JsonNode shown = shell.runJson("show", "2");
        assertThat(shown.get("changedSincePlan").asInt()).isEqualTo(1);
        assertThat(shown.at("/leftOut/0").asString()).isEqualTo("A");
    }

    @Test
    void a_plan_of_another_definition_or_a_damaged_plan_is_not_applied() {
        importFew();
        Path plan = folder.resolve("opt-out.plan");
        shell.runJson("preview", optOut, "--plan", plan);
        Path other = shell.file("other.json", OPT_OUT.replace("true", "false"));
        assertThat(shell.heed("run", other, "--plan", plan).code()).isEqualTo(3);
        shell.file("opt-out.plan", shell.readFile(plan).substring(5));
        assertThat(shell.heed("run", optOut, "--plan", plan).code()).isEqualTo(2);
        assertThat(shell.heed("run", optOut, "--plan", folder.resolve("none")).code())
                .isIn(1, 2);
        assertThat(optedOut()).containsExactly("B");
    }

    @Test
    void a_stopped_run_keeps_its_batches_and_can_be_resumed() {
        importMany(6_000);
        CommandResult stopped = stopInTheMiddle();
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.err()).contains("run 2 stopped on request").contains("heed resume 2");
        assertThat(optedOut()).hasSizeBetween(1, 5_999);
        assertThat(shell.heed("runs").out()).contains("stopped");

        Path edited = shell.file("edited.json", OPT_OUT.replace("everyone in", "all of"));
        CommandResult refused = shell.heed("run", edited);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("heed resume 2").contains("-  \"name\": \"Opt out everyone in");

        CommandResult resumed = shell.heed("resume", "2");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.out())
                .contains("Run 2 of opt-out-canada-france was resumed and finished")
                .contains("Affected 6,000 prospects.");
        assertThat(optedOut()).hasSize(6_000);
        assertThat(shell.heed("resume", "2").code()).isEqualTo(3);
        assertThat(shell.heed("resume", "7").code()).isEqualTo(2);
    }

    /** Runs the command and stops it a little later each time, until a batch of the run is committed. */
    private CommandResult stopInTheMiddle() {
        boolean started = false;
        for (int checks = 1; ; checks++) {
            shell.stopAfterChecks(checks);
            CommandResult stopped = shell.heed("run", optOut, "--confirm", "6000");
            shell.clearStop();
            if (!optedOut().isEmpty()) {
                return stopped;
            }
            if (!started && !shell.runJson("runs").get("runs").at("/1").isMissingNode()) {
                started = true;
                checks = 0; // A resumed run selects nothing before its first batch.
            }
        }
    }

    @Promise(6)
    @Test
    void undoing_puts_back_values_that_nobody_asserted_since_and_lists_those_that_stay() {
        importFew();
        shell.runJson("run", optOut);
        shell.runJson("set", "--prospect", "A", "Email Opt Out=Yes", "--reason", "asked on the phone");
        CommandResult preview = shell.heed("undo", "2", "--preview");
        assertThat(preview.out()).contains("would put back 1 value");
        assertThat(optedOut()).containsExactly("A", "B", "D");

        CommandResult undo = shell.heed("undo", "2");
        assertThat(undo.code()).isZero();
        assertThat(undo.out())
                .contains("Run 2 is undone: 1 value put back.")
                .contains("1 value stays, because somebody has asserted it since.")
                .containsPattern("A +Email Opt Out +Yes +asserted since +mira, profile edit");
        assertThat(optedOut()).containsExactly("A", "B");
        assertThat(shell.heed("undo", "2").code()).isEqualTo(3);
        assertThat(shell.heed("undo", "99").code()).isEqualTo(2);
        assertThat(shell.runJson("runs").at("/runs/1/state").asString()).isEqualTo("undone");
    }

    @Test
    void whom_a_run_affected_is_written_as_csv() {
        importFew();
        shell.runJson("run", optOut);

        assertThat(shell.heed("show", 2, "--csv", "-").out().lines())
                .startsWith("Id,Email,Action,Outcome,Why,Mail,Result of the mail")
                .hasSizeGreaterThan(1)
                .anyMatch(line -> line.endsWith(",applied,,,"));
        Path file = shell.file("affected.csv");
        assertThat(shell.heed("show", 2, "--csv", file).code()).isZero();
        assertThat(shell.readFile(file))
                .isEqualTo(shell.heed("show", 2, "--csv", "-").out());
        assertThat(shell.heed("show", 2, "--csv", shell.store()).code()).isEqualTo(2);
    }

    @Test
    void a_refusal_has_times_as_the_output_has_them_and_names_what_helps() {
        importFew();
        Path nowhere = shell.file("nowhere.plan");
        assertThat(shell.heed("run", optOut, "--plan", nowhere).err())
                .isEqualTo("error: there is no file " + nowhere + "\n");
        shell.heed("run", optOut);
        assertThat(shell.heed("run", optOut).err()).contains("ran at 2026-03-01 14:00:00 (run 2)");
        shell.heed("undo", 2);
        assertThat(shell.heed("undo", 2).err()).isEqualTo("error: run 2 was undone at 2026-03-01 14:00:00\n");
        assertThat(shell.heed("show", 99).err())
                .isEqualTo("error: there is no run 99. `heed runs --store " + shell.store() + "` lists the runs\n")
                .isEqualTo(shell.heed("show", 99).err())
                .isEqualTo(shell.heed("show", 99, "--csv", "-").err())
                .isEqualTo(shell.heed("sends", "--run", 99).err())
                .isEqualTo(shell.heed("pause", 99).err())
                .isEqualTo(shell.heed("cancel", 99).err());
    }

    @Test
    void a_run_is_shown_with_the_definition_it_was_started_with() {
        importFew();
        assertThat(shell.heed("runs").out()).doesNotContain("opt-out");
        shell.runJson("run", optOut);
        shell.file("opt-out.json", "gone");
        JsonNode run = shell.runJson("show", "2");
        assertThat(run.get("state").asString()).isEqualTo("finished");
        assertThat(run.get("definition").asString()).isEqualTo(OPT_OUT);
        assertThat(shell.heed("show", "2").out()).contains("finished").contains("\"value\": [\"Canada\", \"France\"]");
        assertThat(shell.heed("show", "3").code()).isEqualTo(2);
    }

    @Promise(7)
    @Test
    void an_invalid_definition_changes_nothing_and_every_problem_is_reported() {
        importFew();
        Path wrong =
                shell.file("wrong.json", OPT_OUT.replace("Country", "Contry").replace("set-field", "set-feild"));
        for (String command : List.of("run", "preview")) {
            CommandResult result = shell.heed(command, wrong);
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("wrong.json:5:16  /who/all/0/field")
                    .contains("Did you mean \"Country\"?")
                    .contains("Did you mean \"set-field\"?")
                    .contains("^");
            JsonNode error = shell.heed(command, wrong, "--json").json().get("error");
            assertThat(error.get("problems")
                            .valueStream()
                            .map(problem -> problem.get("code").asString()))
                    .containsExactly("unknown-field", "unknown-action");
        }
        assertThat(optedOut()).containsExactly("B");
        assertThat(shell.heed("runs").out()).doesNotContain("opt-out");
    }

    @Test
    void an_undo_and_its_preview_show_their_progress() {
        importMany(6_000);
        shell.runJson("run", optOut, "--confirm", "6000");
        shell.advanceAtEachCheck(Duration.ofSeconds(6));
        String progress = "Undoing 5,000 of 6,000 prospects";
        assertThat(shell.heed("undo", 2, "--preview").err()).contains(progress);
        assertThat(shell.heed("undo", 2).err()).contains(progress);
    }
}
