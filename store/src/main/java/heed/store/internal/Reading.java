package heed.store.internal;

import heed.model.EmailAddress;
import heed.model.Fact;
import heed.model.FieldCatalog;
import heed.model.LedgerEntry;
import heed.model.Listing;
import heed.model.Narrowing;
import heed.model.PlannedEffects;
import heed.model.Prospect;
import heed.model.ProspectId;
import heed.model.Run;
import heed.model.RunId;
import heed.model.StoreReading;
import heed.model.StoredDefinition;
import heed.model.Suppression;
import heed.model.TextKey;
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

    Reading(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
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
    public long countProspects(Narrowing narrowing, ProspectId after) {
        Sql asked = asked(narrowing, after);
        return session.number("SELECT count(*) " + asked.text(), asked.values().toArray());
    }

    @Override
    public List<Prospect> prospects(Narrowing narrowing, ProspectId after, int limit) {
        Sql asked = asked(narrowing, after);
        return session.list(
                "SELECT " + Columns.ALL + " " + asked.text() + " ORDER BY key LIMIT " + limit,
                row -> Columns.prospect(row, catalog),
                asked.values().toArray());
    }

    /**
     * In the order of the primary key whatever is asked: another index would be read whole for every page. What SQLite
     * might plan by the value of a parameter it prepares anew for every page: hence the sums.
     */
    private Sql asked(Narrowing narrowing, ProspectId after) {
        Sql condition = SqlNarrowing.of(narrowing).condition();
        List<Object> values = new ArrayList<>(List.of(owner.after(after), owner.last()));
        values.addAll(condition.values());
        return new Sql(
                "FROM prospect NOT INDEXED WHERE key > ? + 0 AND key <= ? + 0 AND +(" + condition.text() + ")",
                values,
                condition.exact());
    }

    @Override
    public List<Prospect> prospects(Collection<ProspectId> keys) {
        TreeSet<Long> owned = new TreeSet<>();
        keys.stream().filter(owner::owns).forEach(key -> owned.add(key.value()));
        return session.listIn(
                "SELECT " + Columns.ALL + " FROM prospect WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
                owned,
                row -> Columns.prospect(row, catalog));
    }

    @Override
    public List<Prospect> find(String idOrEmail) {
        String clean = TextKey.clean(idOrEmail);
        List<Prospect> byId = by("id", clean);
        return byId.isEmpty()
                ? EmailAddress.find(clean)
                        .map(address -> by("email", address.value()))
                        .orElse(List.of())
                : byId;
    }

    private List<Prospect> by(String column, String value) {
        return session.list(
                "SELECT " + Columns.ALL + " FROM prospect WHERE account = ? AND " + column + " = ? ORDER BY key",
                row -> Columns.prospect(row, catalog),
                owner.account(),
                value);
    }

    @Override
    public List<Fact> history(ProspectId prospect) {
        return owner.owns(prospect) ? Facts.of(session, catalog, prospect) : List.of();
    }

    @Override
    public List<Fact> trails(RunId run, ProspectId after, int prospects) {
        return runs.exists(run) ? Facts.trails(session, catalog, run, owner.after(after), prospects) : List.of();
    }

    @Override
    public Optional<StoredDefinition> definition(String automation, int version) {
        return runs.definition(automation, version);
    }

    @Override
    public List<Run> runs() {
        return runs.all();
    }

    @Override
    public Optional<Run> run(RunId run) {
        return runs.find(run);
    }

    @Override
    public List<LedgerEntry> ledger(RunId run, ProspectId after, int prospects) {
        return ledger.entries(run, after, prospects);
    }

    @Override
    public List<PlannedEffects> planned(RunId run, ProspectId after, int limit) {
        return plans.after(run, after, limit);
    }

    @Override
    public long countSuppressedAddresses() {
        return Suppressions.countAddresses(session, owner);
    }

    @Override
    public List<Suppression> suppressions(String after, int addresses) {
        return Suppressions.after(session, owner, after, addresses);
    }

    @Override
    public Set<EmailAddress> shared(Collection<EmailAddress> addresses) {
        Spellings spellings = Spellings.of(session, owner);
        Map<String, Long> prospects = new HashMap<>();
        session.listIn(
                        """
                        SELECT email, count(*) FROM prospect
                        WHERE account = ? AND email IN (SELECT value FROM json_each(?)) GROUP BY email
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
    public List<Suppression> suppressions(EmailAddress address) {
        return Suppressions.of(session, owner, address);
    }

    @Override
    public Map<EmailAddress, Suppression> suppressed(Collection<EmailAddress> addresses) {
        return Suppressions.oldest(session, owner, addresses);
    }

    @Override
    public List<Listing> listings(EmailAddress address) {
        return ListedSuppressions.history(session, owner, address);
    }
}
