package heed.engine;

import static heed.engine.World.automation;
import static heed.engine.World.custom;
import static heed.engine.World.in;
import static heed.engine.World.set;
import static heed.engine.World.source;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.Preview.ActionPreview;
import heed.engine.definition.Automation;
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

class PreviewTest {
    private World world;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = new World(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Promise(5)
    void affected_and_ignored_are_everyone() {
        world.people(24);

        Preview preview = preview(world.optOut().automation());

        assertThat(preview.affected()).isEqualTo(12);
        assertThat(preview.ignored()).isEqualTo(12);
        assertThat(preview.moment()).isEqualTo(new EvaluationTime(World.NOW, ZoneOffset.UTC));
    }

    @Test
    void each_action_says_how_many_it_would_change_leave_and_fail_on() {
        world.people(24).person("P1", CITY, "Rome").person("P4", CITY, "rome");
        Automation automation = automation(
                "two",
                in("CA", "FR"),
                set("city", CITY, "Rome"),
                custom(
                        "odd",
                        Set.of(CITY),
                        (prospects, moment) -> prospects.stream()
                                .<Effect>map(prospect -> {
                                    if (prospect.id().equals("P7")
                                            || prospect.id().equals("P8")) {
                                        throw new IllegalStateException("no luck with " + prospect.key());
                                    }
                                    return new Effect.FieldChange(
                                            prospect.key(), CITY, World.value(CITY, "Rome"), World.value(CITY, "Oslo"));
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
                                Optional.of("no luck with " + world.find("P7").key()),
                                Optional.empty()));
    }

    @Test
    void samples_are_the_first_of_the_affected_with_from_and_to() {
        world.people(24).person("P2", CITY, "Nice");
        Automation automation =
                automation("two", in("CA", "FR"), set("1", EMAIL_OPT_OUT, "Yes"), set("2", CITY, "Rome"));

        List<Preview.Sample> samples =
                world.engine().build().preview(automation, 2, Progress.SILENT).samples();

        assertThat(samples).extracting(Preview.Sample::id).containsExactly("P1", "P2");
        assertThat(samples.get(1).changes())
                .containsExactly(
                        new Preview.Change(
                                "1", EMAIL_OPT_OUT, Optional.of(Value.of(false)), Optional.of(Value.of(true))),
                        new Preview.Change("2", CITY, World.value(CITY, "Nice"), World.value(CITY, "Rome")));
    }

    @Test
    void nothing_is_changed() {
        world.people(24);
        List<String> before = world.everything();

        preview(world.optOut().automation());

        assertThat(world.everything()).isEqualTo(before);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Promise(5)
    void preview_run_and_the_plain_reading_agree_on_random_automations(long seed) {
        Random random = new Random(seed);
        FieldCatalog fields = FieldCatalog.standard();
        world.people(new RandomProspects(random, fields)
                .list(60).stream().map(PreviewTest::row).toList());
        List<Prospect> all =
                world.account.read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 100));
        RandomCriteria criteria = new RandomCriteria(random, fields);
        EvaluationTime moment = new EvaluationTime(World.NOW, ZoneOffset.UTC);
        for (int i = 0; i < 25; i++) {
            Criterion who = criteria.next();
            Predicate<Prospect> plain = PredicateOf.criterion(who, moment);
            long affected = all.stream().filter(plain).count();
            long changed = all.stream()
                    .filter(plain)
                    .filter(prospect -> prospect.value(COUNTRY).map(Value::text).equals(Optional.of("IS")))
                    .count();
            Automation automation =
                    automation("random-" + i, who, set("1", COUNTRY, "IS"), set("2", EMAIL_OPT_OUT, "Yes"));

            Preview preview = preview(automation);

            assertThat(preview.affected()).as("criterion %d", i).isEqualTo(affected);
            assertThat(preview.affected() + preview.ignored()).isEqualTo(60);
            assertThat(preview.actions().get(0).unchanged()).isEqualTo(changed);
            RunTally tally = world.engine()
                    .build()
                    .run(source(automation), RunOptions.FIRST.confirming(affected), Progress.SILENT)
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
            all = world.account.read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 100));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {6, 7, 8})
    @Promise(5)
    void counting_finds_what_a_preview_finds(long seed) {
        Random random = new Random(seed);
        RandomCriteria criteria = new RandomCriteria(random, FieldCatalog.standard());
        world.people(new RandomProspects(random, FieldCatalog.standard())
                .list(100).stream().map(PreviewTest::row).toList());
        for (int i = 0; i < 40; i++) {
            Automation automation = automation("a" + i, criteria.next(), set("city", CITY, "Rome"));
            Preview preview = preview(automation);
            Reach counted = world.engine().build().count(automation, Progress.SILENT);
            Reach decided = Engine.on(world.account)
                    .clock(world.clock)
                    .batchSize(7)
                    .build()
                    .count(automation, Progress.SILENT);
            assertThat(List.of(counted.affected(), counted.ignored()))
                    .as("%s", automation.who())
                    .isEqualTo(List.of(preview.affected(), preview.ignored()))
                    .isEqualTo(List.of(decided.affected(), decided.ignored()));
            assertThat(decided.counted()).isFalse();
        }
    }

    @Test
    void what_the_store_counts_is_checked_by_the_rules_on_a_sample() {
        world.people(24);
        Automation automation = world.optOut().automation();
        assertThat(world.engine().build().count(automation, Progress.SILENT))
                .isEqualTo(new Reach(new EvaluationTime(World.NOW, ZoneOffset.UTC), 12, 12, true, 24));

        Engine misread = Engine.on(world.account)
                .clock(world.clock)
                .narrowing((who, moment) -> world.store.create(in("DE"), moment))
                .build();
        assertThatThrownBy(() -> misread.count(automation, Progress.SILENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("8 and 12 of 24 prospects");
    }

    @Test
    void a_plan_of_reading_says_what_the_store_decides_and_what_the_rules() {
        Criterion local = new Criterion.Comparison(
                StandardFields.CREATED,
                Operator.LESS_THAN,
                List.of(new Value.Date(LocalDate.parse("2010-11-07")))); // its clocks went back over this midnight
        world.account.setZone(ZoneId.of("America/Goose_Bay"));
        Criterion either = new Criterion.Any(List.of(local, in("FR")));
        Automation automation = automation(
                "a",
                new Criterion.All(List.of(in("CA"), local, new Criterion.All(List.of(in("CA", "FR"), either)))),
                set("city", CITY, "Rome"));

        ReadingPlan plan = world.engine().build().plan(automation);

        assertThat(plan.exact()).isFalse();
        assertThat(plan.conditions())
                .extracting(ReadingPlan.Condition::by)
                .containsExactly(ReadingPlan.By.STORE, ReadingPlan.By.RULES, ReadingPlan.By.BOTH);
        assertThat(plan.query().statement()).contains("country").doesNotContain("created <");
        assertThat(world.engine()
                        .build()
                        .plan(automation("b", in("CA"), set("city", CITY, "Rome")))
                        .exact())
                .isTrue();
    }

    @Test
    void explaining_says_what_was_decided_why_and_what_would_be_done() {
        world.people(3);
        Automation automation = world.optOut().automation();
        Engine engine = world.engine().build();

        Explanation selected = engine.explain(automation, world.find("P1"));
        assertThat(selected.matched()).isTrue();
        assertThat(selected.who().matched()).isTrue();
        assertThat(selected.who().parts()).hasSize(2).allMatch(part -> part.matched());
        assertThat(selected.actions())
                .containsExactly(new Explanation.Planned(
                        "1",
                        List.of(new Preview.Change(
                                "1", EMAIL_OPT_OUT, Optional.of(Value.of(false)), Optional.of(Value.of(true)))),
                        Optional.empty(),
                        Optional.empty()));

        Explanation ignored = engine.explain(automation, world.find("P3"));
        assertThat(ignored.matched()).isFalse();
        assertThat(ignored.who().parts()).extracting(part -> part.matched()).containsExactly(false, true);
        assertThat(ignored.actions()).isEmpty();
    }

    private static ImportRow row(Prospect prospect) {
        Map<Field, Optional<Value>> values = new HashMap<>();
        for (Field field : StandardFields.ALL) {
            prospect.value(field).ifPresent(value -> values.put(field, Optional.of(value)));
        }
        return new ImportRow(prospect.key().value(), values);
    }

    private Preview preview(Automation automation) {
        return world.engine().build().preview(automation, 10, Progress.SILENT);
    }
}
