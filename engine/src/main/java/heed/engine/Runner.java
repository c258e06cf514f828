package heed.engine;

import heed.engine.Progress.Phase;
import heed.engine.definition.Automation;
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
final class Runner {
    private final Settings settings;
    private final Lease lease;
    private final Automation automation;
    private final Run started;
    private final RunId run;
    private final String evidence;

    Runner(Settings settings, Lease lease, Automation automation, Run started) {
        this.settings = settings;
        this.lease = lease;
        this.automation = automation;
        this.started = started;
        this.run = started.id();
        this.evidence = automation.id() + " version " + started.version();
    }

    /**
     * @param total how many prospects are to be considered from here
     * @throws RefusedException if another worker took the run over
     * @throws RunFailedException if an error stopped it
     */
    void work(OptionalLong total, Progress progress) {
        Progress.Step last;
        try (Batches batches = batches()) {
            last = work(batches, total, progress);
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            stopped(e);
            throw new RunFailedException(automation.id(), run, e);
        }
        progress.advanced(last);
    }

    private Progress.Step work(Batches batches, OptionalLong total, Progress progress) {
        Progress.Step step = new Progress.Step(Phase.RUNNING, 0, 0, 0, total);
        ProspectId last = started.checkpoint();
        Batches.Batch batch;
        do {
            progress.advanced(step);
            batches.prepare(last);
            batch = settings.store().write(work -> transaction(work, batches));
            step = step.plus(batch.read(), batch.affected());
            last = batch.last();
        } while (batch.more());
        return step;
    }

    private Batches batches() {
        return started.fromStoredPlan()
                ? new PlannedBatches(settings, automation, run)
                : new SelectedBatches(settings, automation, started.evaluationTime());
    }

    private Batches.Batch transaction(UnitOfWork work, Batches batches) {
        Run present = lease.hold(work, run);
        Application application = new Application(run, provenance(), new Mails(settings, started));
        Batches.Batch batch = batches.next(work, present.checkpoint(), application);
        work.saveCheckpoint(run, batch.last(), present.tally().plus(application.write(work)));
        if (batch.more()) {
            lease.renew(work, run); // a batch may take longer than a lease
        } else {
            work.endRun(run, Status.FINISHED, settings.clock().instant());
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
                Optional.of(run));
    }

    /** Says that it stopped, if it can: otherwise the lease ends by time, which says the same. */
    private void stopped(RuntimeException why) {
        try {
            settings.store().write(work -> {
                if (work.findRun(run).filter(lease::mine).isPresent()) {
                    work.endRun(run, Status.FAILED, settings.clock().instant());
                }
                return run;
            });
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }
}
