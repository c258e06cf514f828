package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.core.RunLease;
import heed.engine.internal.mail.MailEnqueuer;
import heed.engine.internal.run.RunStarter.StartedRun;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.engine.run.ProgressListener.ProgressState;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunRefusedException;
import heed.mail.outbox.Outbox;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import heed.model.run.Run.Status;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import heed.model.suppression.FreedAddresses;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Executes a run whose lease it holds, batch by batch, to its end. Each batch is one transaction: it evaluates the next
 * prospects, applies the effects, and saves the checkpoint with them, so that a resumed run continues exactly after the
 * last committed batch.
 */
public final class RunExecutor {
    private final ProspectAccess access;
    private final RunLease lease;
    private final Optional<Outbox> outbox;
    private final String actor;
    private final Automation automation;
    private final Run startedRun;
    private final RunId runId;
    private final OptionalLong total;
    private final String evidence;
    private FreedAddresses freed = FreedAddresses.NONE;

    /**
     * Creates the executor of one run.
     *
     * @param outbox where messages are queued; needed only if the automation sends any
     * @param actor the actor of the changes, as recorded in their facts
     */
    public RunExecutor(
            ProspectAccess access, RunLease lease, Optional<Outbox> outbox, String actor, StartedRun started) {
        this.access = access;
        this.lease = lease;
        this.outbox = outbox;
        this.actor = actor;
        this.automation = started.automation();
        this.startedRun = started.run();
        this.total = started.total();
        this.runId = startedRun.id();
        this.evidence = automation.id() + " version " + startedRun.version();
    }

    /**
     * Executes the run to its end.
     *
     * @return the addresses that the run has freed for mail
     * @throws RunRefusedException if another worker has claimed the run
     * @throws RunFailedException if an error stopped the run
     */
    public FreedAddresses execute(ProgressListener progress) {
        ProgressState last;
        try (BatchSource batchSource = createBatchSource()) {
            last = execute(batchSource, progress);
        } catch (RunRefusedException e) { // the run belongs to another worker now: do not mark it as failed
            throw e;
        } catch (RuntimeException e) {
            recordFailure(e);
            throw new RunFailedException(automation.id(), runId, e);
        }
        progress.onProgress(last);
        return freed;
    }

    private record AppliedBatch(BatchSource.BatchResult result, Set<EmailAddress> freed) {}

    private ProgressState execute(BatchSource batchSource, ProgressListener progress) {
        ProgressState state = new ProgressState(Phase.RUNNING, 0, 0, 0, total);
        ProspectId last = startedRun.checkpoint();
        BatchSource.BatchResult batch;
        do {
            progress.onProgress(state);
            batchSource.prepare(last);
            AppliedBatch applied = access.store()
                    .write(work -> new AppliedBatch(runBatch(work, batchSource), work.findFreedAddresses()));
            batch = applied.result;
            freed = freed.plus(applied.freed);
            state = state.plus(batch.read(), batch.affected());
            last = batch.last();
        } while (batch.hasMore());
        return state;
    }

    private BatchSource createBatchSource() {
        return startedRun.fromStoredPlan()
                ? new PlannedBatchSource(access, automation, startedRun)
                : new SelectedBatchSource(access, automation, startedRun.evaluationTime());
    }

    private BatchSource.BatchResult runBatch(UnitOfWork work, BatchSource batchSource) {
        Run current = lease.renewAndLoad(work, runId);
        BatchApplier applier =
                new BatchApplier(runId, provenance(), new MailEnqueuer(outbox, access.clock(), startedRun));
        BatchSource.BatchResult batch = batchSource.next(work, current.checkpoint(), applier);
        work.saveCheckpoint(runId, batch.last(), current.tally().plus(applier.apply(work)));
        if (batch.hasMore()) {
            lease.renew(work, runId); // writing the batch may have taken longer than the lease lasts
        } else {
            work.endRun(runId, Status.FINISHED, access.clock().instant());
        }
        return batch;
    }

    private Provenance provenance() {
        return new Provenance(
                access.clock().instant(),
                actor,
                Provenance.Origin.AUTOMATION,
                automation.name(),
                Optional.of(evidence),
                Optional.of(runId));
    }

    /** Marks the run as failed if possible. Otherwise its lease expires, which has the same meaning. */
    private void recordFailure(RuntimeException exception) {
        try {
            access.store().write(work -> {
                if (work.findRun(runId).filter(lease::isHeldHere).isPresent()) {
                    work.endRun(runId, Status.FAILED, access.clock().instant());
                }
                return runId;
            });
        } catch (RuntimeException e) {
            exception.addSuppressed(e);
        }
    }
}
