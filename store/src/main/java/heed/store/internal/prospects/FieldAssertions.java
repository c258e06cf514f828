package heed.store.internal.prospects;

import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.AssertionRules;
import heed.model.suppression.AssertionStore;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.facts.FactTable;
import heed.store.internal.facts.ProvenanceTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import heed.store.internal.suppression.AddressOptOuts;
import heed.store.internal.suppression.ForgottenAddresses;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Assertions of one provenance of the fields of a batch of prospects: locks and reads the rows, lets {@link
 * AssertionRules} decide, and writes what they have changed. Nothing is written before {@link #flush}, unless a later
 * step must see it in SQL.
 */
public final class FieldAssertions implements AssertionStore<ProspectRow> {
    /**
     * The origin of the latest assertion of Bounced of prospect p that no bounce made, if that assertion was Yes; else
     * NULL.
     */
    private static final String LAST_YES_ORIGIN = """
            (SELECT CASE WHEN f.to_text = 'Yes' THEN v.source END
                FROM fact f JOIN provenance v ON v.id = f.provenance
                WHERE f.prospect = p.key AND f.field = ?1 AND v.source <> 'BOUNCE'
                ORDER BY f.sequence DESC LIMIT 1)
            """;

    private final SqlSession session;
    private final AccountKey account;
    private final FieldCatalog catalog;
    private final Optional<ProspectVersions> versions;
    private final Provenance provenance;
    private final Map<Long, ProspectRow> prospectRows = new HashMap<>();
    private final FactTable facts;
    private final AddressAliases aliases;
    private final List<String> newAddresses = new ArrayList<>();
    private final BounceEvidence evidence;
    private final Map<EmailAddress, Provenance> erasures = new HashMap<>();
    private final QueuedMailSkipper queuedMail;
    private final FormerAddressTable formerAddresses;
    private final AddressOptOuts optOuts;
    private final List<OptOutEnd> optOutEnds = new ArrayList<>();
    private final Map<Long, RunId> optOutRestorations = new TreeMap<>();
    private final Set<String> releasedAddresses = new TreeSet<>();
    private final AssertionRules<ProspectRow> rules;

    /** The end of the opt-outs of an address, because Email Opt Out of a prospect was cleared. */
    private record OptOutEnd(String address, long prospect) {}

    FieldAssertions(
            SqlSession session,
            AccountKey account,
            FieldCatalog catalog,
            Optional<ProspectVersions> versions,
            Provenance provenance) {
        this(session, account, catalog, versions, provenance, AddressAliases.load(session, account));
    }

    /** @param versions of a writing transaction; if empty, the assertions lock and write nothing */
    private FieldAssertions(
            SqlSession session,
            AccountKey account,
            FieldCatalog catalog,
            Optional<ProspectVersions> versions,
            Provenance provenance,
            AddressAliases aliases) {
        this.session = session;
        this.account = account;
        this.catalog = catalog;
        this.versions = versions;
        this.provenance = provenance;
        this.facts = new FactTable(session);
        this.aliases = aliases;
        this.evidence = new BounceEvidence(session, account, aliases, versions.isPresent());
        this.queuedMail = new QueuedMailSkipper(session, account);
        this.formerAddresses = new FormerAddressTable(session, account);
        this.optOuts = new AddressOptOuts(session, account);
        this.rules = new AssertionRules<>(this, provenance);
    }

    /** Creates assertions of a writing transaction. */
    public FieldAssertions(
            SqlSession session,
            AccountKey account,
            FieldCatalog catalog,
            ProspectVersions versions,
            Provenance provenance,
            AddressAliases aliases) {
        this(session, account, catalog, Optional.of(versions), provenance, aliases);
    }

    /** Locks the addresses that prospects have and those that they will have, before anything else is locked. */
    static void lockAddresses(
            SqlSession session,
            AccountKey account,
            ProspectVersions versions,
            Collection<Long> prospects,
            Collection<String> addresses) {
        if (session.dialect().hasConcurrentWriters()) {
            Set<String> allAddresses = new TreeSet<>(addresses);
            session.queryIn("SELECT key, {row version}, email FROM prospect WHERE key {in ?}", prospects, row -> {
                        versions.recordRead(row.number(1), row.number(2));
                        return row.optionalText(3);
                    })
                    .forEach(address -> address.ifPresent(allAddresses::add));
            session.dialect().lockAddresses(session, account, allAddresses);
        }
    }

    /** Locks prospects and reads what asserting some fields of them needs. */
    void load(Collection<Long> keys, Collection<Field> fields) {
        List<ProspectRow> newRows = lockAndRead(keys, fields);
        if (fields.contains(StandardFields.BOUNCED)) {
            loadEvidence(newRows.stream()
                    .flatMap(prospectRow -> prospectRow.value(StandardFields.EMAIL).stream())
                    .map(Value::text)
                    .toList());
        }
    }

    /** Locks those of some prospects that are not locked yet, and reads fields of them. */
    private List<ProspectRow> lockAndRead(Collection<Long> keys, Collection<Field> fields) {
        List<Field> neededFields = new ArrayList<>(fields);
        if (fields.stream().anyMatch(FieldAssertions::concernsAddress)) {
            neededFields.addAll(List.of(
                    StandardFields.ID, StandardFields.EMAIL, StandardFields.EMAIL_OPT_OUT, StandardFields.BOUNCED));
        }
        List<Long> unreadKeys =
                keys.stream().filter(key -> !prospectRows.containsKey(key)).toList();
        List<ProspectRow> newRows = ProspectRow.read(session, catalog, versions, unreadKeys, neededFields);
        newRows.forEach(prospectRow -> prospectRows.put(prospectRow.key, prospectRow));
        return newRows;
    }

    private static boolean concernsAddress(Field field) {
        return field.equals(StandardFields.EMAIL) || field.isFlag();
    }

    /** Reads the bounce data of addresses that prospects will get, or whose mark an assertion can end. */
    void loadEvidence(Collection<String> addresses) {
        evidence.load(addresses);
    }

    /** Reads which of the addresses that prospects will get are those of erased people. */
    void loadErasures(Collection<String> addresses) {
        erasures.putAll(new ForgottenAddresses(session, account, aliases.matching()).findErasures(addresses));
    }

    /** Returns a prospect that was read or created; empty if there is no such prospect. */
    Optional<ProspectRow> find(long key) {
        return Optional.ofNullable(prospectRows.get(key));
    }

    /** Creates a prospect that has only its Id and the time of its creation. The creation is one fact. */
    ProspectRow create(long key, String id, Value.DateTime created) {
        ProspectRow prospectRow = ProspectRow.created(key, catalog);
        prospectRow.set(StandardFields.ID, Optional.of(Value.Text.of(id)));
        prospectRow.set(StandardFields.CREATED, Optional.of(created));
        prospectRows.put(key, prospectRow);
        facts.appendCreation(key);
        return prospectRow;
    }

    /** Sets a value of a prospect that was {@linkplain #create created} in this batch. */
    void setInitialValue(ProspectRow prospectRow, Field field, Optional<Value> value) {
        rules.setInitialValue(prospectRow, field, value);
        recordNewAddress(field, value);
    }

    /**
     * Asserts a field.
     *
     * @return whether the value has changed
     */
    boolean assertField(ProspectRow prospectRow, Field field, Optional<Value> value) {
        boolean changed = rules.assertField(prospectRow, field, value);
        if (changed) {
            recordNewAddress(field, value);
        }
        return changed;
    }

    private void recordNewAddress(Field field, Optional<Value> value) {
        if (field.equals(StandardFields.EMAIL)) {
            value.ifPresent(address -> newAddresses.add(address.text()));
        }
    }

    /** Makes all prospects Bounced that have an address of mailboxes that bounces mark from now on. */
    public void markBounced(Map<String, Provenance> reasonsByMailbox) {
        for (long key : lockHolders(reasonsByMailbox.keySet())) {
            ProspectRow prospectRow = find(key).orElseThrow();
            String address =
                    prospectRow.value(StandardFields.EMAIL).orElseThrow().text();
            rules.markBounced(prospectRow, Objects.requireNonNull(reasonsByMailbox.get(aliases.mailboxOf(address))));
        }
    }

    /** Makes the prospects not Bounced that were so only because bounces marked an address. */
    public void unmarkBounced(EmailAddress address) {
        rules.unmarkBounced(address);
    }

    /** Reuses the row of a provenance that was inserted before. */
    public void cacheProvenance(Provenance stored, long key) {
        facts.cacheProvenance(stored, key);
    }

    @Override
    public void appendFact(
            ProspectRow prospect, Field field, Optional<String> from, Optional<String> to, Provenance reason) {
        facts.append(prospect.key, field, from, to, reason);
    }

    @Override
    public Optional<Provenance> findErasure(EmailAddress address) {
        return Optional.ofNullable(erasures.get(address));
    }

    @Override
    public boolean isMarked(EmailAddress address) {
        return evidence.isMarked(address.value());
    }

    @Override
    public Optional<String> findFormerHolder(EmailAddress address) {
        return evidence.findFormerHolder(address.value());
    }

    @Override
    public boolean hasFormerHolder(EmailAddress address) {
        return session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM bounce_evidence WHERE account = ? AND address {in ?})",
                account.id(),
                aliasesOf(address));
    }

    @Override
    public void addFormerHolder(EmailAddress address, ProspectRow prospect, Instant since) {
        if (prospect.created()) {
            flush(); // the evidence refers to the prospect's row
        }
        evidence.addFormerHolder(address.value(), prospect, since.toEpochMilli());
    }

    @Override
    public void clearEvidence(EmailAddress address) {
        evidence.clear(address.value());
    }

    @Override
    public void ignoreEarlierBounces(EmailAddress address) {
        evidence.ignoreEarlierBounces(address.value());
    }

    @Override
    public Optional<Provenance.Origin> findLastYesOrigin(ProspectRow prospect) {
        flush(); // so that the query sees the facts of this batch
        return session.query(
                        "SELECT " + LAST_YES_ORIGIN + " FROM prospect p WHERE p.key = ?2",
                        FieldAssertions::readOrigin,
                        StandardFields.BOUNCED.slot(),
                        prospect.key)
                .get(0);
    }

    @Override
    public List<BouncedHolder> findBouncedHolders(EmailAddress address) {
        flush(); // so that the query sees the flags and facts of this batch
        return session.query(
                "SELECT " + LAST_YES_ORIGIN + """
                , p.key FROM prospect p WHERE p.account = ?2 AND p.email {in ?3}
                    AND p.bounced_since IS NOT NULL ORDER BY p.key
                """,
                row -> new BouncedHolder(new ProspectId(row.number(2)), readOrigin(row)),
                StandardFields.BOUNCED.slot(),
                account.id(),
                aliasesOf(address));
    }

    private static Optional<Provenance.Origin> readOrigin(ResultRow row) throws SQLException {
        return row.optionalText(1).map(Provenance.Origin::valueOf);
    }

    private Collection<String> aliasesOf(EmailAddress address) {
        return aliases.withAliases(List.of(address.value()));
    }

    @Override
    public boolean isOptedOut(EmailAddress address) {
        return !optOuts.find(aliasesOf(address)).isEmpty();
    }

    @Override
    public void endOptOuts(EmailAddress address, ProspectRow prospect, Provenance reason) {
        optOutEnds.add(new OptOutEnd(address.value(), prospect.key));
    }

    @Override
    public void restoreOptOuts(ProspectRow prospect, RunId run) {
        optOutRestorations.put(prospect.key, run);
    }

    @Override
    public void addReleasedAddress(EmailAddress address) {
        releasedAddresses.add(address.value());
    }

    /** Returns the addresses for which a reason of their suppression has ended. */
    Set<String> releasedAddresses() {
        return releasedAddresses;
    }

    @Override
    public void lockHolders(EmailAddress address) {
        List<Long> unused = lockHolders(List.of(address.value()));
    }

    private List<Long> lockHolders(Collection<String> addresses) {
        List<Long> keys = session.queryIn(
                "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key",
                aliases.withAliases(addresses),
                row -> row.number(1),
                account.id());
        lockAndRead(keys, List.of(StandardFields.BOUNCED));
        return keys;
    }

    @Override
    public List<ProspectRow> lock(Collection<ProspectId> prospects) {
        List<Long> keys = prospects.stream().map(ProspectId::value).toList();
        lockAndRead(keys, List.of(StandardFields.BOUNCED));
        return keys.stream().flatMap(key -> find(key).stream()).toList();
    }

    @Override
    public void skipQueuedMail(ProspectRow prospect, EmailAddress address) {
        queuedMail.add(prospect.key, address.value());
    }

    @Override
    public void addFormerAddress(ProspectRow prospect, EmailAddress address) {
        formerAddresses.add(prospect.key, address.value());
    }

    /** Writes what was changed and asserted so far. */
    public void flush() {
        if (versions.isEmpty()) {
            return;
        }
        ProspectRow.write(session, account, prospectRows.values());
        flushOptOuts();
        facts.flush(provenance);
        aliases.add(newAddresses);
        newAddresses.clear();
        queuedMail.flush(provenance.at());
        formerAddresses.flush();
    }

    private void flushOptOuts() {
        if (!optOutEnds.isEmpty() && optOuts.exist()) {
            Set<String> optedOut = optOuts.among(aliases.withAliases(
                    optOutEnds.stream().map(OptOutEnd::address).toList()));
            for (OptOutEnd end : optOutEnds) {
                Collection<String> addresses = aliases.withAliases(List.of(end.address));
                if (addresses.stream().anyMatch(optedOut::contains)) {
                    long provenanceId = ProvenanceTable.insert(session, provenance);
                    facts.cacheProvenance(provenance, provenanceId);
                    optOuts.end(addresses, end.prospect, provenance.run(), provenanceId);
                }
            }
        }
        if (!optOutRestorations.isEmpty() && optOuts.haveEnded()) {
            optOutRestorations.forEach(optOuts::restore);
        }
        optOutEnds.clear();
        optOutRestorations.clear();
    }
}
