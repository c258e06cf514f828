package heed.engine.internal.run;

import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.mail.MailEnqueuer;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.prospect.Prospect;
import heed.model.run.LedgerEntry;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.store.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies one batch of a run in one transaction: field changes with their facts, queued messages, and ledger entries.
 * All effects go through this class. Not thread-safe.
 */
final class BatchApplier {
    private final RunId run;
    private final Provenance provenance;
    private final MailEnqueuer mailEnqueuer;
    private final List<FieldAssertion> assertions = new ArrayList<>();
    private final List<LedgerEntry> ledgerEntries = new ArrayList<>();
    private RunTally tally = RunTally.NONE;

    BatchApplier(RunId run, Provenance provenance, MailEnqueuer mailEnqueuer) {
        this.run = run;
        this.provenance = provenance;
        this.mailEnqueuer = mailEnqueuer;
    }

    /** Counts prospects as selected. */
    void addSelected(int prospects) {
        tally = tally.plus(new RunTally(prospects, 0, 0, 0));
    }

    /** Adds a step to the batch. */
    void add(PlannedStep plannedStep) {
        if (plannedStep.emailSend().isPresent()) {
            mailEnqueuer.add(plannedStep);
        } else if (plannedStep.failure().isPresent()) {
            record(plannedStep, LedgerEntry.Outcome.FAILED, plannedStep.failure(), new RunTally(0, 0, 0, 1));
        } else if (plannedStep.changesAnything()) {
            record(plannedStep, LedgerEntry.Outcome.APPLIED, Optional.empty(), new RunTally(0, 1, 0, 0));
        } else {
            record(plannedStep, LedgerEntry.Outcome.UNCHANGED, Optional.empty(), new RunTally(0, 0, 1, 0));
        }
        // A flag's assertion is recorded as a fact even if the value stays the same.
        plannedStep
                .fieldChanges()
                .filter(change -> change.field().isFlag() || !change.isNoOp())
                .forEach(change -> assertions.add(new FieldAssertion(change.prospect(), change.field(), change.to())));
    }

    /** Records that an action was not applied, because the prospect has changed since the plan was made. */
    void addChangedSincePlan(String action, Prospect prospect) {
        ledgerEntries.add(new LedgerEntry(
                run,
                action,
                prospect.key(),
                LedgerEntry.Outcome.CHANGED_SINCE_PLAN,
                Optional.of("changed since the plan was made")));
        tally = tally.plus(new RunTally(0, 0, 1, 0));
    }

    private void record(
            PlannedStep plannedStep, LedgerEntry.Outcome ledgerOutcome, Optional<String> detail, RunTally tallyChange) {
        ledgerEntries.add(new LedgerEntry(
                run, plannedStep.step().id(), plannedStep.prospect().key(), ledgerOutcome, detail));
        tally = tally.plus(tallyChange);
    }

    /** Writes the batch and returns its tally. */
    RunTally apply(UnitOfWork work) {
        if (!assertions.isEmpty()) {
            work.assertFields(assertions, provenance);
        }
        mailEnqueuer.enqueue(
                work,
                (plannedStep, decision) -> record(
                        plannedStep,
                        decision.queued() ? LedgerEntry.Outcome.APPLIED : LedgerEntry.Outcome.UNCHANGED,
                        decision.reason(),
                        decision.queued() ? new RunTally(0, 1, 0, 0) : new RunTally(0, 0, 1, 0)));
        if (!ledgerEntries.isEmpty()) {
            work.recordLedgerEntries(ledgerEntries);
        }
        return tally;
    }
}
