package heed.engine;

import static heed.engine.EngineFixture.automation;
import static heed.engine.EngineFixture.countryIn;
import static heed.engine.EngineFixture.everyone;
import static heed.engine.EngineFixture.setField;
import static heed.engine.EngineFixture.source;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.definition.Automation;
import heed.engine.definition.AutomationSource;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.filters.Criterion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfirmationTest {
    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new EngineFixture(directory)
                .addProspects(8)
                .addProspect("P9", COUNTRY, "IT")
                .addProspect("P10", COUNTRY, "IT");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_run_that_affects_more_than_half_of_all_prospects_is_refused_with_the_count() {
        assertThatThrownBy(() -> run(RunOptions.DEFAULT, moveAutomation("CA", "FR")))
                .isInstanceOfSatisfying(RunRefusedException.class, e -> {
                    assertThat(e.refusal()).isEqualTo(new RunRefusal.TooManyAffected(6, 10, 0.5));
                    assertThat(e.refusal().remedy()).contains(RunRefusal.Remedy.CONFIRM);
                    assertThat(e).hasMessage("6 of 10 prospects would be affected, which is more than 50 %");
                });
        assertThat(fixture.runs()).isEmpty();
        assertThat(fixture.valueText("P1", CITY)).isEmpty();
    }

    @Test
    void a_run_that_affects_exactly_half_of_all_prospects_is_allowed() {
        fixture.addProspect("P11", COUNTRY, "IT").addProspect("P12", COUNTRY, "IT");

        assertThat(run(RunOptions.DEFAULT, moveAutomation("CA", "FR"))
                        .run()
                        .tally()
                        .affected())
                .isEqualTo(6);
    }

    @Test
    void a_run_with_the_exact_count_confirmed_is_allowed() {
        assertThat(run(RunOptions.DEFAULT.withConfirmedCount(6), moveAutomation("CA", "FR"))
                        .run()
                        .tally()
                        .affected())
                .isEqualTo(6);
    }

    @Test
    void a_wrong_confirmed_count_is_refused_even_if_no_confirmation_is_needed() {
        assertRefused(
                RunOptions.DEFAULT.withConfirmedCount(5),
                moveAutomation("CA", "FR"),
                new RunRefusal.CountMismatch(5, 6));
        assertRefused(
                RunOptions.DEFAULT.withConfirmedCount(7),
                moveAutomation("CA", "FR"),
                new RunRefusal.CountMismatch(7, 6));
        assertRefused(
                RunOptions.DEFAULT.withConfirmedCount(1), moveAutomation("CA"), new RunRefusal.CountMismatch(1, 3));
    }

    @Test
    void the_allowed_share_can_be_set() {
        Engine strict = fixture.engine().maxAffectedShare(0.2).build();

        assertThatThrownBy(() -> strict.run(source(moveAutomation("CA")), RunOptions.DEFAULT, ProgressListener.NONE))
                .hasMessage("3 of 10 prospects would be affected, which is more than 20 %");
        assertThatThrownBy(() -> fixture.engine().maxAffectedShare(50)).hasMessage("out of range: 50.0");
    }

    @Test
    void an_automation_without_criteria_needs_a_confirmation() {
        Automation all = automation("all", everyone(), setField("1", CITY, "x"));
        Engine trusting = fixture.engine().maxAffectedShare(1).build();

        assertThatThrownBy(() -> trusting.run(source(all), RunOptions.DEFAULT, ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        RunRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(new RunRefusal.NoCriteria(10)));
        assertRefused(
                RunOptions.DEFAULT,
                automation(
                        "nested",
                        new Criterion.Not(new Criterion.Any(List.of(new Criterion.Not(everyone())))),
                        setField("1", CITY, "x")),
                new RunRefusal.NoCriteria(10));
        assertThat(run(RunOptions.DEFAULT.withConfirmedCount(10), all)
                        .run()
                        .tally()
                        .affected())
                .isEqualTo(10);
    }

    @Test
    void a_run_of_a_plan_needs_the_same_confirmation(@TempDir Path directory) {
        AutomationSource source = source(moveAutomation("CA", "FR"));
        Path plan = directory.resolve("plan");
        fixture.engine().build().plan(source, 0, plan, ProgressListener.NONE);

        assertRefused(
                RunOptions.DEFAULT.withPlan(plan), source.automation(), new RunRefusal.TooManyAffected(6, 10, 0.5));
        assertThat(fixture.runs()).isEmpty();
        assertThat(run(RunOptions.DEFAULT.withPlan(plan).withConfirmedCount(6), source.automation())
                        .run()
                        .tally()
                        .applied())
                .isEqualTo(6);
    }

    private static Automation moveAutomation(String... from) {
        return automation("move", countryIn(from), setField("1", CITY, "Rome"));
    }

    private void assertRefused(RunOptions options, Automation automation, RunRefusal refusal) {
        assertThatThrownBy(() -> run(options, automation))
                .isInstanceOfSatisfying(
                        RunRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    private RunReport run(RunOptions options, Automation automation) {
        return fixture.engine().build().run(source(automation), options, ProgressListener.NONE);
    }
}
