package heed.engine;

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
final class Application {
    private final RunId run;
    private final Provenance provenance;
    private final Mails mails;
    private final List<FieldAssertion> assertions = new ArrayList<>();
    private final List<LedgerEntry> entries = new ArrayList<>();
    private RunTally tally = RunTally.NONE;

    Application(RunId run, Provenance provenance, Mails mails) {
        this.run = run;
        this.provenance = provenance;
        this.mails = mails;
    }

    void selected(int prospects) {
        tally = tally.plus(new RunTally(prospects, 0, 0, 0));
    }

    void add(Outcome outcome) {
        if (outcome.send().isPresent()) {
            mails.add(outcome);
        } else if (outcome.failure().isPresent()) {
            record(outcome, LedgerEntry.Outcome.FAILED, outcome.failure(), new RunTally(0, 0, 0, 1));
        } else if (outcome.changes()) {
            record(outcome, LedgerEntry.Outcome.APPLIED, Optional.empty(), new RunTally(0, 1, 0, 0));
        } else {
            record(outcome, LedgerEntry.Outcome.UNCHANGED, Optional.empty(), new RunTally(0, 0, 1, 0));
        }
        // A flag's assertion is a fact also where the value stays.
        outcome.sets()
                .filter(effect -> effect.field().isFlag() || !effect.isNoOp())
                .forEach(effect -> assertions.add(new FieldAssertion(effect.prospect(), effect.field(), effect.to())));
    }

    /** Leaves a prospect out of an action, because the plan was made of another. */
    void leaveOut(String action, Prospect prospect) {
        entries.add(new LedgerEntry(
                run,
                action,
                prospect.key(),
                LedgerEntry.Outcome.CHANGED_SINCE_PLAN,
                Optional.of("changed since the plan was made")));
        tally = tally.plus(new RunTally(0, 0, 1, 0));
    }

    private void record(Outcome outcome, LedgerEntry.Outcome became, Optional<String> detail, RunTally counted) {
        entries.add(new LedgerEntry(run, outcome.step().id(), outcome.prospect().key(), became, detail));
        tally = tally.plus(counted);
    }

    /** Writes it, and says what it came to. */
    RunTally write(UnitOfWork work) {
        if (!assertions.isEmpty()) {
            work.assertFields(assertions, provenance);
        }
        mails.enqueue(
                work,
                (outcome, kept) -> record(
                        outcome,
                        kept.queued() ? LedgerEntry.Outcome.APPLIED : LedgerEntry.Outcome.UNCHANGED,
                        kept.why(),
                        kept.queued() ? new RunTally(0, 1, 0, 0) : new RunTally(0, 0, 1, 0)));
        if (!entries.isEmpty()) {
            work.recordLedgerEntries(entries);
        }
        return tally;
    }
}
