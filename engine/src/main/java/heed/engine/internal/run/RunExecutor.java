package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.core.RunLease;
import heed.engine.internal.mail.MailEnqueuer;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunRefusedException;
import heed.model.fact.Provenance;
import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import heed.model.run.Run.Status;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Works on a run whose lease it holds until nothing is left: in one transaction after another the next prospects are read
 * and decided, and what was done to them is kept together with how far the run has come.
 */
public final class RunExecutor {
    private final EngineSettings settings;
    private final RunLease lease;
    private final Automation automation;
    private final Run startedRun;
    private final RunId runId;
    private final String evidence;

    public RunExecutor(EngineSettings settings, RunLease lease, Automation automation, Run startedRun) {
        this.settings = settings;
        this.lease = lease;
        this.automation = automation;
        this.startedRun = startedRun;
        this.runId = startedRun.id();
        this.evidence = automation.id() + " version " + startedRun.version();
    }

    /**
     * @param total how many prospects are to be considered from here
     * @throws RunRefusedException if another worker took the run over
     * @throws RunFailedException if an error stopped it
     */
    public void execute(OptionalLong total, ProgressListener progress) {
        ProgressListener.ProgressState last;
        try (BatchSource batchSource = createBatchSource()) {
            last = execute(batchSource, total, progress);
        } catch (RunRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            recordFailure(e);
            throw new RunFailedException(automation.id(), runId, e);
        }
        progress.onProgress(last);
    }

    private ProgressListener.ProgressState execute(
            BatchSource batchSource, OptionalLong total, ProgressListener progress) {
        ProgressListener.ProgressState state = new ProgressListener.ProgressState(Phase.RUNNING, 0, 0, 0, total);
        ProspectId last = startedRun.checkpoint();
        BatchSource.BatchResult batch;
        do {
            progress.onProgress(state);
            batchSource.prepare(last);
            batch = settings.store().write(work -> runBatch(work, batchSource));
            state = state.plus(batch.read(), batch.affected());
            last = batch.last();
        } while (batch.hasMore());
        return state;
    }

    private BatchSource createBatchSource() {
        return startedRun.fromStoredPlan()
                ? new PlannedBatchSource(settings, automation, runId)
                : new SelectedBatchSource(settings, automation, startedRun.evaluationTime());
    }

    private BatchSource.BatchResult runBatch(UnitOfWork work, BatchSource batchSource) {
        Run current = lease.renewAndLoad(work, runId);
        BatchApplier applier = new BatchApplier(runId, provenance(), new MailEnqueuer(settings, startedRun));
        BatchSource.BatchResult batch = batchSource.next(work, current.checkpoint(), applier);
        work.saveCheckpoint(runId, batch.last(), current.tally().plus(applier.apply(work)));
        if (batch.hasMore()) {
            lease.renew(work, runId); // a batch may take longer than a lease
        } else {
            work.endRun(runId, Status.FINISHED, settings.clock().instant());
        }
        return batch;
    }

    private Provenance provenance() {
        return new Provenance(
                settings.clock().instant(),
                settings.actor(),
                Provenance.Origin.AUTOMATION,
                automation.name(),
                Optional.of(evidence),
                Optional.of(runId));
    }

    /** Says that it stopped, if it can: otherwise the lease ends by time, which says the same. */
    private void recordFailure(RuntimeException exception) {
        try {
            settings.store().write(work -> {
                if (work.findRun(runId).filter(lease::isHeldHere).isPresent()) {
                    work.endRun(runId, Status.FAILED, settings.clock().instant());
                }
                return runId;
            });
        } catch (RuntimeException e) {
            exception.addSuppressed(e);
        }
    }
}
