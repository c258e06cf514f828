package heed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.internal.core.WorkerName;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
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
class RunLeaseTest {
    private static final Duration LEASE_DURATION = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(directory).addProspects(24);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_second_worker_is_refused_while_the_first_holds_the_lease() {
        List<RunRefusal> refusals = new ArrayList<>();
        fixture.engine().build().run(fixture.optOut(), RunOptions.DEFAULT, state -> {
            if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() > 0 && state.batches() < 3) {
                fixture.clock.advance(
                        LEASE_DURATION.minusMillis(1)); // each batch renews the lease, however long the run takes
                refusals.add(refusalOf(
                        () -> secondEngine().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE)));
                refusals.add(refusalOf(() ->
                        secondEngine().run(fixture.optOut(), RunOptions.DEFAULT.withAgain(), ProgressListener.NONE)));
                refusals.add(refusalOf(() -> secondEngine().resume(onlyRun().id(), ProgressListener.NONE)));
                refusals.add(refusalOf(() -> secondEngine().undo(onlyRun().id(), ProgressListener.NONE)));
            }
        });

        assertThat(refusals)
                .hasSize(8)
                .allSatisfy(refusal -> assertThat(refusal).isInstanceOf(RunRefusal.RunBusy.class));
        assertThat(((RunRefusal.RunBusy) refusals.get(0)).worker()).startsWith("worker ");
        assertThat(onlyRun().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void a_worker_whose_expired_lease_was_claimed_commits_nothing_more() {
        Engine first = fixture.engine().build();

        assertThat(refusalOf(() -> first.run(fixture.optOut(), RunOptions.DEFAULT, state -> {
                    if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() == 2) {
                        fixture.clock.advance(LEASE_DURATION);
                        fixture.editField("P3", StandardFields.CITY, "between");
                        secondEngine().resume(onlyRun().id(), ProgressListener.NONE);
                    }
                })))
                .isEqualTo(new RunRefusal.LeaseLost(onlyRun().id()));

        assertThat(onlyRun().status()).isEqualTo(Run.Status.FINISHED);
        assertThat(onlyRun().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(fixture.ledger(onlyRun())).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void a_worker_whose_run_another_worker_claimed_and_abandoned_commits_nothing_more() {
        assertThat(refusalOf(() -> fixture.engine().build().run(fixture.optOut(), RunOptions.DEFAULT, state -> {
                    if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() == 1) {
                        fixture.clock.advance(LEASE_DURATION);
                        assertThatThrownBy(() -> secondEngine().resume(onlyRun().id(), resumed -> {
                                    if (resumed.phase() == ProgressListener.Phase.RUNNING && resumed.batches() == 1) {
                                        throw new IllegalStateException("gives up");
                                    }
                                }))
                                .isInstanceOf(RunFailedException.class);
                    }
                })))
                .isEqualTo(new RunRefusal.LeaseLost(onlyRun().id()));

        assertThat(onlyRun().status()).isEqualTo(Run.Status.FAILED);
        assertThat(secondEngine()
                        .resume(onlyRun().id(), ProgressListener.NONE)
                        .run()
                        .tally())
                .isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void a_worker_whose_expired_lease_nobody_claimed_continues() {
        RunReport report = fixture.engine()
                .build()
                .run(fixture.optOut(), RunOptions.DEFAULT, state -> fixture.clock.advance(Duration.ofDays(1)));

        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void the_lease_of_a_worker_whose_process_has_ended_can_be_claimed_at_once() {
        CrashingStore crashing = new CrashingStore(fixture.account, 3, false);
        assertThatThrownBy(() -> fixture.engine(crashing)
                        .worker(endedProcess())
                        .build()
                        .run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE))
                .isInstanceOf(RunFailedException.class);
        assertThat(onlyRun().lease()).isPresent();

        RunReport report = fixture.engine().build().run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE);

        assertThat(report.resumed()).isTrue();
        assertThat(report.run().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
    }

    @Test
    void only_a_missing_process_of_the_same_host_is_known_to_have_ended() {
        assertThat(WorkerName.hasEnded(WorkerName.unique(WorkerName.ofThisProcess())))
                .isFalse();
        assertThat(WorkerName.hasEnded(WorkerName.unique(endedProcess()))).isTrue();
        assertThat(WorkerName.hasEnded(endedProcess().replace(" on ", " on another-")))
                .isFalse();
        assertThat(WorkerName.hasEnded("somebody")).isFalse();
    }

    @Test
    void two_workers_with_the_same_configured_name_are_different_workers() {
        Engine engine = fixture.engine().build();
        List<RunRefusal> refusals = new ArrayList<>();
        engine.run(fixture.optOut(), RunOptions.DEFAULT, state -> {
            if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() == 1) {
                refusals.add(refusalOf(() -> engine.resume(onlyRun().id(), ProgressListener.NONE)));
            }
        });

        assertThat(refusals).singleElement().isInstanceOf(RunRefusal.RunBusy.class);
    }

    @RepeatedTest(5)
    void of_several_workers_that_start_at_once_one_runs_and_the_others_are_refused() throws Exception {
        int workers = 4;
        CyclicBarrier start = new CyclicBarrier(workers);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            Callable<RunReport> run = () -> {
                Engine engine = fixture.engine().build();
                start.await();
                return engine.run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE);
            };
            int ran = 0;
            for (Future<RunReport> future : threads.invokeAll(List.of(run, run, run, run))) {
                Optional<Throwable> failure = failure(future);
                ran += failure.isEmpty() ? 1 : 0;
                failure.ifPresent(throwable -> assertThat(
                                ((RunRefusedException) throwable).refusal().code())
                        .isIn("busy", "already-ran"));
            }
            assertThat(ran).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(onlyRun().tally()).isEqualTo(new RunTally(12, 12, 0, 0));
        assertThat(fixture.ledger(onlyRun())).hasSize(12);
    }

    @Test
    void a_failure_to_record_the_stop_does_not_hide_the_cause() {
        CrashingStore crashing = new CrashingStore(fixture.account, 3, false);

        assertThatThrownBy(() -> fixture.engine(crashing)
                        .build()
                        .run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE))
                .isInstanceOf(RunFailedException.class)
                .hasCauseInstanceOf(StoreException.class);
        assertThat(onlyRun().lease().orElseThrow().expiresAt()).isEqualTo(Instant.parse("2026-03-01T12:00:30Z"));
    }

    private static Optional<Throwable> failure(Future<?> future) throws InterruptedException {
        try {
            Object unused = future.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        }
    }

    private static RunRefusal refusalOf(Runnable work) {
        try {
            work.run();
        } catch (RunRefusedException e) {
            return e.refusal();
        }
        throw new AssertionError("not refused");
    }

    /** Returns the name of a process of this host that cannot exist, because its process id is too large. */
    private static String endedProcess() {
        return WorkerName.ofThisProcess().replaceFirst("\\d+", "999999999");
    }

    private Engine secondEngine() {
        return fixture.engine().worker("second").build();
    }

    private Run onlyRun() {
        assertThat(fixture.runs()).hasSize(1);
        return fixture.runs().get(0);
    }
}
