package heed.store.internal.prospects;

import heed.model.prospect.ProspectId;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes prospects that nothing refers to. */
final class ProspectRemoval {
    /** The columns that refer to a prospect, each of which has an index. The facts of a prospect are removed with it. */
    static final List<String> REFERRING_COLUMNS = List.of(
            "ledger.prospect",
            "planned.prospect",
            "mail.prospect",
            "mail.other",
            "bounce_evidence.prospect",
            "former_address.prospect",
            "address_opt_out.ended_prospect",
            "upgrade_finding.prospect");

    private static final String REFERENCED = "SELECT value FROM {list ?} WHERE "
            + REFERRING_COLUMNS.stream()
                    .map(column -> "EXISTS (SELECT 1 FROM " + column.substring(0, column.indexOf('.')) + " WHERE "
                            + column + " = value)")
                    .collect(Collectors.joining(" OR "));

    private ProspectRemoval() {}

    /** Returns those of these prospects that a row other than a fact refers to. */
    static Set<ProspectId> findReferenced(SqlSession session, AccountKey account, Collection<ProspectId> prospects) {
        return toSet(session.queryIn(REFERENCED, keys(account, prospects.stream()), row -> row.number(1)).stream());
    }

    /** Removes those of these prospects that no row other than a fact refers to and whose flags are No. */
    static Set<ProspectId> remove(SqlSession session, AccountKey account, Collection<ProspectId> prospects) {
        // The lock keeps others from inserting a row that refers to a prospect until the end of the transaction.
        Set<ProspectId> removable =
                toSet(session.queryIn("""
                        SELECT key FROM prospect
                        WHERE key {in ?} AND email_opt_out_since IS NULL AND bounced_since IS NULL
                        ORDER BY key {exclusive lock}
                        """, keys(account, prospects.stream()), row -> row.number(1)).stream());
        removable.removeAll(findReferenced(session, account, removable));
        if (removable.isEmpty()) {
            return removable;
        }
        delete(session, account, keys(account, removable.stream()));
        return removable;
    }

    /**
     * Deletes prospects to whom nothing but their facts refers. Their keys are never used again.
     *
     * @param keys at least one, in order
     */
    static void delete(SqlSession session, AccountKey account, List<Long> keys) {
        session.update("DELETE FROM fact WHERE prospect {in ?}", keys);
        session.update("DELETE FROM prospect WHERE key {in ?}", keys);
        session.update("""
                INSERT INTO removed_key (account, key) VALUES (?, ?)
                ON CONFLICT (account) DO UPDATE SET key = excluded.key WHERE excluded.key > removed_key.key
                """, account.id(), keys.get(keys.size() - 1));
    }

    private static List<Long> keys(AccountKey account, Stream<ProspectId> prospects) {
        return prospects.filter(account::owns).map(ProspectId::value).sorted().toList();
    }

    private static Set<ProspectId> toSet(Stream<Long> keys) {
        return keys.map(ProspectId::new).collect(Collectors.toCollection(TreeSet::new));
    }
}
