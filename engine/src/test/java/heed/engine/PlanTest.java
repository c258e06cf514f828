package heed.engine;

import static heed.engine.World.automation;
import static heed.engine.World.custom;
import static heed.engine.World.in;
import static heed.engine.World.set;
import static heed.engine.World.source;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COMPANY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.LEAD_SCORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import heed.engine.definition.Automation;
import heed.model.field.Value;
import heed.model.run.Effect;
import heed.model.run.Run;
import heed.model.run.RunTally;
import heed.model.store.AccountStore;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Promise(5)
class PlanTest {
    @TempDir
    private Path directory;

    private World world;
    private Path plan;

    @BeforeEach
    void open() {
        world = new World(directory).people(24);
        plan = directory.resolve("opt-out.plan");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_plan_that_is_applied_does_what_a_run_does() {
        Preview preview = planned(world.optOut());
        RunReport report = apply(world.optOut());

        assertThat(preview.affected()).isEqualTo(12);
        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(report.run().fromStoredPlan()).isTrue();
        List<String> ledger = world.ledger(report.run());
        try (World other = new World(directory, "other.db").people(24)) {
            Run run = other.engine()
                    .build()
                    .run(other.optOut(), RunOptions.FIRST, Progress.SILENT)
                    .run();
            assertThat(ledger).isEqualTo(other.ledger(run));
            assertThat(world.everything().stream().filter(row -> row.startsWith("prospect") || row.startsWith("fact")))
                    .containsExactlyElementsOf(other.everything().stream()
                            .filter(row -> row.startsWith("prospect") || row.startsWith("fact"))
                            .toList());
        }
    }

    @Test
    void planning_changes_nothing() {
        List<String> before = world.everything();

        planned(world.optOut());

        assertThat(world.everything()).isEqualTo(before);
    }

    @Test
    void a_plan_is_applied_as_it_stands_though_others_would_be_selected_now() {
        planned(world.optOut());
        world.edit("P3", COUNTRY, "CA");
        world.clock.advance(Duration.ofDays(3));

        RunReport report = apply(world.optOut());

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(report.run().evaluationTime().instant()).isEqualTo(World.NOW);
        assertThat(world.text("P3", EMAIL_OPT_OUT)).isEqualTo("No");
    }

    @Test
    void prospects_who_changed_since_are_left_out_and_listed() {
        planned(world.optOut());
        world.edit("P1", COUNTRY, "DE");
        world.edit("P5", EMAIL_OPT_OUT, "Yes");
        world.edit("P7", CITY, "not asked about");

        RunReport report = apply(world.optOut());

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 10, 2, 0));
        assertThat(report.changedSincePlan()).isEqualTo(2);
        assertThat(report.leftOut()).extracting(RunReport.LeftOut::id).containsExactly("P1", "P5");
        assertThat(world.text("P1", EMAIL_OPT_OUT)).isEqualTo("No");
        assertThat(world.text("P7", EMAIL_OPT_OUT)).isEqualTo("Yes");
        assertThat(world.ledger(report.run()))
                .contains("P1 1 CHANGED_SINCE_PLAN: changed since the plan was made")
                .hasSize(12);
    }

    @Test
    void a_change_of_what_an_action_reads_leaves_a_prospect_out_of_every_action() {
        Automation automation = automation("two", in("CA"), set("a", LEAD_SCORE, "5"), set("b", CITY, "Rome"));
        planned(source(automation));
        world.edit("P1", CITY, "Oslo");

        RunReport report = apply(source(automation));

        assertThat(report.run().tally()).isEqualTo(new RunTally(8, 14, 2, 0));
        assertThat(report.changedSincePlan()).isEqualTo(1);
        assertThat(world.text("P1", LEAD_SCORE)).isEmpty();
    }

    @Test
    void a_change_of_what_an_action_did_not_say_that_it_reads_is_noticed() {
        Automation automation = automation(
                "secretive",
                in("CA"),
                custom(
                        "1",
                        Set.of(),
                        (prospects, moment) -> prospects.stream()
                                .<Effect>map(prospect -> new Effect.FieldChange(
                                        prospect.key(), COMPANY, prospect.value(COMPANY), World.value(COMPANY, "Acme")))
                                .toList()));
        planned(source(automation));
        world.edit("P1", COMPANY, "Other");

        assertThat(apply(source(automation)).leftOut())
                .extracting(RunReport.LeftOut::id)
                .containsExactly("P1");
        assertThat(world.text("P1", COMPANY)).isEqualTo("Other");
    }

    @Test
    void what_failed_when_it_was_planned_is_not_done_and_told_as_failed() {
        Automation automation = automation(
                "picky",
                in("CA"),
                custom(
                        "1",
                        Set.of(CITY),
                        (prospects, moment) -> prospects.stream()
                                .<Effect>map(prospect -> {
                                    if (prospect.id().equals("P4")) {
                                        throw new IllegalStateException("no");
                                    }
                                    return new Effect.FieldChange(
                                            prospect.key(), CITY, prospect.value(CITY), World.value(CITY, "Rome"));
                                })
                                .toList()));
        assertThat(planned(source(automation)).actions().get(0).failed()).isEqualTo(1);

        RunReport report = apply(source(automation));

        assertThat(report.run().tally()).isEqualTo(new RunTally(8, 7, 0, 1));
        assertThat(world.ledger(report.run())).contains("P4 1 FAILED: no");
        assertThat(report.failures())
                .extracting(RunReport.Failure::id, RunReport.Failure::why)
                .containsExactly(tuple("P4", "no"));
    }

    @Test
    void every_kind_of_value_survives_in_a_plan() {
        List<String> texts = List.of("Zoë \"Q\" \\ \u2028 ; x", "日本 \uD83D\uDE00", "=1+1", "a\tb\u0001c");
        for (int i = 0; i < texts.size(); i++) {
            Automation automation = automation(
                    "values-" + i,
                    in("CA"),
                    set("1", CITY, texts.get(i)),
                    set("2", LEAD_SCORE, "0.00000123456789012345".substring(0, 18)),
                    set("3", COUNTRY, "Atlantis"),
                    set("4", COMPANY, ""));
            plan = directory.resolve("plan-" + i);
            world.person("X" + i, COUNTRY, "CA", COMPANY, "Old; \"one\"");
            planned(source(automation));
            apply(source(automation));

            assertThat(world.text("X" + i, CITY))
                    .isEqualTo(World.value(CITY, texts.get(i)).orElseThrow().text());
            assertThat(world.text("X" + i, LEAD_SCORE)).isEqualTo("0.0000012345678901");
            assertThat(world.text("X" + i, COUNTRY)).isEqualTo("Atlantis");
            assertThat(world.text("X" + i, COMPANY)).isEmpty();
        }
    }

    @Test
    void a_plan_of_another_store_account_automation_or_definition_is_refused() throws IOException {
        planned(world.optOut());
        assertForeign("definition", world.engine().build(), world.read(World.OPT_OUT.replace("Canada", "Germany")));
        assertForeign(
                "automation", world.engine().build(), world.read(World.OPT_OUT.replace("\"opt-out\"", "\"other\"")));
        AccountStore account = world.store.addAccount("Other", ZoneOffset.UTC);
        assertForeign("account", world.engine(account).build(), world.optOut());
        try (World other = new World(directory, "other.db").people(24)) {
            assertForeign("store", other.engine().build(), world.optOut());
        }
        assertThat(world.runs()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void a_damaged_plan_does_nothing(long seed) throws IOException {
        planned(world.optOut());
        byte[] whole = Files.readAllBytes(plan);
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            Files.write(plan, damaged(whole, random, i));

            assertThatThrownBy(() -> apply(world.optOut()))
                    .as("damage %d", i)
                    .satisfiesAnyOf(
                            e -> assertThat(e)
                                    .isInstanceOf(PlanFileException.class)
                                    .hasMessageStartingWith("opt-out.plan"),
                            e -> assertThat(((RefusedException) e).refusal()).isInstanceOf(Refusal.ForeignPlan.class));
            assertThat(world.runs()).isEmpty();
        }
        Files.write(plan, whole);
        assertThat(apply(world.optOut()).run().tally().applied()).isEqualTo(12);
    }

    private static byte[] damaged(byte[] whole, Random random, int kind) {
        int at = random.nextInt(whole.length);
        byte[] bytes = whole.clone();
        switch (kind % 4) {
            case 0 -> bytes[at] ^= (byte) (1 + random.nextInt(255));
            case 1 -> bytes = Arrays.copyOf(whole, at);
            case 2 -> bytes = join(whole, Arrays.copyOfRange(whole, at, whole.length));
            default -> {
                List<String> lines = new ArrayList<>(
                        new String(whole, StandardCharsets.UTF_8).lines().toList());
                lines.remove(random.nextInt(lines.size()));
                bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            }
        }
        return bytes;
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    @Test
    void a_plan_that_someone_rewrote_with_a_right_checksum_still_does_nothing_that_is_not_planned() throws IOException {
        planned(world.optOut());
        String whole = Files.readString(plan);
        String body = whole.substring(0, whole.lastIndexOf("{\"affected\""));
        long key = world.find("P1").key().value();
        for (String wrong : List.of(
                body.replace("\"field\":\"emailOptOut\"", "\"field\":\"id\""),
                body.replace("\"field\":\"emailOptOut\"", "\"field\":\"Email Opt Out\""),
                body.replace("\"field\":\"emailOptOut\"", "\"field\":\"nonsense\""),
                body.replace("\"action\":\"1\"", "\"action\":\"2\""),
                body.replace("\"to\":\"Yes\"", "\"to\":\"perhaps\""),
                body.replace("\"to\":\"Yes\"", "\"to\":\"yes\""),
                body.replace("\"to\":\"Yes\"", "\"to\":\"Yes\",\"to\":\"No\""),
                body.replace("\"to\":\"Yes\"", "\"to\":\"Yes\",\"also\":\"No\""),
                body.replace(",\"to\":\"Yes\"", ""),
                body.replace("\"prospect\":" + key + ",", "\"prospect\":" + (key + 99_999) + ","),
                body.replace("\"prospect\":" + key + ",", "\"prospect\":\"" + key + "\","),
                body.replace("\"plan\":2", "\"plan\":1"),
                body.replace("\"failure\":null", "\"failure\":\"it broke\""),
                body.replace("\"zone\":\"Z\"", "\"zone\":\"Mars/Olympus\""),
                body.replace("\"effects\":[", "\"effects\":[null,"),
                body + body.substring(body.indexOf('\n') + 1))) {
            assertThat(wrong).isNotEqualTo(body);
            Files.writeString(plan, signed(wrong, 12));

            assertThatThrownBy(() -> apply(world.optOut()))
                    .as(wrong.substring(0, 400))
                    .isInstanceOf(PlanFileException.class);
            assertThat(world.runs()).isEmpty();
        }
    }

    @Test
    void an_effect_from_another_value_than_the_prospect_has_is_left_out() throws IOException {
        world.edit("P1", CITY, "Oslo");
        AutomationSource source = source(automation("city", in("CA"), set("1", CITY, "Rome")));
        planned(source);
        String whole = Files.readString(plan);
        String body = whole.substring(0, whole.lastIndexOf("{\"affected\"")).replace("Oslo", "Bern");
        Files.writeString(plan, signed(body, 8));

        assertThat(apply(source).leftOut()).extracting(RunReport.LeftOut::id).containsExactly("P1");
    }

    private static String signed(String body, long affected) {
        String sum = HexFormat.of().formatHex(Fingerprint.sha256().digest(body.getBytes(StandardCharsets.UTF_8)));
        return body + "{\"affected\":" + affected + ",\"ignored\":0,\"sha256\":\"" + sum + "\"}\n";
    }

    @Test
    void what_is_no_plan_or_not_there_is_said_to_be_so() throws IOException {
        Files.writeString(plan, World.OPT_OUT);
        assertThatThrownBy(() -> apply(world.optOut()))
                .hasMessage("opt-out.plan:1: the plan cannot be used: the line is no part of a plan");
        Files.writeString(plan, "");
        assertThatThrownBy(() -> apply(world.optOut()))
                .hasMessage("opt-out.plan:1: the plan cannot be used: it is empty");
        plan = directory.resolve("missing");
        assertThatThrownBy(() -> apply(world.optOut())).hasMessage("missing: it cannot be read");
    }

    @Test
    void a_failed_planning_leaves_the_file_as_it_was() throws IOException {
        Files.writeString(plan, "an earlier one");

        assertThatThrownBy(() -> world.engine().build().plan(world.optOut(), 0, plan, step -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");

        assertThat(plan).hasContent("an earlier one");
        assertThat(directory.toFile().list()).noneMatch(name -> name.contains("unfinished"));
    }

    @Test
    void a_stopped_run_of_a_plan_goes_on_with_it_and_with_no_other() throws IOException {
        planned(world.optOut());
        Path same = Files.copy(plan, directory.resolve("same.plan"));
        assertThatThrownBy(() -> world.engine().build().run(world.optOut(), RunOptions.FIRST.applying(plan), step -> {
                    if (step.batches() == 2) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .isInstanceOf(RunFailedException.class);
        world.edit("P23", EMAIL_OPT_OUT, "Yes");
        plan = directory.resolve("later.plan");
        planned(world.optOut());

        assertThatThrownBy(() -> apply(world.optOut()))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.OtherPlan.class));

        plan = same;
        RunReport report = apply(world.optOut());
        assertThat(report.resumed()).isTrue();
        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 11, 1, 0));
        assertThat(report.leftOut()).extracting(RunReport.LeftOut::id).containsExactly("P23");
    }

    @Test
    void a_stopped_run_without_a_plan_takes_none() {
        planned(world.optOut());
        assertThatThrownBy(() -> world.engine().build().run(world.optOut(), RunOptions.FIRST, step -> {
                    if (step.phase() == Progress.Phase.RUNNING && step.batches() == 2) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .isInstanceOf(RunFailedException.class);

        assertThatThrownBy(() -> apply(world.optOut())).hasMessageContaining("not with this plan");
    }

    @ParameterizedTest(name = "after the commit: {0}")
    @ValueSource(booleans = {false, true})
    void a_run_of_a_plan_that_dies_at_any_write_is_finished_by_the_same_command(boolean afterCommit) {
        for (int fatal = 1; fatal <= 7; fatal++) {
            try (World one = new World(directory, "crash-" + afterCommit + fatal + ".db").people(24)) {
                Path itsPlan = directory.resolve("crash.plan");
                one.engine().build().plan(one.optOut(), 0, itsPlan, Progress.SILENT);
                RunOptions options = RunOptions.FIRST.applying(itsPlan);
                FailingStore failing = new FailingStore(one.account, fatal, afterCommit);
                try {
                    one.engine(failing).build().run(one.optOut(), options, Progress.SILENT);
                } catch (RuntimeException e) {
                    assertThat(failing.dead()).isTrue();
                    one.clock.advance(Duration.ofSeconds(30));
                    try {
                        one.engine().build().run(one.optOut(), options, Progress.SILENT);
                    } catch (RefusedException finished) {
                        assertThat(finished.refusal()).isInstanceOf(Refusal.AlreadyRan.class);
                    }
                }
                Run run = one.runs().get(0);
                assertThat(run.status()).isEqualTo(Run.Status.FINISHED);
                assertThat(run.tally()).isEqualTo(new RunTally(12, 12, 0, 0));
                assertThat(one.ledger(run)).hasSize(12).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void a_large_plan_is_kept_in_parts() {
        planned(world.optOut());
        RunReport report = world.engine()
                .batchSize(1)
                .build()
                .run(world.optOut(), RunOptions.FIRST.applying(plan), Progress.SILENT);

        assertThat(report.run().tally().applied()).isEqualTo(12);
        assertThat(world.find("P1").value(EMAIL_OPT_OUT)).contains(Value.of(true));
    }

    private void assertForeign(String what, Engine engine, AutomationSource source) {
        assertThatThrownBy(() -> engine.run(source, RunOptions.FIRST.applying(plan), Progress.SILENT))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(new Refusal.ForeignPlan(what)));
    }

    private Preview planned(AutomationSource source) {
        return world.engine().build().plan(source, 5, plan, Progress.SILENT);
    }

    private RunReport apply(AutomationSource source) {
        return world.engine().build().run(source, RunOptions.FIRST.applying(plan), Progress.SILENT);
    }
}
