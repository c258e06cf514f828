package heed.store.internal;

import heed.model.prospect.ProspectId;
import heed.model.run.LedgerEntry;
import heed.model.run.RunId;
import java.util.ArrayList;
import java.util.List;

/** What each action of a run did to each prospect. */
final class Ledger {
    private final Session session;
    private final Owner owner;
    private final Runs runs;

    Ledger(Session session, Owner owner, Runs runs) {
        this.session = session;
        this.owner = owner;
        this.runs = runs;
    }

    /** Adds entries; one that failed may be recorded anew, any other is final. */
    void record(List<LedgerEntry> entries) {
        for (int from = 0, to; from < entries.size(); from = to) {
            LedgerEntry first = entries.get(from);
            List<Long> prospects = new ArrayList<>();
            for (to = from; to < entries.size() && alike(first, entries.get(to)); to++) {
                ProspectId prospect = entries.get(to).prospect();
                owner.require(prospect);
                prospects.add(prospect.value());
            }
            record(first, prospects);
        }
    }

    private static boolean alike(LedgerEntry one, LedgerEntry other) {
        return one.run().equals(other.run())
                && one.action().equals(other.action())
                && one.outcome() == other.outcome()
                && one.detail().equals(other.detail());
    }

    /** The same of several prospects, in one statement. */
    private void record(LedgerEntry entry, List<Long> prospects) {
        runs.require(entry.run());
        long recorded = session.number(
                "SELECT recorded FROM run WHERE id = ? {held}", entry.run().value());
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
            session.fail();
            throw new IllegalArgumentException("run " + entry.run() + " has recorded action " + entry.action() + " of "
                    + (prospects.size() - changed) + " of these prospects already");
        }
        session.update(
                "UPDATE run SET recorded = ? WHERE id = ?",
                recorded + prospects.size(),
                entry.run().value());
    }

    List<LedgerEntry> entries(RunId run, ProspectId after, int prospects) {
        if (!runs.exists(run)) {
            return List.of();
        }
        return session.list(
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
                        row.optional(4)),
                run.value(),
                run.value(),
                after.value(),
                prospects);
    }
}
