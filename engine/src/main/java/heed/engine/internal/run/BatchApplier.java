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

/** Applies a batch of one run: effects, facts and ledger, in the transaction given. The only way that effects take. */
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

    void addSelected(int prospects) {
        tally = tally.plus(new RunTally(prospects, 0, 0, 0));
    }

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
        // A flag's assertion is a fact also where the value stays.
        plannedStep
                .fieldChanges()
                .filter(effect -> effect.field().isFlag() || !effect.isNoOp())
                .forEach(effect -> assertions.add(new FieldAssertion(effect.prospect(), effect.field(), effect.to())));
    }

    /** Leaves a prospect out of an action, because the plan was made of another. */
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

    /** Writes it, and says what it came to. */
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
