package heed.engine.internal.core;

import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import java.time.Instant;
import java.util.Optional;

/**
 * One worker's hold on a run. It is asserted in each transaction, before anything else of it: writers are in one order, so
 * that until the commit nobody else can take it, and a worker who lost it commits nothing.
 */
public final class RunLease {
    private final EngineSettings settings;
    private final String workerName;

    public RunLease(EngineSettings settings) {
        this.settings = settings;
        this.workerName = WorkerName.unique(settings.workerName().orElseGet(WorkerName::ofThisProcess));
    }

    /** As long as it takes until it is renewed, from now. */
    public Run.Lease newLease() {
        return new Run.Lease(workerName, now().plus(settings.leaseDuration()));
    }

    /**
     * Takes a run that nobody works on.
     *
     * @throws RunRefusedException if someone does
     */
    public void claim(UnitOfWork work, Run run) {
        Instant now = now();
        Optional<Run.Lease> currentLease = run.lease().filter(lease -> lease.isHeldAt(now));
        if (currentLease
                .filter(lease -> !settings.deadWorker().test(lease.worker()))
                .isPresent()) {
            throw busyException(run.id(), currentLease.get());
        }
        // The lease of a dead worker is over before its time.
        if (!work.claimLease(
                run.id(), newLease(), currentLease.map(Run.Lease::expiresAt).orElse(now))) {
            throw new RunRefusedException(new RunRefusal.LeaseLost(run.id()));
        }
    }

    /**
     * The run as it is, with the lease renewed.
     *
     * @throws RunRefusedException if another worker has taken the run since, or ended it
     */
    public Run renewAndLoad(UnitOfWork work, RunId id) {
        Run run = work.findRun(id)
                .filter(this::isHeldHere)
                .orElseThrow(() -> new RunRefusedException(new RunRefusal.LeaseLost(id)));
        renew(work, id);
        return run;
    }

    /** @throws RunRefusedException if another worker holds it */
    public void renew(UnitOfWork work, RunId run) {
        if (!work.claimLease(run, newLease(), now())) {
            throw new RunRefusedException(new RunRefusal.LeaseLost(run));
        }
    }

    /** Whoever takes a lease puts a name of his own there: while it is this one, nobody else has, even if it has ended. */
    public boolean isHeldHere(Run run) {
        return run.lease().filter(lease -> lease.worker().equals(workerName)).isPresent();
    }

    /** Gives it back. */
    public void release(UnitOfWork work, RunId run) {
        Instant now = now();
        boolean unused = work.claimLease(run, new Run.Lease(workerName, now), now);
    }

    public static RunRefusedException busyException(RunId run, Run.Lease currentLease) {
        return new RunRefusedException(new RunRefusal.RunBusy(run, currentLease.worker(), currentLease.expiresAt()));
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
