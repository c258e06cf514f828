package heed.store.internal;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.SuppressionEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The addresses that were put on the suppression list themselves, and the record of that. Set-based: a few statements a call. */
final class ListedSuppressions {
    private static final String NOT_LISTED = """
            SELECT value FROM {list ?2} WHERE NOT EXISTS (
                SELECT 1 FROM listed_suppression l WHERE l.account = ?1 AND l.address = value)
            """;
    private static final String LISTED = """
            SELECT address FROM listed_suppression
            WHERE account = ?1 AND address {in ?2}
            """;
    private static final String RECORD = """
            INSERT INTO listing (account, address, sequence, listed, provenance)
            SELECT ?1, value, 1 + (SELECT count(*) FROM listing l WHERE l.account = ?1 AND l.address = value), ?2, ?3
            FROM {list ?4}
            """;

    private ListedSuppressions() {}

    /** Answers which of the addresses were not listed before; the others stay as they are. */
    static Set<EmailAddress> list(
            Session session, Owner owner, Collection<EmailAddress> addresses, Provenance provenance) {
        refuseRun(provenance);
        session.dialect().take(session, owner, texts(addresses));
        List<String> added = session.listIn(NOT_LISTED, texts(addresses), row -> row.text(1), owner.account());
        if (added.isEmpty()) {
            return Set.of();
        }
        long why = Provenances.keep(session, provenance);
        session.update("""
                INSERT INTO listed_suppression (address, account, since, provenance)
                SELECT value, ?, ?, ? FROM {list ?}
                """, owner.account(), provenance.at().toEpochMilli(), why, added);
        Spellings.of(session, owner).keep(added);
        return record(session, owner, added, true, why);
    }

    /** Answers which of the addresses were listed. */
    static Set<EmailAddress> unlist(
            Session session, Owner owner, Collection<EmailAddress> addresses, Provenance provenance) {
        refuseRun(provenance);
        session.dialect().take(session, owner, texts(addresses));
        List<String> removed = session.listIn(LISTED, texts(addresses), row -> row.text(1), owner.account());
        if (removed.isEmpty()) {
            return Set.of();
        }
        session.update("""
                DELETE FROM listed_suppression
                WHERE account = ? AND address {in ?}
                """, owner.account(), removed);
        return record(session, owner, removed, false, Provenances.keep(session, provenance));
    }

    private static void refuseRun(Provenance provenance) {
        if (provenance.run().isPresent()) {
            throw new IllegalArgumentException(
                    "a run neither puts an address itself on the suppression list nor takes it off");
        }
    }

    /** In their order, so that a batch is written to neighbouring pages. */
    private static Set<String> texts(Collection<EmailAddress> addresses) {
        Set<String> texts = new TreeSet<>();
        addresses.forEach(address -> texts.add(address.value()));
        return texts;
    }

    private static Set<EmailAddress> record(
            Session session, Owner owner, List<String> addresses, boolean listed, long why) {
        session.update(RECORD, owner.account(), listed, why, addresses);
        Set<EmailAddress> changed = new TreeSet<>();
        addresses.forEach(address -> changed.add(new EmailAddress(address)));
        return changed;
    }

    /** Each time that the address was put on the list or taken off it, in order. */
    static List<SuppressionEntry> history(Session session, Owner owner, EmailAddress address) {
        return session.list(
                """
                SELECT l.listed, v.at, v.actor, v.source, v.reason, v.evidence
                FROM listing l JOIN provenance v ON v.id = l.provenance
                WHERE l.account = ? AND l.address = ? ORDER BY l.sequence
                """,
                row -> new SuppressionEntry(address, row.yes(1), Provenances.read(row, 2, Optional.empty())),
                owner.account(),
                address.value());
    }
}
