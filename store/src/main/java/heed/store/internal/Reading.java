package heed.store.internal;

import heed.model.fact.Fact;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.TextKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import heed.model.store.Prefilter;
import heed.model.store.PrefilterCount;
import heed.model.store.QueryPlan;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is read of one account in one transaction. */
class Reading implements StoreReading {
    final Session session;
    final Owner owner;
    final FieldCatalog catalog;
    final Runs runs;
    final Ledger ledger;
    final Plans plans;
    private final Optional<ProspectVersions> versions;

    Reading(Session session, Owner owner) {
        this(session, owner, Optional.empty());
    }

    /** @param versions of what a transaction that writes goes by: what it names it holds, what it looks through it does not */
    Reading(Session session, Owner owner, Optional<ProspectVersions> versions) {
        this.session = session;
        this.owner = owner;
        this.versions = versions;
        this.catalog = Accounts.catalog(session, owner);
        this.runs = new Runs(session, owner);
        this.ledger = new Ledger(session, owner, runs);
        this.plans = new Plans(session, owner, catalog, runs);
    }

    @Override
    public long countProspects() {
        return session.number("SELECT count(*) FROM prospect WHERE account = ?", owner.account());
    }

    @Override
    public long countProspects(Prefilter narrowing, ProspectId after) {
        Sql asked = asked(narrowing, after);
        return session.number("SELECT count(*) " + asked.text(), asked.values().toArray());
    }

    @Override
    public List<Prospect> listProspects(Prefilter narrowing, ProspectId after, int limit) {
        Sql asked = asked(narrowing, after);
        return session.list(
                "SELECT " + Columns.ALL + " " + asked.text() + " ORDER BY key LIMIT " + limit,
                row -> {
                    Prospect prospect = Columns.prospect(row, catalog);
                    if (versions.isPresent()) {
                        versions.get().read(prospect.key().value(), Columns.version(row));
                    }
                    return prospect;
                },
                asked.values().toArray());
    }

    /**
     * In the order of the primary key whatever is asked: another index would be read whole for every page. What SQLite
     * might plan by the value of a parameter it prepares anew for every page: hence the sums.
     */
    private Sql asked(Prefilter narrowing, ProspectId after) {
        Sql condition = SqlNarrowing.of(session.dialect(), narrowing).condition();
        List<Object> values = new ArrayList<>(List.of(owner.after(after), owner.last()));
        values.addAll(condition.values());
        return new Sql(
                "FROM prospect {unindexed} WHERE key > ? + 0 AND key <= ? + 0 AND {opaque}(" + condition.text() + ")",
                values,
                condition.exact());
    }

    @Override
    public List<Prospect> listProspects(Prefilter narrowing, Set<Field> fields, ProspectId after, int limit) {
        Sql asked = asked(narrowing, after);
        Projection projection = new Projection(catalog, fields);
        return session.list(
                "SELECT " + projection.columns() + " " + asked.text() + " ORDER BY key LIMIT " + limit,
                projection::prospect,
                asked.values().toArray());
    }

    @Override
    public PrefilterCount countByPrefilter(Prefilter narrowing) {
        return Headcounts.of(session, owner, narrowing);
    }

    @Override
    public List<Prospect> sampleProspects(Prefilter narrowing, int prospects) {
        return Headcounts.sample(session, owner, catalog, narrowing, prospects);
    }

    @Override
    public QueryPlan explainQuery(Prefilter narrowing) {
        Sql asked = asked(narrowing, ProspectId.START);
        String sql = "SELECT " + Columns.ALL + " " + asked.text() + " ORDER BY key";
        Dialect dialect = session.dialect();
        return new QueryPlan(
                dialect.statement(sql).text(),
                dialect.plan(session, sql, asked.values().toArray()));
    }

    @Override
    public List<Prospect> listProspects(Collection<ProspectId> keys) {
        TreeSet<Long> owned = new TreeSet<>();
        keys.stream().filter(owner::owns).forEach(key -> owned.add(key.value()));
        return session.listIn(
                "SELECT " + Columns.ALL + " FROM prospect WHERE key {in ?} ORDER BY key" + held(), owned, this::held);
    }

    private String held() {
        return versions.isPresent() ? " {held}" : "";
    }

    private Prospect held(Row row) throws SQLException {
        Prospect prospect = Columns.prospect(row, catalog);
        if (versions.isPresent()) {
            versions.get().held(prospect.key().value(), Columns.version(row));
        }
        return prospect;
    }

    @Override
    public List<Prospect> findProspects(String idOrEmail) {
        String clean = TextKey.clean(idOrEmail);
        List<Prospect> byId = by("id", clean);
        return byId.isEmpty()
                ? EmailAddress.parse(clean)
                        .map(address -> by("email", address.value()))
                        .orElse(List.of())
                : byId;
    }

    private List<Prospect> by(String column, String value) {
        return session.list(
                "SELECT " + Columns.ALL + " FROM prospect WHERE account = ? AND " + column + " = ? ORDER BY key"
                        + held(),
                this::held,
                owner.account(),
                value);
    }

    @Override
    public List<Fact> listFacts(ProspectId prospect) {
        return owner.owns(prospect) ? Facts.of(session, catalog, prospect) : List.of();
    }

    @Override
    public List<Fact> listRunFacts(RunId run, ProspectId after, int prospects) {
        if (!runs.exists(run)) {
            return List.of();
        }
        List<Long> next = Facts.asserted(session, run, owner.after(after), prospects);
        if (versions.isPresent()) {
            session.listIn("SELECT key FROM prospect WHERE key {in ?} ORDER BY key {held}", next, row -> true);
        }
        return Facts.trails(session, catalog, run, next);
    }

    @Override
    public long countDeletableFacts(Instant before) {
        return OldFacts.count(session, owner, before);
    }

    @Override
    public boolean hasDeletedFacts(RunId run) {
        return runs.factsDropped(run);
    }

    @Override
    public Optional<StoredDefinition> findDefinition(String automation, int version) {
        return runs.definition(automation, version);
    }

    @Override
    public List<Run> listRuns() {
        return runs.all();
    }

    @Override
    public Optional<Run> findRun(RunId run) {
        return versions.isPresent() ? runs.held(run) : runs.find(run);
    }

    @Override
    public List<LedgerEntry> listLedgerEntries(RunId run, ProspectId after, int prospects) {
        return ledger.entries(run, after, prospects);
    }

    @Override
    public List<PlannedEffects> listPlannedEffects(RunId run, ProspectId after, int limit) {
        return plans.after(run, after, limit);
    }

    @Override
    public long countSuppressedAddresses() {
        return Suppressions.countAddresses(session, owner);
    }

    @Override
    public List<Suppression> listSuppressions(String after, int addresses) {
        return Suppressions.after(session, owner, after, addresses);
    }

    @Override
    public Set<EmailAddress> findSharedAddresses(Collection<EmailAddress> addresses) {
        Spellings spellings = Spellings.of(session, owner);
        Map<String, Long> prospects = new HashMap<>();
        session.listIn(
                        """
                        SELECT email, count(*) FROM prospect
                        WHERE account = ? AND email {in ?} GROUP BY email
                        """,
                        spellings.all(
                                addresses.stream().map(EmailAddress::value).toList()),
                        row -> Map.entry(row.text(1), row.number(2)),
                        owner.account())
                .forEach(having -> prospects.merge(spellings.mailbox(having.getKey()), having.getValue(), Long::sum));
        return addresses.stream()
                .filter(address -> prospects.getOrDefault(spellings.mailbox(address.value()), 0L) > 1)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Suppression> listSuppressions(EmailAddress address) {
        return Suppressions.of(session, owner, address);
    }

    @Override
    public Map<EmailAddress, Suppression> findOldestSuppressions(Collection<EmailAddress> addresses) {
        return Suppressions.oldest(session, owner, addresses);
    }

    @Override
    public List<SuppressionEntry> listSuppressionEntries(EmailAddress address) {
        return ListedSuppressions.history(session, owner, address);
    }
}
