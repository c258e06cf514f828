package heed.engine;

import static heed.engine.EngineFixture.automation;
import static heed.engine.EngineFixture.countryIn;
import static heed.engine.EngineFixture.customStep;
import static heed.engine.EngineFixture.setField;
import static heed.engine.EngineFixture.source;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COMPANY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.LEAD_SCORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import heed.engine.definition.Automation;
import heed.engine.definition.AutomationSource;
import heed.engine.preview.RunPreview;
import heed.engine.run.PlanFileException;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.model.field.Value;
import heed.model.run.Effect;
import heed.model.run.Run;
import heed.model.run.RunTally;
import heed.model.store.AccountStore;
import heed.model.testing.Promise;
import heed.model.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Promise(5)
class StoredPlanTest {
    @TempDir
    private Path directory;

    private EngineFixture fixture;
    private Path plan;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(directory).addProspects(24);
        plan = directory.resolve("opt-out.plan");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void applying_a_plan_has_the_same_result_as_a_run() {
        RunPreview preview = writePlan(fixture.optOut());
        RunReport report = applyPlan(fixture.optOut());

        assertThat(preview.affected()).isEqualTo(12);
        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(report.run().fromStoredPlan()).isTrue();
        List<String> ledger = fixture.ledger(report.run());
        try (EngineFixture other = new EngineFixture(directory, "other.db").addProspects(24)) {
            Run run = other.engine()
                    .build()
                    .run(other.optOut(), RunOptions.DEFAULT, ProgressListener.NONE)
                    .run();
            assertThat(ledger).isEqualTo(other.ledger(run));
            assertThat(fixture.allRows().stream().filter(row -> row.startsWith("prospect") || row.startsWith("fact")))
                    .containsExactlyElementsOf(other.allRows().stream()
                            .filter(row -> row.startsWith("prospect") || row.startsWith("fact"))
                            .toList());
        }
    }

    @Test
    void writing_a_plan_changes_nothing() {
        List<String> before = fixture.allRows();

        writePlan(fixture.optOut());

        assertThat(fixture.allRows()).isEqualTo(before);
    }

    @Test
    void a_plan_is_applied_as_written_even_if_other_prospects_would_be_selected_now() {
        writePlan(fixture.optOut());
        fixture.editField("P3", COUNTRY, "CA");
        fixture.clock.advance(Duration.ofDays(3));

        RunReport report = applyPlan(fixture.optOut());

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(report.run().evaluationTime().instant()).isEqualTo(EngineFixture.NOW);
        assertThat(fixture.valueText("P3", EMAIL_OPT_OUT)).isEqualTo("No");
    }

    @Test
    void prospects_that_changed_since_the_plan_are_left_out_and_listed() {
        writePlan(fixture.optOut());
        fixture.editField("P1", COUNTRY, "DE");
        fixture.editField("P5", EMAIL_OPT_OUT, "Yes");
        fixture.editField("P7", CITY, "not an input");

        RunReport report = applyPlan(fixture.optOut());

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 10, 2, 0));
        assertThat(report.changedCount()).isEqualTo(2);
        assertThat(report.changedProspects())
                .extracting(RunReport.ChangedProspect::id)
                .containsExactly("P1", "P5");
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).isEqualTo("No");
        assertThat(fixture.valueText("P7", EMAIL_OPT_OUT)).isEqualTo("Yes");
        assertThat(fixture.ledger(report.run()))
                .contains("P1 1 CHANGED_SINCE_PLAN: changed since the plan was made")
                .hasSize(12);
    }

    @Test
    void a_changed_input_of_one_action_leaves_the_prospect_out_of_every_action() {
        Automation automation =
                automation("two", countryIn("CA"), setField("a", LEAD_SCORE, "5"), setField("b", CITY, "Rome"));
        writePlan(source(automation));
        fixture.editField("P1", CITY, "Oslo");

        RunReport report = applyPlan(source(automation));

        assertThat(report.run().tally()).isEqualTo(new RunTally(8, 14, 2, 0));
        assertThat(report.changedCount()).isEqualTo(1);
        assertThat(fixture.valueText("P1", LEAD_SCORE)).isEmpty();
    }

    @Test
    void a_changed_input_that_an_action_does_not_list_is_noticed() {
        Automation automation = automation(
                "undeclared-input",
                countryIn("CA"),
                customStep(
                        "1",
                        Set.of(),
                        (prospects, evaluationTime) -> prospects.stream()
                                .<Effect>map(prospect -> new Effect.FieldChange(
                                        prospect.key(),
                                        COMPANY,
                                        prospect.value(COMPANY),
                                        EngineFixture.value(COMPANY, "Acme")))
                                .toList()));
        writePlan(source(automation));
        fixture.editField("P1", COMPANY, "Other");

        assertThat(applyPlan(source(automation)).changedProspects())
                .extracting(RunReport.ChangedProspect::id)
                .containsExactly("P1");
        assertThat(fixture.valueText("P1", COMPANY)).isEqualTo("Other");
    }

    @Test
    void an_action_that_failed_in_the_plan_is_reported_as_failed_by_the_run() {
        Automation automation = automation(
                "picky",
                countryIn("CA"),
                customStep(
                        "1",
                        Set.of(CITY),
                        (prospects, evaluationTime) -> prospects.stream()
                                .<Effect>map(prospect -> {
                                    if (prospect.id().equals("P4")) {
                                        throw new IllegalStateException("no");
                                    }
                                    return new Effect.FieldChange(
                                            prospect.key(),
                                            CITY,
                                            prospect.value(CITY),
                                            EngineFixture.value(CITY, "Rome"));
                                })
                                .toList()));
        assertThat(writePlan(source(automation)).actions().get(0).failed()).isEqualTo(1);

        RunReport report = applyPlan(source(automation));

        assertThat(report.run().tally()).isEqualTo(new RunTally(8, 7, 0, 1));
        assertThat(fixture.ledger(report.run())).contains("P4 1 FAILED: no");
        assertThat(report.failures())
                .extracting(RunReport.FailedAction::id, RunReport.FailedAction::reason)
                .containsExactly(tuple("P4", "no"));
    }

    @Test
    void values_of_every_kind_survive_in_a_plan() {
        List<String> texts = List.of("Zoë \"Q\" \\ \u2028 ; x", "日本 \uD83D\uDE00", "=1+1", "a\tb\u0001c");
        for (int i = 0; i < texts.size(); i++) {
            Automation automation = automation(
                    "values-" + i,
                    countryIn("CA"),
                    setField("1", CITY, texts.get(i)),
                    setField("2", LEAD_SCORE, "0.00000123456789012345".substring(0, 18)),
                    setField("3", COUNTRY, "Atlantis"),
                    setField("4", COMPANY, ""));
            plan = directory.resolve("plan-" + i);
            fixture.addProspect("X" + i, COUNTRY, "CA", COMPANY, "Old; \"one\"");
            writePlan(source(automation));
            applyPlan(source(automation));

            assertThat(fixture.valueText("X" + i, CITY))
                    .isEqualTo(EngineFixture.value(CITY, texts.get(i))
                            .orElseThrow()
                            .text());
            assertThat(fixture.valueText("X" + i, LEAD_SCORE)).isEqualTo("0.0000012345678901");
            assertThat(fixture.valueText("X" + i, COUNTRY)).isEqualTo("Atlantis");
            assertThat(fixture.valueText("X" + i, COMPANY)).isEmpty();
        }
    }

    @Test
    void a_plan_of_another_store_account_automation_or_definition_is_refused() throws IOException {
        writePlan(fixture.optOut());
        assertForeign(
                "definition",
                fixture.engine().build(),
                fixture.read(EngineFixture.OPT_OUT.replace("Canada", "Germany")));
        assertForeign(
                "automation",
                fixture.engine().build(),
                fixture.read(EngineFixture.OPT_OUT.replace("\"opt-out\"", "\"other\"")));
        AccountStore account = fixture.store.addAccount("Other", ZoneOffset.UTC);
        assertForeign("account", fixture.engine(account).build(), fixture.optOut());
        try (EngineFixture other = new EngineFixture(directory, "other.db").addProspects(24)) {
            assertForeign("store", other.engine().build(), fixture.optOut());
        }
        assertThat(fixture.runs()).isEmpty();
    }

    /** The store was restored from a backup since the plan was made, or somebody has edited the plan and its checksum. */
    @Test
    void a_plan_that_the_store_does_not_know_is_refused() throws IOException {
        writePlan(fixture.optOut());
        String whole = Files.readString(plan);
        String body = whole.substring(0, whole.lastIndexOf("{\"affected\"")).replaceFirst("T[0-9:.]+Z", "T00:00:00Z");
        Files.writeString(plan, body + "{\"affected\":12,\"ignored\":12,\"sha256\":\"" + Sha256.hex(body) + "\"}\n");

        assertThatThrownBy(() -> applyPlan(fixture.optOut()))
                .isInstanceOfSatisfying(
                        RunRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(new RunRefusal.UnknownPlan()));

        assertThat(fixture.runs()).isEmpty();
        assertThat(fixture.find("P1").value(EMAIL_OPT_OUT)).contains(Value.of(false));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void a_damaged_plan_is_refused_and_changes_nothing(long seed) throws IOException {
        writePlan(fixture.optOut());
        byte[] original = Files.readAllBytes(plan);
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            Files.write(plan, damage(original, random, i));

            assertThatThrownBy(() -> applyPlan(fixture.optOut()))
                    .as("damage %d", i)
                    .satisfiesAnyOf(
                            e -> assertThat(e)
                                    .isInstanceOf(PlanFileException.class)
                                    .hasMessageStartingWith("opt-out.plan"),
                            e -> assertThat(((RunRefusedException) e).refusal())
                                    .isInstanceOf(RunRefusal.ForeignPlan.class));
            assertThat(fixture.runs()).isEmpty();
        }
        Files.write(plan, original);
        assertThat(applyPlan(fixture.optOut()).run().tally().applied()).isEqualTo(12);
    }

    private static byte[] damage(byte[] original, Random random, int damageKind) {
        int at = random.nextInt(original.length);
        byte[] bytes = original.clone();
        switch (damageKind % 4) {
            case 0 -> bytes[at] ^= (byte) (1 + random.nextInt(255));
            case 1 -> bytes = Arrays.copyOf(original, at);
            case 2 -> bytes = join(original, Arrays.copyOfRange(original, at, original.length));
            default -> {
                List<String> lines = new ArrayList<>(
                        new String(original, StandardCharsets.UTF_8).lines().toList());
                lines.remove(random.nextInt(lines.size()));
                bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            }
        }
        return bytes;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void an_edited_plan_with_a_valid_checksum_is_refused() throws IOException {
        writePlan(fixture.optOut());
        String whole = Files.readString(plan);
        String body = whole.substring(0, whole.lastIndexOf("{\"affected\""));
        long key = fixture.find("P1").key().value();
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
            Files.writeString(plan, withChecksum(wrong, 12));

            assertThatThrownBy(() -> applyPlan(fixture.optOut()))
                    .as(wrong.substring(0, 400))
                    .isInstanceOf(PlanFileException.class);
            assertThat(fixture.runs()).isEmpty();
        }
    }

    @Test
    void an_effect_from_a_value_that_the_prospect_does_not_have_is_left_out() throws IOException {
        fixture.editField("P1", CITY, "Oslo");
        AutomationSource source = source(automation("city", countryIn("CA"), setField("1", CITY, "Rome")));
        writePlan(source);
        String whole = Files.readString(plan);
        String body = whole.substring(0, whole.lastIndexOf("{\"affected\"")).replace("Oslo", "Bern");
        Files.writeString(plan, withChecksum(body, 8));

        assertThat(applyPlan(source).changedProspects())
                .extracting(RunReport.ChangedProspect::id)
                .containsExactly("P1");
    }

    /** A plan is a file: whoever edits it can also compute its checksum. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"field\":.*\"failure\" | \"field\":\"emailOptOut\",\"from\":\"Yes\",\"to\":\"No\",\"failure\"",
                "\"to\":\"Rome\" | \"to\":\"Bern\"",
                "\"effects\":\\[(.*)] | \"effects\":[$1,$1]",
                "\"effects\":\\[.*] | \"effects\":[]"
            })
    @Promise(5)
    void an_effect_that_the_definition_does_not_have_is_left_out(String written, String forged) throws IOException {
        fixture.editField("P1", EMAIL_OPT_OUT, "Yes");
        AutomationSource source = source(automation("city", countryIn("CA"), setField("1", CITY, "Rome")));
        writePlan(source);
        String whole = Files.readString(plan);
        String body = whole.substring(0, whole.lastIndexOf("{\"affected\""));
        String line = body.lines()
                .filter(text ->
                        text.contains("\"prospect\":" + fixture.find("P1").key().value() + ","))
                .findFirst()
                .orElseThrow();
        assertThat(line.replaceAll(written, forged)).isNotEqualTo(line);
        Files.writeString(plan, withChecksum(body.replace(line, line.replaceAll(written, forged)), 8));

        RunReport report = applyPlan(source);

        assertThat(report.changedProspects())
                .extracting(RunReport.ChangedProspect::id)
                .containsExactly("P1");
        assertThat(fixture.valueText("P1", EMAIL_OPT_OUT)).contains("Yes");
        assertThat(fixture.valueText("P1", CITY)).isEmpty();
        assertThat(fixture.valueText("P4", CITY)).contains("Rome");
    }

    /** Completes a plan, and makes the store know it. */
    private String withChecksum(String body, long affected) {
        String checksum = Sha256.hex(body);
        boolean unused = fixture.account.write(work -> work.recordPlan(checksum, fixture.clock.instant()));
        return body + "{\"affected\":" + affected + ",\"ignored\":0,\"sha256\":\"" + checksum + "\"}\n";
    }

    @Test
    void a_file_that_is_no_plan_or_missing_is_reported() throws IOException {
        Files.writeString(plan, EngineFixture.OPT_OUT);
        assertThatThrownBy(() -> applyPlan(fixture.optOut()))
                .hasMessage("opt-out.plan:1: the plan cannot be used: the line does not belong in a plan");
        Files.writeString(plan, "");
        assertThatThrownBy(() -> applyPlan(fixture.optOut()))
                .hasMessage("opt-out.plan:1: the plan cannot be used: it is empty");
        plan = directory.resolve("missing");
        assertThatThrownBy(() -> applyPlan(fixture.optOut())).hasMessage("missing: it cannot be read");
    }

    @Test
    void a_plan_that_fails_leaves_the_existing_file_unchanged() throws IOException {
        Files.writeString(plan, "an earlier one");

        assertThatThrownBy(() -> fixture.engine().build().plan(fixture.optOut(), 0, plan, state -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");

        assertThat(plan).hasContent("an earlier one");
        assertThat(directory.toFile().list()).noneMatch(name -> name.contains("unfinished"));
    }

    @Test
    void a_stopped_run_of_a_plan_is_resumed_with_the_same_plan_only() throws IOException {
        writePlan(fixture.optOut());
        Path same = Files.copy(plan, directory.resolve("same.plan"));
        assertThatThrownBy(() -> fixture.engine()
                        .build()
                        .run(fixture.optOut(), RunOptions.DEFAULT.withPlan(plan), state -> {
                            if (state.batches() == 2) {
                                throw new IllegalStateException("stop");
                            }
                        }))
                .isInstanceOf(RunFailedException.class);
        fixture.editField("P23", EMAIL_OPT_OUT, "Yes");
        plan = directory.resolve("later.plan");
        writePlan(fixture.optOut());

        assertThatThrownBy(() -> applyPlan(fixture.optOut()))
                .isInstanceOfSatisfying(
                        RunRefusedException.class,
                        e -> assertThat(e.refusal()).isInstanceOf(RunRefusal.PlanMismatch.class));

        plan = same;
        RunReport report = applyPlan(fixture.optOut());
        assertThat(report.resumed()).isTrue();
        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 11, 1, 0));
        assertThat(report.changedProspects())
                .extracting(RunReport.ChangedProspect::id)
                .containsExactly("P23");
    }

    @Test
    void a_stopped_run_without_a_plan_cannot_be_resumed_with_one() {
        writePlan(fixture.optOut());
        assertThatThrownBy(() -> fixture.engine().build().run(fixture.optOut(), RunOptions.DEFAULT, state -> {
                    if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() == 2) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .isInstanceOf(RunFailedException.class);

        assertThatThrownBy(() -> applyPlan(fixture.optOut())).hasMessageContaining("was not started with this plan");
    }

    @ParameterizedTest(name = "after the commit: {0}")
    @ValueSource(booleans = {false, true})
    void a_run_of_a_plan_that_dies_at_any_write_is_finished_by_the_same_call(boolean afterCommit) {
        for (int fatalWrite = 1; fatalWrite <= 7; fatalWrite++) {
            try (EngineFixture crashFixture =
                    new EngineFixture(directory, "crash-" + afterCommit + fatalWrite + ".db").addProspects(24)) {
                Path crashPlan = directory.resolve("crash.plan");
                crashFixture.engine().build().plan(crashFixture.optOut(), 0, crashPlan, ProgressListener.NONE);
                RunOptions options = RunOptions.DEFAULT.withPlan(crashPlan);
                CrashingStore crashing = new CrashingStore(crashFixture.account, fatalWrite, afterCommit);
                try {
                    crashFixture.engine(crashing).build().run(crashFixture.optOut(), options, ProgressListener.NONE);
                } catch (RuntimeException e) {
                    assertThat(crashing.crashed()).isTrue();
                    crashFixture.clock.advance(Duration.ofSeconds(30));
                    try {
                        crashFixture.engine().build().run(crashFixture.optOut(), options, ProgressListener.NONE);
                    } catch (RunRefusedException alreadyRan) {
                        assertThat(alreadyRan.refusal()).isInstanceOf(RunRefusal.AlreadyRan.class);
                    }
                }
                Run run = crashFixture.runs().get(0);
                assertThat(run.status()).isEqualTo(Run.Status.FINISHED);
                assertThat(run.tally()).isEqualTo(new RunTally(12, 12, 0, 0));
                assertThat(crashFixture.ledger(run)).hasSize(12).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void a_large_plan_is_stored_in_several_parts() {
        writePlan(fixture.optOut());
        RunReport report = fixture.engine()
                .batchSize(1)
                .build()
                .run(fixture.optOut(), RunOptions.DEFAULT.withPlan(plan), ProgressListener.NONE);

        assertThat(report.run().tally().applied()).isEqualTo(12);
        assertThat(fixture.find("P1").value(EMAIL_OPT_OUT)).contains(Value.of(true));
    }

    private void assertForeign(String subject, Engine engine, AutomationSource source) {
        assertThatThrownBy(() -> engine.run(source, RunOptions.DEFAULT.withPlan(plan), ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        RunRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(new RunRefusal.ForeignPlan(subject)));
    }

    private RunPreview writePlan(AutomationSource source) {
        return fixture.engine().build().plan(source, 5, plan, ProgressListener.NONE);
    }

    private RunReport applyPlan(AutomationSource source) {
        return fixture.engine().build().run(source, RunOptions.DEFAULT.withPlan(plan), ProgressListener.NONE);
    }
}
