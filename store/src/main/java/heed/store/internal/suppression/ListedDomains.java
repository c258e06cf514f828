package heed.store.internal.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.facts.ProvenanceTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The domains that are on the suppression list, and the history of their entries. A change of one locks all addresses of
 * the account, because it suppresses addresses that nobody has named.
 */
public final class ListedDomains {
    private static final EntryTables TABLES = new EntryTables("suppressed_domain", "domain_listing", "domain");
    private static final String SELECT = """
            SELECT d.domain, d.since, v.at, v.actor, v.source, v.reason, v.evidence
            FROM suppressed_domain d JOIN provenance v ON v.id = d.provenance
            WHERE d.account = ?1 AND d.domain\s""";

    private ListedDomains() {}

    /**
     * Adds domains to the suppression list.
     *
     * @return the domains that were not on the list before; the others are unchanged
     * @throws IllegalArgumentException if the provenance is a run's
     */
    public static Set<SuppressedDomain> suppress(
            SqlSession session, AccountKey account, Collection<SuppressedDomain> domains, Provenance provenance) {
        if (!domains.isEmpty()) {
            session.dialect().lockAllAddresses(session, account);
        }
        return toDomains(TABLES.add(session, account, sortedTexts(domains), provenance));
    }

    /**
     * Removes domains from the suppression list.
     *
     * @return the domains that were on the list
     * @throws IllegalArgumentException if the provenance is a run's
     */
    public static Set<SuppressedDomain> unsuppress(
            SqlSession session, AccountKey account, Collection<SuppressedDomain> domains, Provenance provenance) {
        if (!domains.isEmpty()) {
            session.dialect().lockAllAddresses(session, account);
        }
        return toDomains(TABLES.remove(session, account, sortedTexts(domains), provenance));
    }

    private static Set<String> sortedTexts(Collection<SuppressedDomain> domains) {
        return domains.stream().map(SuppressedDomain::text).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<SuppressedDomain> toDomains(List<String> texts) {
        return texts.stream().map(ListedDomains::toDomain).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SuppressedDomain toDomain(String text) {
        return SuppressedDomain.parse(text).orElseThrow();
    }

    /** Returns the additions and removals of the domain in order. */
    public static List<SuppressionEntry> history(SqlSession session, AccountKey account, SuppressedDomain domain) {
        return TABLES.history(session, account, domain.text());
    }

    /** Returns the number of domains. */
    public static long count(SqlSession session, AccountKey account) {
        return session.queryNumber("SELECT count(*) FROM suppressed_domain WHERE account = ?", account.id());
    }

    /** Returns the next domains after the given text, ordered by their text. */
    public static List<Suppression.DomainEntry> page(SqlSession session, AccountKey account, String after, int limit) {
        return session
                .query(SELECT + "> ?2 ORDER BY d.domain LIMIT ?3", ListedDomains::read, account.id(), after, limit)
                .stream()
                .map(ListedDomain::entry)
                .toList();
    }

    /**
     * Returns the suppressions of each address by its domain, the oldest first; without the addresses whose domains are not
     * listed.
     */
    static Map<EmailAddress, List<Suppression>> find(
            SqlSession session, AccountKey account, AddressMatching matching, Collection<EmailAddress> addresses) {
        Map<String, Set<SuppressedDomain>> covering = addresses.stream()
                .map(EmailAddress::domain)
                .distinct()
                .collect(Collectors.toMap(domain -> domain, domain -> SuppressedDomain.covering(domain, matching)));
        Map<SuppressedDomain, ListedDomain> listed = session
                .queryIn(
                        SELECT + "{in ?2}",
                        covering.values().stream()
                                .flatMap(Set::stream)
                                .map(SuppressedDomain::text)
                                .collect(Collectors.toSet()),
                        ListedDomains::read,
                        account.id())
                .stream()
                .collect(Collectors.toMap(found -> found.entry.domain(), found -> found));
        Map<EmailAddress, List<Suppression>> suppressions = new HashMap<>();
        if (listed.isEmpty()) {
            return suppressions;
        }
        for (EmailAddress address : addresses) {
            List<Suppression> found = covering.getOrDefault(address.domain(), Set.of()).stream()
                    .flatMap(domain -> Stream.ofNullable(listed.get(domain)))
                    .sorted(Comparator.comparing(ListedDomain::since))
                    .map(entry -> entry.suppress(address))
                    .toList();
            if (!found.isEmpty()) {
                suppressions.put(address, found);
            }
        }
        return suppressions;
    }

    private record ListedDomain(Suppression.DomainEntry entry, Instant since) {
        Suppression suppress(EmailAddress address) {
            return new Suppression(address, SuppressionReason.DOMAIN_LISTED, entry, since);
        }
    }

    private static ListedDomain read(ResultRow row) throws SQLException {
        return new ListedDomain(
                new Suppression.DomainEntry(toDomain(row.text(1)), ProvenanceTable.read(row, 3, Optional.empty())),
                Instant.ofEpochMilli(row.number(2)));
    }
}
