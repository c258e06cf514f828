package heed.store.internal.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.SuppressionEntry;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.facts.ProvenanceTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The addresses that are on the suppression list in their own right, and the history of their entries. Each call needs a
 * few statements only.
 */
public final class ListedAddresses {
    private static final String NOT_LISTED = """
            SELECT value FROM {list ?2} WHERE NOT EXISTS (
                SELECT 1 FROM listed_suppression l WHERE l.account = ?1 AND l.address = value)
            """;
    private static final String LISTED = """
            SELECT address FROM listed_suppression
            WHERE account = ?1 AND address {in ?2}
            """;
    private static final String INSERT_ENTRIES = """
            INSERT INTO listing (account, address, sequence, listed, provenance)
            SELECT ?1, value, 1 + (SELECT count(*) FROM listing l WHERE l.account = ?1 AND l.address = value), ?2, ?3
            FROM {list ?4}
            """;

    private ListedAddresses() {}

    /**
     * Adds addresses to the suppression list.
     *
     * @return the addresses that were not on the list before; the others are unchanged
     * @throws IllegalArgumentException if the provenance is a run's
     */
    public static Set<EmailAddress> suppress(
            SqlSession session, AccountKey account, Collection<EmailAddress> addresses, Provenance provenance) {
        refuseRun(provenance);
        session.dialect().lockAddresses(session, account, sortedTexts(addresses));
        List<String> added = session.queryIn(NOT_LISTED, sortedTexts(addresses), row -> row.text(1), account.id());
        if (added.isEmpty()) {
            return Set.of();
        }
        long provenanceId = ProvenanceTable.insert(session, provenance);
        session.update("""
                INSERT INTO listed_suppression (address, account, since, provenance)
                SELECT value, ?, ?, ? FROM {list ?}
                """, account.id(), provenance.at().toEpochMilli(), provenanceId, added);
        AddressAliases.load(session, account).add(added);
        return record(session, account, added, true, provenanceId);
    }

    /**
     * Removes addresses from the suppression list.
     *
     * @return the addresses that were on the list
     * @throws IllegalArgumentException if the provenance is a run's
     */
    public static Set<EmailAddress> unsuppress(
            SqlSession session, AccountKey account, Collection<EmailAddress> addresses, Provenance provenance) {
        refuseRun(provenance);
        session.dialect().lockAddresses(session, account, sortedTexts(addresses));
        List<String> removed = session.queryIn(LISTED, sortedTexts(addresses), row -> row.text(1), account.id());
        if (removed.isEmpty()) {
            return Set.of();
        }
        session.update("""
                DELETE FROM listed_suppression
                WHERE account = ? AND address {in ?}
                """, account.id(), removed);
        return record(session, account, removed, false, ProvenanceTable.insert(session, provenance));
    }

    private static void refuseRun(Provenance provenance) {
        if (provenance.run().isPresent()) {
            throw new IllegalArgumentException("a run cannot add an address to the suppression list or remove it");
        }
    }

    /** Returns the addresses in order, so that a batch is written to neighbouring pages. */
    private static Set<String> sortedTexts(Collection<EmailAddress> addresses) {
        Set<String> texts = new TreeSet<>();
        addresses.forEach(address -> texts.add(address.value()));
        return texts;
    }

    private static Set<EmailAddress> record(
            SqlSession session, AccountKey account, List<String> addresses, boolean listed, long provenanceId) {
        session.update(INSERT_ENTRIES, account.id(), listed, provenanceId, addresses);
        Set<EmailAddress> changed = new TreeSet<>();
        addresses.forEach(address -> changed.add(new EmailAddress(address)));
        return changed;
    }

    /** Returns the additions and removals of the address in order. */
    public static List<SuppressionEntry> history(SqlSession session, AccountKey account, EmailAddress address) {
        return session.query(
                """
                SELECT l.listed, v.at, v.actor, v.source, v.reason, v.evidence
                FROM listing l JOIN provenance v ON v.id = l.provenance
                WHERE l.account = ? AND l.address = ? ORDER BY l.sequence
                """,
                row -> new SuppressionEntry(address, row.bool(1), ProvenanceTable.read(row, 2, Optional.empty())),
                account.id(),
                address.value());
    }
}
