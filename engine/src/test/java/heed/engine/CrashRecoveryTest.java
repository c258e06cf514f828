package heed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.engine.run.UndoReport;
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

/** The process dies at every transaction boundary, and the repeated call leaves the same rows as an undisturbed one. */
@Promise(4)
class CrashRecoveryTest {
    private static final Duration LEASE_DURATION = Duration.ofSeconds(30);
    private static final String TWO_ACTIONS = EngineFixture.OPT_OUT.replace(
            "\"value\": true }",
            "\"value\": true }, { \"action\": \"set-field\", \"field\": \"City\", \"value\": \"Rome\" }");

    @TempDir
    private Path directory;

    private int fixtureCount;

    @ParameterizedTest(name = "after the commit: {0}")
    @ValueSource(booleans = {false, true})
    void a_run_that_dies_at_any_write_is_finished_by_the_same_call(boolean afterCommit) {
        List<String> undisturbed;
        try (EngineFixture fixture = createFixture()) {
            run(fixture.engine().build(), fixture);
            undisturbed = fixture.allRows();
        }
        int fatalWrite = 1;
        for (boolean died = true; died; fatalWrite++) {
            try (EngineFixture fixture = createFixture()) {
                CrashingStore crashing = new CrashingStore(fixture.account, fatalWrite, afterCommit);
                died = dies(fixture.engine(crashing).build(), fixture, crashing);
                if (died) {
                    fixture.clock.advance(LEASE_DURATION);
                    assertThat(run(fixture.engine().build(), fixture).run().status())
                            .isEqualTo(Run.Status.FINISHED);
                    assertThat(rowsWithoutTimes(fixture))
                            .as("died at write %d", fatalWrite)
                            .isEqualTo(undisturbed);
                }
            } catch (RunRefusedException e) {
                // The run finished before the process died, although the caller got no report: it must not run again.
                assertThat(e.refusal()).isInstanceOf(RunRefusal.AlreadyRan.class);
                assertThat(afterCommit).isTrue();
            }
        }
        assertThat(fatalWrite).isGreaterThan(6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_run_that_dies_repeatedly_is_finished_by_resuming_it(long seed) {
        Random random = new Random(seed);
        List<String> undisturbed;
        try (EngineFixture fixture = createFixture()) {
            run(fixture.engine().build(), fixture);
            undisturbed = fixture.allRows();
        }
        try (EngineFixture fixture = createFixture()) {
            boolean died = true;
            while (died) {
                CrashingStore crashing =
                        new CrashingStore(fixture.account, 1 + random.nextInt(4), random.nextBoolean());
                Engine engine = fixture.engine(crashing).build();
                try {
                    if (fixture.runs().isEmpty()) {
                        run(engine, fixture);
                    } else {
                        engine.resume(fixture.runs().get(0).id(), ProgressListener.NONE);
                    }
                    died = false;
                } catch (RunRefusedException e) {
                    assertThat(e.refusal()).isInstanceOf(RunRefusal.AlreadyFinished.class);
                    died = false;
                } catch (RuntimeException e) {
                    assertThat(crashing.crashed()).isTrue();
                }
                if (!fixture.runs().isEmpty()) {
                    fixture.clock.advance(LEASE_DURATION);
                }
            }
            assertThat(rowsWithoutTimes(fixture)).isEqualTo(undisturbed);
        }
    }

    @ParameterizedTest(name = "after the commit: {0}")
    @ValueSource(booleans = {false, true})
    void an_undo_that_dies_at_any_write_is_finished_by_the_same_call(boolean afterCommit) {
        List<String> undisturbed;
        UndoReport report;
        try (EngineFixture fixture = fixtureWithFinishedRun()) {
            report = fixture.engine().build().undo(onlyRun(fixture).id(), ProgressListener.NONE);
            undisturbed = fixture.allRows();
        }
        int fatalWrite = 1;
        for (boolean died = true; died; fatalWrite++) {
            try (EngineFixture fixture = fixtureWithFinishedRun()) {
                CrashingStore crashing = new CrashingStore(fixture.account, fatalWrite, afterCommit);
                try {
                    fixture.engine(crashing).build().undo(onlyRun(fixture).id(), ProgressListener.NONE);
                    died = false;
                } catch (RuntimeException e) {
                    assertThat(crashing.crashed()).isTrue();
                    fixture.clock.advance(LEASE_DURATION);
                    UndoReport second =
                            fixture.engine().build().undo(onlyRun(fixture).id(), ProgressListener.NONE);
                    // Each call reports the addresses that it has freed itself.
                    assertThat(second)
                            .usingRecursiveComparison()
                            .ignoringFields("freed")
                            .isEqualTo(report);
                }
                assertThat(fixture.allRows()).as("died at write %d", fatalWrite).isEqualTo(undisturbed);
            } catch (RunRefusedException e) {
                assertThat(e.refusal()).isInstanceOf(RunRefusal.AlreadyUndone.class);
                assertThat(afterCommit).isTrue();
            }
        }
        assertThat(fatalWrite).isGreaterThan(6);
    }

    @Test
    void a_run_that_an_error_stopped_is_marked_as_failed_and_can_be_resumed_at_once() {
        try (EngineFixture fixture = createFixture()) {
            assertThatThrownBy(() -> fixture.engine()
                            .build()
                            .run(fixture.read(TWO_ACTIONS), RunOptions.DEFAULT, state -> {
                                if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() == 2) {
                                    throw new IllegalStateException("no more");
                                }
                            }))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessage("run " + onlyRun(fixture).id() + " of opt-out stopped and can be resumed");
            assertThat(onlyRun(fixture).status()).isEqualTo(Run.Status.FAILED);
            assertThat(onlyRun(fixture).lease()).isEmpty();

            RunReport report = run(fixture.engine().build(), fixture);

            assertThat(report.resumed()).isTrue();
            assertThat(report.run().status()).isEqualTo(Run.Status.FINISHED);
            assertThat(report.run().tally().affected()).isEqualTo(12);
        }
    }

    private EngineFixture createFixture() {
        return new EngineFixture(directory, "heed-" + ++fixtureCount + ".db").addProspects(24);
    }

    private EngineFixture fixtureWithFinishedRun() {
        EngineFixture fixture = createFixture();
        run(fixture.engine().build(), fixture);
        fixture.editField("P5", StandardFields.EMAIL_OPT_OUT, "Yes");
        fixture.editField("P7", StandardFields.CITY, "Nice");
        return fixture;
    }

    private static RunReport run(Engine engine, EngineFixture fixture) {
        return engine.run(fixture.read(TWO_ACTIONS), RunOptions.DEFAULT, ProgressListener.NONE);
    }

    private static boolean dies(Engine engine, EngineFixture fixture, CrashingStore crashing) {
        try {
            run(engine, fixture);
            return false;
        } catch (RuntimeException e) {
            assertThat(crashing.crashed()).isTrue();
            return true;
        }
    }

    private static Run onlyRun(EngineFixture fixture) {
        assertThat(fixture.runs()).hasSize(1);
        return fixture.runs().get(0);
    }

    /**
     * Returns all rows. The evaluation time of a run that was started only after the crash is replaced by the original
     * one.
     */
    private static List<String> rowsWithoutTimes(EngineFixture fixture) {
        return fixture.allRows().stream()
                .map(row -> row.replace(
                        "instant=" + EngineFixture.NOW.plus(LEASE_DURATION), "instant=" + EngineFixture.NOW))
                .toList();
    }
}
