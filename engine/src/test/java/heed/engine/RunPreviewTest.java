package heed.engine;

import static heed.engine.EngineFixture.automation;
import static heed.engine.EngineFixture.countryIn;
import static heed.engine.EngineFixture.customStep;
import static heed.engine.EngineFixture.setField;
import static heed.engine.EngineFixture.source;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.definition.Automation;
import heed.engine.preview.AffectedCount;
import heed.engine.preview.QueryExplanation;
import heed.engine.preview.RunPreview;
import heed.engine.preview.RunPreview.ActionPreview;
import heed.engine.preview.SelectionExplanation;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.RandomCriteria;
import heed.filters.RandomProspects;
import heed.filters.reading.PredicateOf;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import heed.model.run.RunTally;
import heed.model.store.ImportRow;
import heed.model.store.Prefilter;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunPreviewTest {
    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new EngineFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Promise(5)
    void affected_and_ignored_prospects_add_up_to_all() {
        fixture.addProspects(24);

        RunPreview preview = preview(fixture.optOut().automation());

        assertThat(preview.affected()).isEqualTo(12);
        assertThat(preview.ignored()).isEqualTo(12);
        assertThat(preview.evaluationTime()).isEqualTo(new EvaluationTime(EngineFixture.NOW, ZoneOffset.UTC));
    }

    @Test
    void a_preview_counts_changed_unchanged_and_failed_prospects_for_each_action() {
        fixture.addProspects(24).addProspect("P1", CITY, "Rome").addProspect("P4", CITY, "rome");
        Automation automation = automation(
                "two",
                countryIn("CA", "FR"),
                setField("city", CITY, "Rome"),
                customStep(
                        "odd",
                        Set.of(CITY),
                        (prospects, evaluationTime) -> prospects.stream()
                                .<Effect>map(prospect -> {
                                    if (prospect.id().equals("P7")
                                            || prospect.id().equals("P8")) {
                                        throw new IllegalStateException("no luck with " + prospect.key());
                                    }
                                    return new Effect.FieldChange(
                                            prospect.key(),
                                            CITY,
                                            EngineFixture.value(CITY, "Rome"),
                                            EngineFixture.value(CITY, "Oslo"));
                                })
                                .toList()));

        assertThat(preview(automation).actions())
                .containsExactly(
                        new ActionPreview("city", "Set Field", 15, 1, 0, Optional.empty(), Optional.empty()),
                        new ActionPreview(
                                "odd",
                                "Custom",
                                14,
                                0,
                                2,
                                Optional.of("no luck with " + fixture.find("P7").key()),
                                Optional.empty()));
    }

    @Test
    void samples_are_the_first_affected_prospects_with_old_and_new_values() {
        fixture.addProspects(24).addProspect("P2", CITY, "Nice");
        Automation automation = automation(
                "two", countryIn("CA", "FR"), setField("1", EMAIL_OPT_OUT, "Yes"), setField("2", CITY, "Rome"));

        List<RunPreview.ProspectSample> samples = fixture.engine()
                .build()
                .preview(automation, 2, ProgressListener.NONE)
                .samples();

        assertThat(samples).extracting(RunPreview.ProspectSample::id).containsExactly("P1", "P2");
        assertThat(samples.get(1).changes())
                .containsExactly(
                        new RunPreview.PreviewedChange(
                                "1", EMAIL_OPT_OUT, Optional.of(Value.of(false)), Optional.of(Value.of(true))),
                        new RunPreview.PreviewedChange(
                                "2", CITY, EngineFixture.value(CITY, "Nice"), EngineFixture.value(CITY, "Rome")));
    }

    @Test
    void a_preview_changes_nothing() {
        fixture.addProspects(24);
        List<String> before = fixture.allRows();

        preview(fixture.optOut().automation());

        assertThat(fixture.allRows()).isEqualTo(before);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Promise(5)
    void preview_run_and_reference_evaluation_agree_on_random_automations(long seed) {
        Random random = new Random(seed);
        FieldCatalog fields = FieldCatalog.standard();
        fixture.addProspects(new RandomProspects(random, fields)
                .list(60).stream().map(RunPreviewTest::row).toList());
        List<Prospect> all =
                fixture.account.read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 100));
        RandomCriteria randomCriteria = new RandomCriteria(random, fields);
        EvaluationTime evaluationTime = new EvaluationTime(EngineFixture.NOW, ZoneOffset.UTC);
        for (int i = 0; i < 25; i++) {
            Criterion criterion = randomCriteria.next();
            Predicate<Prospect> reference = PredicateOf.criterion(criterion, evaluationTime);
            long affected = all.stream().filter(reference).count();
            long unchanged = all.stream()
                    .filter(reference)
                    .filter(prospect -> prospect.value(COUNTRY).map(Value::text).equals(Optional.of("IS")))
                    .count();
            Automation automation = automation(
                    "random-" + i, criterion, setField("1", COUNTRY, "IS"), setField("2", EMAIL_OPT_OUT, "Yes"));

            RunPreview preview = preview(automation);

            assertThat(preview.affected()).as("criterion %d", i).isEqualTo(affected);
            assertThat(preview.affected() + preview.ignored()).isEqualTo(60);
            assertThat(preview.actions().get(0).unchanged()).isEqualTo(unchanged);
            RunTally tally = fixture.engine()
                    .build()
                    .run(source(automation), RunOptions.DEFAULT.withConfirmedCount(affected), ProgressListener.NONE)
                    .run()
                    .tally();
            assertThat(tally.affected()).isEqualTo(affected);
            assertThat(tally.applied())
                    .isEqualTo(preview.actions().stream()
                            .mapToLong(ActionPreview::changed)
                            .sum());
            assertThat(tally.skipped())
                    .isEqualTo(preview.actions().stream()
                            .mapToLong(ActionPreview::unchanged)
                            .sum());
            all = fixture.account.read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 100));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {6, 7, 8})
    @Promise(5)
    void a_count_agrees_with_the_preview(long seed) {
        Random random = new Random(seed);
        RandomCriteria criteria = new RandomCriteria(random, FieldCatalog.standard());
        fixture.addProspects(new RandomProspects(random, FieldCatalog.standard())
                .list(100).stream().map(RunPreviewTest::row).toList());
        for (int i = 0; i < 40; i++) {
            Automation automation = automation("a" + i, criteria.next(), setField("city", CITY, "Rome"));
            RunPreview preview = preview(automation);
            AffectedCount byStore = fixture.engine().build().countAffected(automation, ProgressListener.NONE);
            AffectedCount byRules = Engine.builder(fixture.account)
                    .clock(fixture.clock)
                    .batchSize(7)
                    .build()
                    .countAffected(automation, ProgressListener.NONE);
            assertThat(List.of(byStore.affected(), byStore.ignored()))
                    .as("%s", automation.criteria())
                    .isEqualTo(List.of(preview.affected(), preview.ignored()))
                    .isEqualTo(List.of(byRules.affected(), byRules.ignored()));
            assertThat(byRules.countedByStore()).isFalse();
        }
    }

    @Test
    void the_rules_check_the_count_of_the_store_on_a_sample() {
        fixture.addProspects(24);
        Automation automation = fixture.optOut().automation();
        assertThat(fixture.engine().build().countAffected(automation, ProgressListener.NONE))
                .isEqualTo(new AffectedCount(
                        new EvaluationTime(EngineFixture.NOW, ZoneOffset.UTC), 12, 12, true, 24, List.of(), List.of()));

        Engine wrongPrefilter = Engine.builder(fixture.account)
                .clock(fixture.clock)
                .prefilter((criterion, evaluationTime) -> fixture.store.create(countryIn("DE"), evaluationTime))
                .build();
        assertThatThrownBy(() -> wrongPrefilter.countAffected(automation, ProgressListener.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("8 and 12 of 24 prospects");
    }

    @Test
    void a_query_explanation_says_which_conditions_the_store_decides_and_which_the_rules() {
        Criterion localDate = new Criterion.Comparison(
                StandardFields.CREATED,
                Operator.LESS_THAN,
                List.of(new Value.Date(
                        LocalDate.parse("2010-11-07")))); // the clocks of this zone went back over this midnight
        fixture.account.setZone(ZoneId.of("America/Goose_Bay"));
        Criterion either = new Criterion.Any(List.of(localDate, countryIn("FR")));
        Automation automation = automation(
                "a",
                new Criterion.All(
                        List.of(countryIn("CA"), localDate, new Criterion.All(List.of(countryIn("CA", "FR"), either)))),
                setField("city", CITY, "Rome"));

        QueryExplanation explanation = fixture.engine().build().explainQuery(automation);

        assertThat(explanation.exact()).isFalse();
        assertThat(explanation.conditions())
                .extracting(QueryExplanation.QueryCondition::decidedBy)
                .containsExactly(
                        QueryExplanation.DecidedBy.STORE,
                        QueryExplanation.DecidedBy.RULES,
                        QueryExplanation.DecidedBy.BOTH);
        assertThat(explanation.query().statement()).contains("country").doesNotContain("created <");
        assertThat(fixture.engine()
                        .build()
                        .explainQuery(automation("b", countryIn("CA"), setField("city", CITY, "Rome")))
                        .exact())
                .isTrue();
    }

    @Test
    void an_explanation_has_the_decision_the_criteria_and_the_planned_changes() {
        fixture.addProspects(3);
        Automation automation = fixture.optOut().automation();
        Engine engine = fixture.engine().build();

        SelectionExplanation selected = engine.explain(automation, fixture.find("P1"));
        assertThat(selected.matched()).isTrue();
        assertThat(selected.criteria().matched()).isTrue();
        assertThat(selected.criteria().parts()).hasSize(2).allMatch(part -> part.matched());
        assertThat(selected.actions())
                .containsExactly(new SelectionExplanation.PlannedAction(
                        "1",
                        List.of(new RunPreview.PreviewedChange(
                                "1", EMAIL_OPT_OUT, Optional.of(Value.of(false)), Optional.of(Value.of(true)))),
                        Optional.empty(),
                        Optional.empty()));

        SelectionExplanation ignored = engine.explain(automation, fixture.find("P3"));
        assertThat(ignored.matched()).isFalse();
        assertThat(ignored.criteria().parts())
                .extracting(part -> part.matched())
                .containsExactly(false, true);
        assertThat(ignored.actions()).isEmpty();
    }

    private static ImportRow row(Prospect prospect) {
        Map<Field, Optional<Value>> values = new HashMap<>();
        for (Field field : StandardFields.ALL) {
            prospect.value(field).ifPresent(value -> values.put(field, Optional.of(value)));
        }
        return new ImportRow(prospect.key().value(), values);
    }

    private RunPreview preview(Automation automation) {
        return fixture.engine().build().preview(automation, 10, ProgressListener.NONE);
    }
}
