package heed.store.internal.prospects;

import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.TextKey;
import heed.model.person.PersonalData;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.ImportCount;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.store.Prefilter;
import heed.model.store.PrefilterCount;
import heed.model.store.QueryPlan;
import heed.model.store.StoreReading;
import heed.model.store.UnknownCountries;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.criteria.SqlPrefilter;
import heed.store.internal.facts.FactRetention;
import heed.store.internal.facts.FactTable;
import heed.store.internal.inventory.PersonReport;
import heed.store.internal.inventory.PersonRows;
import heed.store.internal.runs.ImportCountTable;
import heed.store.internal.runs.LedgerTable;
import heed.store.internal.runs.PlanTable;
import heed.store.internal.runs.RunTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlCondition;
import heed.store.internal.sql.SqlDialect;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import heed.store.internal.suppression.AddressOptOuts;
import heed.store.internal.suppression.ForgottenAddresses;
import heed.store.internal.suppression.ListedAddresses;
import heed.store.internal.suppression.ListedDomains;
import heed.store.internal.suppression.SuppressionQueries;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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

/** Reads one account in one transaction. */
public class SqlStoreReading implements StoreReading {
    public final SqlSession session;
    public final AccountKey account;
    final FieldCatalog catalog;
    final RunTable runs;
    final LedgerTable ledger;
    final PlanTable plans;
    final ImportCountTable importCounts;
    private final Optional<ProspectVersions> versions;

    public SqlStoreReading(SqlSession session, AccountKey account) {
        this(session, account, Optional.empty());
    }

    /**
     * @param versions the versions of the prospects that a writing transaction relies on; empty if it only reads.
     *     Prospects read by key are locked, prospects read by a prefilter are not.
     */
    SqlStoreReading(SqlSession session, AccountKey account, Optional<ProspectVersions> versions) {
        this.session = session;
        this.account = account;
        this.versions = versions;
        this.catalog = AccountTable.fieldCatalog(session, account);
        this.runs = new RunTable(session, account);
        this.ledger = new LedgerTable(session, account, runs);
        this.plans = new PlanTable(session, account, catalog, runs);
        this.importCounts = new ImportCountTable(session, account, runs);
    }

    @Override
    public UnknownCountries countUnknownCountries(Field field) {
        return UnknownCountryQueries.count(session, account, field);
    }

    @Override
    public long countProspects() {
        return session.queryNumber("SELECT count(*) FROM prospect WHERE account = ?", account.id());
    }

    @Override
    public long countProspects(Prefilter prefilter, ProspectId after) {
        SqlCondition query = fromWhere(prefilter, after);
        return session.queryNumber(
                "SELECT count(*) " + query.text(), query.values().toArray());
    }

    @Override
    public List<Prospect> listProspects(Prefilter prefilter, ProspectId after, int limit) {
        SqlCondition query = fromWhere(prefilter, after);
        return session.query(
                "SELECT " + FieldColumns.ALL + " " + query.text() + " ORDER BY key LIMIT " + limit,
                row -> {
                    Prospect prospect = FieldColumns.readProspect(row, catalog);
                    if (versions.isPresent()) {
                        versions.get().recordRead(prospect.key().value(), FieldColumns.readVersion(row));
                    }
                    return prospect;
                },
                query.values().toArray());
    }

    /**
     * Returns the FROM and WHERE clauses. Prospects are read in the order of the primary key, whatever the prefilter
     * is: any other index would be read as a whole for every page. SQLite prepares a statement again for every page if
     * its plan may depend on the value of a parameter, which "? + 0" prevents.
     */
    private SqlCondition fromWhere(Prefilter prefilter, ProspectId after) {
        SqlCondition condition = SqlPrefilter.from(session.dialect(), prefilter).condition();
        List<Object> values = new ArrayList<>(List.of(account.startAfter(after), account.maxKey()));
        values.addAll(condition.values());
        return new SqlCondition(
                "FROM prospect {no index} WHERE key > ? + 0 AND key <= ? + 0 AND {not indexable}(" + condition.text()
                        + ")",
                values,
                condition.exact());
    }

    @Override
    public List<Prospect> listProspects(Prefilter prefilter, Set<Field> fields, ProspectId after, int limit) {
        SqlCondition query = fromWhere(prefilter, after);
        ProspectProjection projection = new ProspectProjection(catalog, fields);
        return session.query(
                "SELECT " + projection.columns() + " " + query.text() + " ORDER BY key LIMIT " + limit,
                projection::readProspect,
                query.values().toArray());
    }

    @Override
    public PrefilterCount countByPrefilter(Prefilter prefilter) {
        return AffectedCountQueries.count(session, account, prefilter);
    }

    @Override
    public List<Prospect> sampleProspects(Prefilter prefilter, int prospects) {
        return AffectedCountQueries.sample(session, account, catalog, prefilter, prospects);
    }

    @Override
    public QueryPlan explainQuery(Prefilter prefilter) {
        SqlCondition query = fromWhere(prefilter, ProspectId.START);
        String sql = "SELECT " + FieldColumns.ALL + " " + query.text() + " ORDER BY key";
        SqlDialect dialect = session.dialect();
        return new QueryPlan(
                dialect.translate(sql).text(),
                dialect.explain(session, sql, query.values().toArray()));
    }

    @Override
    public List<Prospect> listProspects(Collection<ProspectId> keys) {
        TreeSet<Long> owned = new TreeSet<>();
        keys.stream().filter(account::owns).forEach(key -> owned.add(key.value()));
        return session.queryIn(
                "SELECT " + FieldColumns.ALL + " FROM prospect WHERE key {in ?} ORDER BY key" + lockClause(),
                owned,
                this::readLocked);
    }

    private String lockClause() {
        return versions.isPresent() ? " {for update}" : "";
    }

    private Prospect readLocked(ResultRow row) throws SQLException {
        Prospect prospect = FieldColumns.readProspect(row, catalog);
        if (versions.isPresent()) {
            versions.get().recordLocked(prospect.key().value(), FieldColumns.readVersion(row));
        }
        return prospect;
    }

    @Override
    public List<Prospect> findProspects(String idOrEmail) {
        String cleanText = TextKey.clean(idOrEmail);
        List<Prospect> byId = findBy("id", cleanText);
        return byId.isEmpty()
                ? EmailAddress.parse(cleanText)
                        .map(address -> findBy("email", address.value()))
                        .orElse(List.of())
                : byId;
    }

    @Override
    public List<Prospect> listProspectsByAddress(Collection<EmailAddress> addresses) {
        return session.queryIn(
                "SELECT " + FieldColumns.ALL + " FROM prospect WHERE account = ? AND email {in ?} ORDER BY key"
                        + lockClause(),
                addresses.stream().map(EmailAddress::value).toList(),
                this::readLocked,
                account.id());
    }

    private List<Prospect> findBy(String column, String value) {
        return session.query(
                "SELECT " + FieldColumns.ALL + " FROM prospect WHERE account = ? AND " + column + " = ? ORDER BY key"
                        + lockClause(),
                this::readLocked,
                account.id(),
                value);
    }

    @Override
    public List<Fact> listFacts(ProspectId prospect) {
        return account.owns(prospect) ? FactTable.history(session, catalog, prospect) : List.of();
    }

    @Override
    public List<Fact> listRunFacts(RunId run, ProspectId after, int prospects) {
        if (!runs.exists(run)) {
            return List.of();
        }
        List<Long> nextProspects = FactTable.assertedProspects(session, run, account.startAfter(after), prospects);
        if (versions.isPresent()) {
            session.queryIn(
                    "SELECT key FROM prospect WHERE key {in ?} ORDER BY key {for update}", nextProspects, row -> true);
        }
        return FactTable.fieldHistories(session, catalog, run, nextProspects);
    }

    @Override
    public long countDeletableFacts(Instant before) {
        return FactRetention.countDeletable(session, account, before);
    }

    @Override
    public boolean hasDeletedFacts(RunId run) {
        return runs.hasDeletedFacts(run);
    }

    @Override
    public Map<ImportCount, Long> countImported(RunId run) {
        return importCounts.find(run);
    }

    @Override
    public Map<RunId, Map<ImportCount, Long>> countImported() {
        return importCounts.list();
    }

    @Override
    public List<ImportOutcome> previewImport(
            List<ImportRow> earlier, List<ImportRow> rows, ImportOptions options, Provenance provenance) {
        return new ProspectImport(session, account, catalog, Optional.empty(), options, provenance, provenance.at())
                .preview(earlier, rows);
    }

    @Override
    public PersonalData findPersonalData(Collection<EmailAddress> addresses, Collection<ProspectId> prospects) {
        prospects.forEach(account::requireOwned);
        PersonRows person =
                PersonRows.find(session, account, AddressAliases.load(session, account), addresses, prospects);
        List<EmailAddress> found =
                person.addresses().stream().map(EmailAddress::new).toList();
        return new PersonalData(
                found,
                listProspects(person.prospects().stream().map(ProspectId::new).toList()),
                found.stream()
                        .flatMap(address -> listSuppressions(address).stream())
                        .distinct()
                        .toList(),
                new PersonReport(session, account, catalog, person).sections());
    }

    @Override
    public Set<ProspectId> findReferenced(Collection<ProspectId> prospects) {
        return ProspectRemoval.findReferenced(session, account, prospects);
    }

    @Override
    public List<EmailAddress> listImportedSuppressions(RunId run, String after, int limit) {
        return ListedAddresses.listImported(session, account, run, after, limit);
    }

    @Override
    public Optional<StoredDefinition> findDefinition(String automation, int version) {
        return runs.findDefinition(automation, version);
    }

    @Override
    public List<Run> listRuns() {
        return runs.list();
    }

    @Override
    public Optional<Run> findRun(RunId run) {
        return versions.isPresent() ? runs.findForUpdate(run) : runs.find(run);
    }

    @Override
    public List<LedgerEntry> listLedgerEntries(RunId run, ProspectId after, int prospects) {
        return ledger.entries(run, after, prospects);
    }

    @Override
    public boolean isPlanRecorded(String sha256) {
        return plans.isRecorded(sha256);
    }

    @Override
    public List<PlannedEffects> listPlannedEffects(RunId run, ProspectId after, int limit) {
        return plans.list(run, after, limit);
    }

    @Override
    public long countSuppressedAddresses() {
        return SuppressionQueries.countAddresses(session, account);
    }

    @Override
    public List<Suppression> listSuppressions(String after, int addresses) {
        return SuppressionQueries.page(session, account, after, addresses);
    }

    @Override
    public Set<EmailAddress> findSharedAddresses(Collection<EmailAddress> addresses) {
        AddressAliases aliases = AddressAliases.load(session, account);
        Map<String, Long> prospects = new HashMap<>();
        session.queryIn(
                        """
                        SELECT email, count(*) FROM prospect
                        WHERE account = ? AND email {in ?} GROUP BY email
                        """,
                        aliases.withAliases(
                                addresses.stream().map(EmailAddress::value).toList()),
                        row -> Map.entry(row.text(1), row.number(2)),
                        account.id())
                .forEach(countByEmail ->
                        prospects.merge(aliases.mailboxOf(countByEmail.getKey()), countByEmail.getValue(), Long::sum));
        return addresses.stream()
                .filter(address -> prospects.getOrDefault(aliases.mailboxOf(address.value()), 0L) > 1)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Suppression> listSuppressions(EmailAddress address) {
        return SuppressionQueries.find(session, account, address);
    }

    @Override
    public List<Suppression> listRecordedSuppressions(Collection<EmailAddress> addresses) {
        return SuppressionQueries.findRecorded(session, account, addresses);
    }

    @Override
    public Map<EmailAddress, List<Suppression>> listSuppressions(Collection<EmailAddress> addresses) {
        return SuppressionQueries.find(session, account, addresses);
    }

    @Override
    public Map<EmailAddress, Suppression> findOldestSuppressions(Collection<EmailAddress> addresses) {
        return SuppressionQueries.findOldest(session, account, AddressAliases.load(session, account), addresses);
    }

    @Override
    public List<SuppressionEntry> listSuppressionEntries(EmailAddress address) {
        return Stream.of(
                        ListedAddresses.history(session, account, address),
                        AddressOptOuts.history(session, account, address),
                        ForgottenAddresses.load(session, account).history(address))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(entry -> entry.provenance().at()))
                .toList();
    }

    @Override
    public long countErasedAddresses() {
        return ForgottenAddresses.count(session, account);
    }

    @Override
    public long countErasures(Instant before) {
        return ForgottenAddresses.countBefore(session, account, before);
    }

    @Override
    public long countSuppressedDomains() {
        return ListedDomains.count(session, account);
    }

    @Override
    public List<Suppression.DomainEntry> listSuppressedDomains(String after, int limit) {
        return ListedDomains.page(session, account, after, limit);
    }

    @Override
    public List<SuppressionEntry> listSuppressionEntries(SuppressedDomain domain) {
        return ListedDomains.history(session, account, domain);
    }
}
