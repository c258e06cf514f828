package heed.store.internal.runs;

import heed.model.prospect.ProspectId;
import heed.model.run.LedgerEntry;
import heed.model.run.RunId;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.List;

/** The ledger: the outcome of each action of a run for each prospect. */
public final class LedgerTable {
    private final SqlSession session;
    private final AccountKey account;
    private final RunTable runs;

    public LedgerTable(SqlSession session, AccountKey account, RunTable runs) {
        this.session = session;
        this.account = account;
        this.runs = runs;
    }

    /**
     * Records entries. A failed entry may be recorded again; any other entry is final.
     *
     * @throws IllegalArgumentException if a final entry is recorded again, or if the account has no such run or prospect
     */
    public void record(List<LedgerEntry> entries) {
        for (int from = 0, to; from < entries.size(); from = to) {
            LedgerEntry first = entries.get(from);
            List<Long> prospects = new ArrayList<>();
            for (to = from; to < entries.size() && sameResult(first, entries.get(to)); to++) {
                ProspectId prospect = entries.get(to).prospect();
                account.requireOwned(prospect);
                prospects.add(prospect.value());
            }
            record(first, prospects);
        }
    }

    private static boolean sameResult(LedgerEntry first, LedgerEntry second) {
        return first.run().equals(second.run())
                && first.action().equals(second.action())
                && first.outcome() == second.outcome()
                && first.detail().equals(second.detail());
    }

    /** Records the same outcome for several prospects by one statement. */
    private void record(LedgerEntry entry, List<Long> prospects) {
        runs.require(entry.run());
        long recorded = session.queryNumber(
                "SELECT recorded FROM run WHERE id = ? {for update}",
                entry.run().value());
        int changed = session.update(
                """
                INSERT INTO ledger (run, prospect, action, ordinal, outcome, detail)
                SELECT ?, value, ?, ? + key, ?, ? FROM {list ?} WHERE true
                ON CONFLICT (run, prospect, action)
                DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail WHERE ledger.outcome = 'FAILED'
                """,
                entry.run().value(),
                entry.action(),
                recorded + 1,
                entry.outcome().name(),
                entry.detail().orElse(null),
                prospects);
        if (changed < prospects.size()) {
            session.markFailed();
            throw new IllegalArgumentException("run " + entry.run() + " has already recorded action " + entry.action()
                    + " for " + (prospects.size() - changed) + " of these prospects");
        }
        session.update(
                "UPDATE run SET recorded = ? WHERE id = ?",
                recorded + prospects.size(),
                entry.run().value());
    }

    /** Returns the entries of the next prospects after the given one, ordered by prospect, then as recorded. */
    public List<LedgerEntry> entries(RunId run, ProspectId after, int prospects) {
        if (!runs.exists(run)) {
            return List.of();
        }
        return session.query(
                """
                SELECT prospect, action, outcome, detail FROM ledger
                WHERE run = ? AND prospect IN (
                    SELECT DISTINCT prospect FROM ledger WHERE run = ? AND prospect > ? ORDER BY prospect LIMIT ?)
                ORDER BY prospect, ordinal
                """,
                row -> new LedgerEntry(
                        run,
                        row.text(2),
                        new ProspectId(row.number(1)),
                        LedgerEntry.Outcome.valueOf(row.text(3)),
                        row.optionalText(4)),
                run.value(),
                run.value(),
                after.value(),
                prospects);
    }
}
