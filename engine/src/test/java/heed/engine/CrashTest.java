package heed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.field.StandardFields;
import heed.model.run.Run;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies at every boundary of a transaction, and whoever comes after finds what an undisturbed run leaves. */
@Promise(4)
class CrashTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String TWO_ACTIONS = World.OPT_OUT.replace(
            "\"value\": true }",
            "\"value\": true }, { \"action\": \"set-field\", \"field\": \"City\", \"value\": \"Rome\" }");

    @TempDir
    private Path directory;

    private int worlds;

    @ParameterizedTest(name = "after the commit: {0}")
    @ValueSource(booleans = {false, true})
    void a_run_that_dies_at_any_write_is_finished_by_the_same_command(boolean afterCommit) {
        List<String> undisturbed;
        try (World world = world()) {
            run(world.engine().build(), world);
            undisturbed = world.everything();
        }
        int fatal = 1;
        for (boolean died = true; died; fatal++) {
            try (World world = world()) {
                FailingStore failing = new FailingStore(world.account, fatal, afterCommit);
                died = dies(world.engine(failing).build(), world, failing);
                if (died) {
                    world.clock.advance(LEASE);
                    assertThat(run(world.engine().build(), world).run().status())
                            .isEqualTo(Run.Status.FINISHED);
                    assertThat(timeless(world)).as("died at write %d", fatal).isEqualTo(undisturbed);
                }
            } catch (RefusedException e) {
                // It had finished, and nobody was told: that is a run, and there is no second one.
                assertThat(e.refusal()).isInstanceOf(Refusal.AlreadyRan.class);
                assertThat(afterCommit).isTrue();
            }
        }
        assertThat(fatal).isGreaterThan(6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_run_that_dies_again_and_again_is_finished_by_resuming_it(long seed) {
        Random random = new Random(seed);
        List<String> undisturbed;
        try (World world = world()) {
            run(world.engine().build(), world);
            undisturbed = world.everything();
        }
        try (World world = world()) {
            boolean died = true;
            while (died) {
                FailingStore failing = new FailingStore(world.account, 1 + random.nextInt(4), random.nextBoolean());
                Engine engine = world.engine(failing).build();
                try {
                    if (world.runs().isEmpty()) {
                        run(engine, world);
                    } else {
                        engine.resume(world.runs().get(0).id(), Progress.SILENT);
                    }
                    died = false;
                } catch (RefusedException e) {
                    assertThat(e.refusal()).isInstanceOf(Refusal.Finished.class);
                    died = false;
                } catch (RuntimeException e) {
                    assertThat(failing.dead()).isTrue();
                }
                if (!world.runs().isEmpty()) {
                    world.clock.advance(LEASE);
                }
            }
            assertThat(timeless(world)).isEqualTo(undisturbed);
        }
    }

    @ParameterizedTest(name = "after the commit: {0}")
    @ValueSource(booleans = {false, true})
    void an_undo_that_dies_at_any_write_is_finished_by_the_same_command(boolean afterCommit) {
        List<String> undisturbed;
        UndoReport report;
        try (World world = ran()) {
            report = world.engine().build().undo(only(world).id(), Progress.SILENT);
            undisturbed = world.everything();
        }
        int fatal = 1;
        for (boolean died = true; died; fatal++) {
            try (World world = ran()) {
                FailingStore failing = new FailingStore(world.account, fatal, afterCommit);
                try {
                    world.engine(failing).build().undo(only(world).id(), Progress.SILENT);
                    died = false;
                } catch (RuntimeException e) {
                    assertThat(failing.dead()).isTrue();
                    world.clock.advance(LEASE);
                    UndoReport second = world.engine().build().undo(only(world).id(), Progress.SILENT);
                    assertThat(second).isEqualTo(report);
                }
                assertThat(world.everything()).as("died at write %d", fatal).isEqualTo(undisturbed);
            } catch (RefusedException e) {
                assertThat(e.refusal()).isInstanceOf(Refusal.AlreadyUndone.class);
                assertThat(afterCommit).isTrue();
            }
        }
        assertThat(fatal).isGreaterThan(6);
    }

    @Test
    void an_error_stops_the_run_which_says_so_and_goes_on_at_once() {
        try (World world = world()) {
            assertThatThrownBy(() -> world.engine().build().run(world.read(TWO_ACTIONS), RunOptions.FIRST, step -> {
                        if (step.phase() == Progress.Phase.RUNNING && step.batches() == 2) {
                            throw new IllegalStateException("no more");
                        }
                    }))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessage("run " + only(world).id() + " of opt-out stopped and can be resumed");
            assertThat(only(world).status()).isEqualTo(Run.Status.FAILED);
            assertThat(only(world).lease()).isEmpty();

            RunReport report = run(world.engine().build(), world);

            assertThat(report.resumed()).isTrue();
            assertThat(report.run().status()).isEqualTo(Run.Status.FINISHED);
            assertThat(report.run().tally().affected()).isEqualTo(12);
        }
    }

    private World world() {
        return new World(directory, "heed-" + ++worlds + ".db").people(24);
    }

    private World ran() {
        World world = world();
        run(world.engine().build(), world);
        world.edit("P5", StandardFields.EMAIL_OPT_OUT, "Yes");
        world.edit("P7", StandardFields.CITY, "Nice");
        return world;
    }

    private static RunReport run(Engine engine, World world) {
        return engine.run(world.read(TWO_ACTIONS), RunOptions.FIRST, Progress.SILENT);
    }

    private static boolean dies(Engine engine, World world, FailingStore failing) {
        try {
            run(engine, world);
            return false;
        } catch (RuntimeException e) {
            assertThat(failing.dead()).isTrue();
            return true;
        }
    }

    private static Run only(World world) {
        assertThat(world.runs()).hasSize(1);
        return world.runs().get(0);
    }

    /** Everything, with the moment of a run begun anew in the place of the first one's. */
    private static List<String> timeless(World world) {
        return world.everything().stream()
                .map(row -> row.replace("now=" + World.NOW.plus(LEASE), "now=" + World.NOW))
                .toList();
    }
}
