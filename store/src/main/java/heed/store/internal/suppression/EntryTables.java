package heed.store.internal.suppression;

import heed.model.fact.Provenance;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionEntry;
import heed.store.internal.facts.ProvenanceTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The two tables of one kind of entries of the suppression list: those that are on the list now, and the history of their
 * additions and removals. Each call needs a few statements only.
 */
final class EntryTables {
    private final String notListed;
    private final String listed;
    private final String insert;
    private final String delete;
    private final String insertHistory;
    private final String selectHistory;

    /**
     * @param current the table of the entries that are on the list
     * @param history the table of the additions and removals
     * @param column the column of the listed text in both tables
     */
    EntryTables(String current, String history, String column) {
        this.notListed = """
                SELECT value FROM {list ?2} WHERE NOT EXISTS (
                    SELECT 1 FROM %s l WHERE l.account = ?1 AND l.%s = value)
                """.formatted(current, column);
        this.listed = "SELECT %2$s FROM %1$s WHERE account = ?1 AND %2$s {in ?2}".formatted(current, column);
        this.insert = """
                INSERT INTO %s (%s, account, since, provenance)
                SELECT value, ?, ?, ? FROM {list ?}
                """.formatted(current, column);
        this.delete = "DELETE FROM %s WHERE account = ? AND %s {in ?}".formatted(current, column);
        this.insertHistory = """
                INSERT INTO %1$s (account, %2$s, sequence, listed, provenance, run)
                SELECT ?1, value, 1 + (SELECT count(*) FROM %1$s l WHERE l.account = ?1 AND l.%2$s = value), ?2, ?3, ?4
                FROM {list ?5}
                """.formatted(history, column);
        this.selectHistory = """
                SELECT l.listed, v.at, v.actor, v.source, v.reason, v.evidence, l.run
                FROM %s l JOIN provenance v ON v.id = l.provenance
                WHERE l.account = ? AND l.%s = ? ORDER BY l.sequence
                """.formatted(history, column);
    }

    /**
     * Adds entries whose locks are held.
     *
     * @param texts in order, so that a batch is written to neighbouring pages
     * @return the texts that were not on the list; the others are unchanged
     * @param provenance may name a run, which is then an import
     */
    List<String> add(SqlSession session, AccountKey account, Collection<String> texts, Provenance provenance) {
        List<String> added = session.queryIn(notListed, texts, row -> row.text(1), account.id());
        if (!added.isEmpty()) {
            long provenanceId = ProvenanceTable.insert(session, provenance);
            session.update(insert, account.id(), provenance.at().toEpochMilli(), provenanceId, added);
            session.update(
                    insertHistory,
                    account.id(),
                    true,
                    provenanceId,
                    provenance.run().map(RunId::value).orElse(null),
                    added);
        }
        return added;
    }

    /**
     * Removes entries whose locks are held.
     *
     * @return the texts that were on the list
     * @throws IllegalArgumentException if the provenance is a run's
     */
    List<String> remove(SqlSession session, AccountKey account, Collection<String> texts, Provenance provenance) {
        if (provenance.run().isPresent()) {
            throw new IllegalArgumentException("a run cannot remove from the suppression list");
        }
        List<String> removed = session.queryIn(listed, texts, row -> row.text(1), account.id());
        if (!removed.isEmpty()) {
            session.update(delete, account.id(), removed);
            session.update(
                    insertHistory, account.id(), false, ProvenanceTable.insert(session, provenance), null, removed);
        }
        return removed;
    }

    /** Returns the additions and removals of a text in order. */
    List<SuppressionEntry> history(SqlSession session, AccountKey account, String text) {
        return session.query(
                selectHistory,
                row -> new SuppressionEntry(
                        row.bool(1),
                        ProvenanceTable.read(
                                row, 2, Optional.ofNullable(row.numberOrNull(7)).map(RunId::new))),
                account.id(),
                text);
    }
}
