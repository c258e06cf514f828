package heed.engine;

import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import java.time.Instant;
import java.util.Optional;

/**
 * One worker's hold on a run. It is asserted in each transaction, before anything else of it: writers are in one order, so
 * that until the commit nobody else can take it, and a worker who lost it commits nothing.
 */
final class Lease {
    private final Settings settings;
    private final String worker;

    Lease(Settings settings) {
        this.settings = settings;
        this.worker = OwnProcess.worker(settings.worker().orElseGet(OwnProcess::name));
    }

    /** As long as it takes until it is renewed, from now. */
    Run.Lease next() {
        return new Run.Lease(worker, now().plus(settings.leaseTime()));
    }

    /**
     * Takes a run that nobody works on.
     *
     * @throws RefusedException if someone does
     */
    void take(UnitOfWork work, Run run) {
        Instant now = now();
        Optional<Run.Lease> held = run.lease().filter(lease -> lease.isHeldAt(now));
        if (held.filter(lease -> !settings.gone().test(lease.worker())).isPresent()) {
            throw busy(run.id(), held.get());
        }
        // The lease of a dead worker is over before its time.
        if (!work.claimLease(run.id(), next(), held.map(Run.Lease::expiresAt).orElse(now))) {
            throw new RefusedException(new Refusal.TakenOver(run.id()));
        }
    }

    /**
     * The run as it is, with the lease renewed.
     *
     * @throws RefusedException if another worker has taken the run since, or ended it
     */
    Run hold(UnitOfWork work, RunId id) {
        Run run =
                work.findRun(id).filter(this::mine).orElseThrow(() -> new RefusedException(new Refusal.TakenOver(id)));
        renew(work, id);
        return run;
    }

    /** @throws RefusedException if another worker holds it */
    void renew(UnitOfWork work, RunId run) {
        if (!work.claimLease(run, next(), now())) {
            throw new RefusedException(new Refusal.TakenOver(run));
        }
    }

    /** Whoever takes a lease puts a name of his own there: while it is this one, nobody else has, even if it has ended. */
    boolean mine(Run run) {
        return run.lease().filter(lease -> lease.worker().equals(worker)).isPresent();
    }

    /** Gives it back. */
    void release(UnitOfWork work, RunId run) {
        Instant now = now();
        boolean unused = work.claimLease(run, new Run.Lease(worker, now), now);
    }

    static RefusedException busy(RunId run, Run.Lease held) {
        return new RefusedException(new Refusal.Busy(run, held.worker(), held.expiresAt()));
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
