package heed.engine;

import heed.model.FieldAssertion;
import heed.model.LedgerEntry;
import heed.model.Prospect;
import heed.model.Provenance;
import heed.model.RunId;
import heed.model.Tally;
import heed.model.UnitOfWork;
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
    private Tally tally = Tally.NONE;

    Application(RunId run, Provenance provenance, Mails mails) {
        this.run = run;
        this.provenance = provenance;
        this.mails = mails;
    }

    void selected(int prospects) {
        tally = tally.plus(new Tally(prospects, 0, 0, 0));
    }

    void add(Outcome outcome) {
        if (outcome.send().isPresent()) {
            mails.add(outcome);
        } else if (outcome.failure().isPresent()) {
            record(outcome, LedgerEntry.Outcome.FAILED, outcome.failure(), new Tally(0, 0, 0, 1));
        } else if (outcome.changes()) {
            record(outcome, LedgerEntry.Outcome.APPLIED, Optional.empty(), new Tally(0, 1, 0, 0));
        } else {
            record(outcome, LedgerEntry.Outcome.UNCHANGED, Optional.empty(), new Tally(0, 0, 1, 0));
        }
        // A flag's assertion is a fact also where the value stays.
        outcome.sets()
                .filter(effect -> effect.field().flag() || !effect.changesNothing())
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
        tally = tally.plus(new Tally(0, 0, 1, 0));
    }

    private void record(Outcome outcome, LedgerEntry.Outcome became, Optional<String> detail, Tally counted) {
        entries.add(new LedgerEntry(run, outcome.step().id(), outcome.prospect().key(), became, detail));
        tally = tally.plus(counted);
    }

    /** Writes it, and says what it came to. */
    Tally write(UnitOfWork work) {
        if (!assertions.isEmpty()) {
            work.assertFields(assertions, provenance);
        }
        mails.enqueue(
                work,
                (outcome, kept) -> record(
                        outcome,
                        kept.queued() ? LedgerEntry.Outcome.APPLIED : LedgerEntry.Outcome.UNCHANGED,
                        kept.why(),
                        kept.queued() ? new Tally(0, 1, 0, 0) : new Tally(0, 0, 1, 0)));
        if (!entries.isEmpty()) {
            work.record(entries);
        }
        return tally;
    }
}
