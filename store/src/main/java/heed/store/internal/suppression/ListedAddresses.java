package heed.store.internal.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionEntry;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The addresses that are on the suppression list in their own right, and the history of their entries. */
public final class ListedAddresses {
    private static final EntryTables TABLES = new EntryTables("listed_suppression", "listing", "address");

    private ListedAddresses() {}

    /**
     * Adds addresses to the suppression list, except those of erased people, which are suppressed without being stored.
     *
     * @return the addresses that were not on the list before; the others are unchanged
     * @param provenance may name a run, which is then an import
     */
    public static Set<EmailAddress> suppress(
            SqlSession session, AccountKey account, Collection<EmailAddress> addresses, Provenance provenance) {
        Set<String> texts = sortedTexts(addresses);
        session.dialect().lockAddresses(session, account, texts);
        texts.removeAll(ForgottenAddresses.load(session, account).among(texts));
        List<String> added = TABLES.add(session, account, texts, provenance);
        if (!added.isEmpty()) {
            AddressAliases.load(session, account).add(added);
        }
        return toAddresses(added);
    }

    /**
     * Removes addresses from the suppression list.
     *
     * @return the addresses that were on the list
     * @throws IllegalArgumentException if the provenance is a run's
     */
    public static Set<EmailAddress> unsuppress(
            SqlSession session, AccountKey account, Collection<EmailAddress> addresses, Provenance provenance) {
        Set<String> texts = sortedTexts(addresses);
        session.dialect().lockAddresses(session, account, texts);
        return toAddresses(TABLES.remove(session, account, texts, provenance));
    }

    private static Set<String> sortedTexts(Collection<EmailAddress> addresses) {
        Set<String> texts = new TreeSet<>();
        addresses.forEach(address -> texts.add(address.value()));
        return texts;
    }

    private static Set<EmailAddress> toAddresses(List<String> texts) {
        Set<EmailAddress> addresses = new TreeSet<>();
        texts.forEach(text -> addresses.add(new EmailAddress(text)));
        return addresses;
    }

    /** Returns the next addresses that an import added and that nobody has removed or added since, ordered. */
    public static List<EmailAddress> listImported(
            SqlSession session, AccountKey account, RunId run, String after, int limit) {
        return session.query("""
                SELECT l.address FROM listing l
                WHERE l.run = ? AND l.account = ? AND l.address > ? AND NOT EXISTS (
                    SELECT 1 FROM listing later
                    WHERE later.account = l.account AND later.address = l.address AND later.sequence > l.sequence)
                ORDER BY l.address LIMIT ?
                """, row -> new EmailAddress(row.text(1)), run.value(), account.id(), after, limit);
    }

    /** Returns the additions and removals of the address in order. */
    public static List<SuppressionEntry> history(SqlSession session, AccountKey account, EmailAddress address) {
        return TABLES.history(session, account, address.value());
    }
}
