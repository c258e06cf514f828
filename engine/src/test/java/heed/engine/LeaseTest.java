package heed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.field.StandardFields;
import heed.model.run.Run;
import heed.model.run.RunTally;
import heed.model.store.StoreException;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Promise(4)
class LeaseTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void open() {
        world = new World(directory).people(24);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_second_worker_is_refused_while_the_first_is_at_work() {
        List<Refusal> refusals = new ArrayList<>();
        world.engine().build().run(world.optOut(), RunOptions.FIRST, step -> {
            if (step.phase() == Progress.Phase.RUNNING && step.batches() > 0 && step.batches() < 3) {
                world.clock.advance(LEASE.minusMillis(1)); // renewed by each batch, whatever the whole takes
                refusals.add(refused(() -> second().run(world.optOut(), RunOptions.FIRST, Progress.SILENT)));
                refusals.add(refused(() -> second().run(world.optOut(), RunOptions.FIRST.onceMore(), Progress.SILENT)));
                refusals.add(refused(() -> second().resume(only().id(), Progress.SILENT)));
                refusals.add(refused(() -> second().undo(only().id(), Progress.SILENT)));
            }
        });

        assertThat(refusals)
                .hasSize(8)
                .allSatisfy(refusal -> assertThat(refusal).isInstanceOf(Refusal.Busy.class));
        assertThat(((Refusal.Busy) refusals.get(0)).worker()).startsWith("worker ");
        assertThat(only().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void a_worker_whose_lease_ended_and_was_taken_commits_nothing_more() {
        Engine first = world.engine().build();

        assertThat(refused(() -> first.run(world.optOut(), RunOptions.FIRST, step -> {
                    if (step.phase() == Progress.Phase.RUNNING && step.batches() == 2) {
                        world.clock.advance(LEASE);
                        world.edit("P3", StandardFields.CITY, "between");
                        second().resume(only().id(), Progress.SILENT);
                    }
                })))
                .isEqualTo(new Refusal.TakenOver(only().id()));

        assertThat(only().status()).isEqualTo(Run.Status.FINISHED);
        assertThat(only().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(world.ledger(only())).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void a_worker_whose_run_another_took_and_gave_up_commits_nothing_more() {
        assertThat(refused(() -> world.engine().build().run(world.optOut(), RunOptions.FIRST, step -> {
                    if (step.phase() == Progress.Phase.RUNNING && step.batches() == 1) {
                        world.clock.advance(LEASE);
                        assertThatThrownBy(() -> second().resume(only().id(), taken -> {
                                    if (taken.phase() == Progress.Phase.RUNNING && taken.batches() == 1) {
                                        throw new IllegalStateException("gives up");
                                    }
                                }))
                                .isInstanceOf(RunFailedException.class);
                    }
                })))
                .isEqualTo(new Refusal.TakenOver(only().id()));

        assertThat(only().status()).isEqualTo(Run.Status.FAILED);
        assertThat(second().resume(only().id(), Progress.SILENT).run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void a_worker_whose_lease_ended_and_was_not_taken_goes_on() {
        RunReport report = world.engine()
                .build()
                .run(world.optOut(), RunOptions.FIRST, step -> world.clock.advance(Duration.ofDays(1)));

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void the_lease_of_a_worker_who_is_known_to_be_dead_is_over_at_once() {
        FailingStore failing = new FailingStore(world.account, 3, false);
        assertThatThrownBy(() -> world.engine(failing)
                        .worker(deadProcess())
                        .build()
                        .run(world.optOut(), RunOptions.FIRST, Progress.SILENT))
                .isInstanceOf(RunFailedException.class);
        assertThat(only().lease()).isPresent();

        RunReport report = world.engine().build().run(world.optOut(), RunOptions.FIRST, Progress.SILENT);

        assertThat(report.resumed()).isTrue();
        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void nobody_knows_of_a_worker_elsewhere_whether_it_lives() {
        assertThat(OwnProcess.gone(OwnProcess.worker(OwnProcess.name()))).isFalse();
        assertThat(OwnProcess.gone(OwnProcess.worker(deadProcess()))).isTrue();
        assertThat(OwnProcess.gone(deadProcess().replace(" on ", " on another-")))
                .isFalse();
        assertThat(OwnProcess.gone("somebody")).isFalse();
    }

    @Test
    void two_workers_of_one_name_are_two() {
        Engine engine = world.engine().build();
        List<Refusal> refusals = new ArrayList<>();
        engine.run(world.optOut(), RunOptions.FIRST, step -> {
            if (step.phase() == Progress.Phase.RUNNING && step.batches() == 1) {
                refusals.add(refused(() -> engine.resume(only().id(), Progress.SILENT)));
            }
        });

        assertThat(refusals).singleElement().isInstanceOf(Refusal.Busy.class);
    }

    @RepeatedTest(5)
    void of_several_who_start_at_once_one_runs_and_the_others_are_refused() throws Exception {
        int workers = 4;
        CyclicBarrier start = new CyclicBarrier(workers);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            Callable<RunReport> run = () -> {
                Engine engine = world.engine().build();
                start.await();
                return engine.run(world.optOut(), RunOptions.FIRST, Progress.SILENT);
            };
            int ran = 0;
            for (Future<RunReport> one : threads.invokeAll(List.of(run, run, run, run))) {
                Optional<Throwable> refused = failure(one);
                ran += refused.isEmpty() ? 1 : 0;
                refused.ifPresent(why ->
                        assertThat(((RefusedException) why).refusal().code()).isIn("busy", "already-ran"));
            }
            assertThat(ran).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(only().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(world.ledger(only())).hasSize(12);
    }

    @Test
    void a_store_that_fails_while_the_stop_is_recorded_hides_no_cause() {
        FailingStore failing = new FailingStore(world.account, 3, false);

        assertThatThrownBy(() -> world.engine(failing).build().run(world.optOut(), RunOptions.FIRST, Progress.SILENT))
                .isInstanceOf(RunFailedException.class)
                .hasCauseInstanceOf(StoreException.class);
        assertThat(only().lease().orElseThrow().expiresAt()).isEqualTo(Instant.parse("2026-03-01T12:00:30Z"));
    }

    private static Optional<Throwable> failure(Future<?> future) throws InterruptedException {
        try {
            Object unused = future.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        }
    }

    private static Refusal refused(Runnable work) {
        try {
            work.run();
        } catch (RefusedException e) {
            return e.refusal();
        }
        throw new AssertionError("not refused");
    }

    /** A process of this machine that nobody can be: the number is beyond what a kernel gives. */
    private static String deadProcess() {
        return OwnProcess.name().replaceFirst("\\d+", "999999999");
    }

    private Engine second() {
        return world.engine().worker("second").build();
    }

    private Run only() {
        assertThat(world.runs()).hasSize(1);
        return world.runs().get(0);
    }
}
