package heed.engine;

import static heed.engine.World.automation;
import static heed.engine.World.everyone;
import static heed.engine.World.in;
import static heed.engine.World.set;
import static heed.engine.World.source;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.definition.Automation;
import heed.filters.Criterion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    private World world;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = new World(directory).people(8).person("P9", COUNTRY, "IT").person("P10", COUNTRY, "IT");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_run_that_affects_more_than_half_of_all_is_refused_with_the_number() {
        assertThatThrownBy(() -> run(RunOptions.FIRST, move("CA", "FR")))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusal()).isEqualTo(new Refusal.TooMany(6, 10, 0.5));
                    assertThat(e.refusal().way()).contains(Refusal.Way.CONFIRM);
                    assertThat(e).hasMessage("6 of 10 prospects would be affected, which is more than 50 %");
                });
        assertThat(world.runs()).isEmpty();
        assertThat(world.text("P1", CITY)).isEmpty();
    }

    @Test
    void half_of_all_is_let_through() {
        world.person("P11", COUNTRY, "IT").person("P12", COUNTRY, "IT");

        assertThat(run(RunOptions.FIRST, move("CA", "FR")).run().tally().affected())
                .isEqualTo(6);
    }

    @Test
    void the_exact_number_confirms_it() {
        assertThat(run(RunOptions.FIRST.confirming(6), move("CA", "FR"))
                        .run()
                        .tally()
                        .affected())
                .isEqualTo(6);
    }

    @Test
    void another_number_is_refused_even_where_none_was_needed() {
        assertRefused(RunOptions.FIRST.confirming(5), move("CA", "FR"), new Refusal.OtherCount(5, 6));
        assertRefused(RunOptions.FIRST.confirming(7), move("CA", "FR"), new Refusal.OtherCount(7, 6));
        assertRefused(RunOptions.FIRST.confirming(1), move("CA"), new Refusal.OtherCount(1, 3));
    }

    @Test
    void the_share_can_be_set() {
        Engine strict = world.engine().largestShare(0.2).build();

        assertThatThrownBy(() -> strict.run(source(move("CA")), RunOptions.FIRST, Progress.SILENT))
                .hasMessage("3 of 10 prospects would be affected, which is more than 20 %");
        assertThatThrownBy(() -> world.engine().largestShare(50)).hasMessage("out of range: 50.0");
    }

    @Test
    void without_criteria_everyone_is_affected_and_the_number_is_asked_for() {
        Automation all = automation("all", everyone(), set("1", CITY, "x"));
        Engine trusting = world.engine().largestShare(1).build();

        assertThatThrownBy(() -> trusting.run(source(all), RunOptions.FIRST, Progress.SILENT))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(new Refusal.NoCriteria(10)));
        assertRefused(
                RunOptions.FIRST,
                automation(
                        "nested",
                        new Criterion.Not(new Criterion.Any(List.of(new Criterion.Not(everyone())))),
                        set("1", CITY, "x")),
                new Refusal.NoCriteria(10));
        assertThat(run(RunOptions.FIRST.confirming(10), all).run().tally().affected())
                .isEqualTo(10);
    }

    @Test
    void a_plan_is_guarded_like_a_run_of_its_own(@TempDir Path directory) {
        AutomationSource source = source(move("CA", "FR"));
        Path plan = directory.resolve("plan");
        world.engine().build().plan(source, 0, plan, Progress.SILENT);

        assertRefused(RunOptions.FIRST.applying(plan), source.automation(), new Refusal.TooMany(6, 10, 0.5));
        assertThat(world.runs()).isEmpty();
        assertThat(run(RunOptions.FIRST.applying(plan).confirming(6), source.automation())
                        .run()
                        .tally()
                        .applied())
                .isEqualTo(6);
    }

    private static Automation move(String... from) {
        return automation("move", in(from), set("1", CITY, "Rome"));
    }

    private void assertRefused(RunOptions options, Automation automation, Refusal refusal) {
        assertThatThrownBy(() -> run(options, automation))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    private RunReport run(RunOptions options, Automation automation) {
        return world.engine().build().run(source(automation), options, Progress.SILENT);
    }
}
