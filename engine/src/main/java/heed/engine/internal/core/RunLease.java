package heed.engine.internal.core;

import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import java.time.Instant;
import java.util.Optional;

/**
 * The lease by which one worker has a run to itself. Each transaction of the worker checks the lease before it does
 * anything else. No other worker can claim the lease between that check and the commit: SQLite has one writer at a time,
 * and in PostgreSQL the check locks the row of the run. So a worker that has lost its lease commits nothing.
 */
public final class RunLease {
    private final WorkerSettings settings;
    private final String workerName;

    /** Creates a worker with a unique name; it holds no lease yet. */
    public RunLease(WorkerSettings settings) {
        this.settings = settings;
        this.workerName = WorkerName.unique(settings.processName().orElseGet(WorkerName::ofThisProcess));
    }

    /** Returns a lease of this worker that starts now. */
    public Run.Lease newLease() {
        return new Run.Lease(workerName, now().plus(settings.leaseDuration()));
    }

    /**
     * Claims a run that no worker holds, except one whose process has ended.
     *
     * @throws RunRefusedException if another worker holds it
     */
    public void claim(UnitOfWork work, Run run) {
        Instant now = now();
        Optional<Run.Lease> currentLease = run.lease().filter(lease -> lease.isHeldAt(now));
        if (currentLease
                .filter(lease -> !settings.hasEnded().test(lease.worker()))
                .isPresent()) {
            throw busyException(run.id(), currentLease.get());
        }
        // The store grants a lease once the current one has expired. To replace the lease of an ended process before
        // that,
        // the claim is made as of its expiry.
        if (!work.claimLease(
                run.id(), newLease(), currentLease.map(Run.Lease::expiresAt).orElse(now))) {
            throw new RunRefusedException(new RunRefusal.LeaseLost(run.id()));
        }
    }

    /**
     * Renews the lease and returns the current state of the run.
     *
     * @throws RunRefusedException if another worker has claimed or ended the run in the meantime
     */
    public Run renewAndLoad(UnitOfWork work, RunId id) {
        Run run = work.findRun(id)
                .filter(this::isHeldHere)
                .orElseThrow(() -> new RunRefusedException(new RunRefusal.LeaseLost(id)));
        renew(work, id);
        return run;
    }

    /**
     * Renews the lease.
     *
     * @throws RunRefusedException if another worker holds it
     */
    public void renew(UnitOfWork work, RunId run) {
        if (!work.claimLease(run, newLease(), now())) {
            throw new RunRefusedException(new RunRefusal.LeaseLost(run));
        }
    }

    /**
     * Returns whether this worker was the last to claim the run. Worker names are unique, so nobody else has claimed it
     * since, even if the lease has expired.
     */
    public boolean isHeldHere(Run run) {
        return run.lease().filter(lease -> lease.worker().equals(workerName)).isPresent();
    }

    /** Ends the lease; does nothing if another worker holds it. */
    public void release(UnitOfWork work, RunId run) {
        Instant now = now();
        boolean unused = work.claimLease(run, new Run.Lease(workerName, now), now);
    }

    /** Returns the exception for a run that the worker of a lease is working on. */
    public static RunRefusedException busyException(RunId run, Run.Lease currentLease) {
        return new RunRefusedException(new RunRefusal.RunBusy(run, currentLease.worker(), currentLease.expiresAt()));
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
