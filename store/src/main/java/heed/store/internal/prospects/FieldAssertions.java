package heed.store.internal.prospects;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.facts.FactTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What asserting a field does, for a batch of prospects: the one home of the rules that tie flags, addresses and facts
 * together (semantics of {@link heed.model.store.UnitOfWork#assertFields} and {@link heed.model.suppression.Suppression}).
 */
public final class FieldAssertions {
    /** Whether, apart from bounces, the last that was said of Bounced of p was Yes, and not because of its address. */
    private static final String OWN_BOUNCED = """
            coalesce((SELECT v.source <> 'ADDRESS_CHANGE' AND f.to_text = 'Yes'
                FROM fact f JOIN provenance v ON v.id = f.provenance
                WHERE f.prospect = p.key AND f.field = ? AND v.source <> 'BOUNCE'
                ORDER BY f.sequence DESC LIMIT 1), FALSE)
            """;

    private final SqlSession session;
    private final AccountKey account;
    private final FieldCatalog catalog;
    private final ProspectVersions versions;
    private final Provenance provenance;
    private final Map<Long, ProspectRow> prospectRows = new HashMap<>();
    private final FactTable facts;
    private final AddressAliases aliases;
    private final List<String> newAddresses = new ArrayList<>();
    private final BounceEvidence evidence;
    private final QueuedMailSkipper queuedMail;
    private final FormerAddressTable formerAddresses;

    FieldAssertions(
            SqlSession session,
            AccountKey account,
            FieldCatalog catalog,
            ProspectVersions versions,
            Provenance provenance) {
        this(session, account, catalog, versions, provenance, AddressAliases.load(session, account));
    }

    public FieldAssertions(
            SqlSession session,
            AccountKey account,
            FieldCatalog catalog,
            ProspectVersions versions,
            Provenance provenance,
            AddressAliases aliases) {
        this.session = session;
        this.account = account;
        this.catalog = catalog;
        this.versions = versions;
        this.provenance = provenance;
        this.facts = new FactTable(session);
        this.aliases = aliases;
        this.evidence = new BounceEvidence(session, account, aliases);
        this.queuedMail = new QueuedMailSkipper(session, account);
        this.formerAddresses = new FormerAddressTable(session, account);
    }

    /** Whether what holds of an address itself may change, beyond the flags of those who have it. */
    static boolean concernAddresses(List<FieldAssertion> assertions, Provenance provenance) {
        return assertions.stream()
                .anyMatch(assertion -> assertion.field().equals(StandardFields.EMAIL)
                        || (assertion.field().equals(StandardFields.BOUNCED)
                                && clearsBounceMark(assertion.value(), provenance)));
    }

    /** An undo takes back what a run said of a prospect: that is no word on the address. */
    private static boolean clearsBounceMark(Optional<Value> bounced, Provenance provenance) {
        return !bounced.equals(Optional.of(Value.of(true))) && provenance.origin() != Provenance.Origin.UNDO;
    }

    /** Takes the addresses that prospects have, and those that they will have: before anything else is held. */
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

    /** Holds these prospects and reads what asserting these fields of them needs. */
    void load(Collection<Long> keys, Collection<Field> fields) {
        List<ProspectRow> newRows = lockAndRead(keys, fields);
        if (fields.contains(StandardFields.BOUNCED)) {
            loadEvidence(newRows.stream()
                    .flatMap(prospectRow -> prospectRow.value(StandardFields.EMAIL).stream())
                    .map(Value::text)
                    .toList());
        }
    }

    /** Holds those of these prospects that it does not hold yet, and reads fields of them. */
    private List<ProspectRow> lockAndRead(Collection<Long> keys, Collection<Field> fields) {
        List<Field> neededFields = new ArrayList<>(fields);
        if (fields.contains(StandardFields.EMAIL) || fields.contains(StandardFields.BOUNCED)) {
            neededFields.addAll(List.of(StandardFields.ID, StandardFields.EMAIL, StandardFields.BOUNCED));
        }
        List<Long> unreadKeys =
                keys.stream().filter(key -> !prospectRows.containsKey(key)).toList();
        List<ProspectRow> newRows = ProspectRow.read(session, catalog, versions, unreadKeys, neededFields);
        newRows.forEach(prospectRow -> prospectRows.put(prospectRow.key, prospectRow));
        return newRows;
    }

    /** Reads what is known of addresses that prospects will take or clear Bounced of. */
    void loadEvidence(Collection<String> addresses) {
        evidence.load(addresses);
    }

    /** A prospect that was read or created; empty if there is none. */
    Optional<ProspectRow> find(long key) {
        return Optional.ofNullable(prospectRows.get(key));
    }

    /** A new prospect, of which nothing is known but this; the one fact of its creation. */
    ProspectRow create(long key, String id, Value.DateTime created) {
        ProspectRow prospectRow = ProspectRow.created(key, catalog);
        prospectRow.set(StandardFields.ID, Optional.of(Value.Text.of(id)));
        prospectRow.set(StandardFields.CREATED, Optional.of(created));
        prospectRows.put(key, prospectRow);
        facts.appendCreation(key);
        return prospectRow;
    }

    /** Gives a new prospect a value: no fact of its own. */
    void initialise(ProspectRow prospectRow, Field field, Optional<Value> to) {
        prospectRow.set(field, to);
        if (field.equals(StandardFields.EMAIL)) {
            takeAddress(prospectRow);
        }
    }

    /** Asserts a field; false if its value stays, which for a flag is a fact still. */
    boolean assertField(ProspectRow prospectRow, Field field, Optional<Value> to) {
        Optional<ProspectFlag> flag = ProspectFlag.find(field);
        if (flag.isPresent()) {
            return assertFlag(
                    prospectRow,
                    flag.get(),
                    to.map(Value.YesNo.class::cast).map(Value.YesNo::yes).orElse(false));
        }
        Optional<String> from = prospectRow.value(field).map(Value::text);
        if (from.equals(to.map(Value::text))) {
            return false;
        }
        facts.append(prospectRow.key, field, from, to.map(Value::text), provenance);
        if (field.equals(StandardFields.EMAIL)) {
            leaveAddress(prospectRow);
            prospectRow.set(field, to);
            takeAddress(prospectRow);
        } else {
            prospectRow.set(field, to);
        }
        return true;
    }

    private boolean assertFlag(ProspectRow prospectRow, ProspectFlag flag, boolean yes) {
        boolean changed = setFlag(prospectRow, flag, yes, provenance);
        if (flag == ProspectFlag.BOUNCED && clearsBounceMark(Optional.of(Value.of(yes)), provenance)) {
            Optional<String> address = prospectRow.value(StandardFields.EMAIL).map(Value::text);
            boolean cleared = address.isPresent() && evidence.clear(address.get());
            if (address.isPresent() && (cleared || changed)) {
                evidence.ignoreEarlierBounces(address.get());
            }
            if (cleared) {
                clearOtherHolders(prospectRow, address.get());
            }
        }
        return changed;
    }

    private boolean setFlag(ProspectRow prospectRow, ProspectFlag flag, boolean yes, Provenance provenance) {
        boolean before = prospectRow.since(flag).isPresent();
        facts.append(
                prospectRow.key,
                flag.field(),
                Optional.of(Value.of(before).text()),
                Optional.of(Value.of(yes).text()),
                provenance);
        if (before == yes) {
            return false;
        }
        prospectRow.set(flag, yes ? Optional.of(provenance.at().toEpochMilli()) : Optional.empty());
        return true;
    }

    /**
     * The bounce is the address's: it stays there. The opt-out is the person's: it moves along. Mail that waits for the
     * address is not sent any more.
     */
    private void leaveAddress(ProspectRow prospectRow) {
        Optional<String> address = prospectRow.value(StandardFields.EMAIL).map(Value::text);
        Optional<Long> bounced = prospectRow.since(ProspectFlag.BOUNCED);
        address.ifPresent(formerAddress -> {
            queuedMail.add(prospectRow.key, formerAddress);
            formerAddresses.add(prospectRow.key, formerAddress);
        });
        if (address.isPresent() && bounced.isPresent()) {
            boolean marked = evidence.isMarked(address.get());
            if (prospectRow.created() || marked) {
                flush(); // so that the evidence can name it, and SQL sees what this batch did
            }
            if (!marked || isBouncedItself(prospectRow)) {
                evidence.addFormerHolder(address.get(), prospectRow, bounced.get());
            }
            setFlag(
                    prospectRow,
                    ProspectFlag.BOUNCED,
                    false,
                    addressChangeProvenance("the address changed; the bounce stays with the former one"));
        }
    }

    private void takeAddress(ProspectRow prospectRow) {
        Optional<String> address = prospectRow.value(StandardFields.EMAIL).map(Value::text);
        address.ifPresent(newAddresses::add);
        Optional<String> bounceReason = address.flatMap(evidence::findReason);
        if (bounceReason.isPresent() && prospectRow.since(ProspectFlag.BOUNCED).isEmpty()) {
            setFlag(prospectRow, ProspectFlag.BOUNCED, true, addressChangeProvenance(bounceReason.get()));
        }
    }

    /** Asserts Bounced of all who have an address of mailboxes that bounces mark now: for the reason of each. */
    public void markBounced(Map<String, Provenance> reasons) {
        for (long key : lockHolders(reasons.keySet())) {
            ProspectRow prospectRow = find(key).orElseThrow();
            String address =
                    prospectRow.value(StandardFields.EMAIL).orElseThrow().text();
            Provenance reason = Objects.requireNonNull(reasons.get(aliases.mailboxOf(address)));
            setFlag(prospectRow, ProspectFlag.BOUNCED, true, reason);
        }
    }

    /** Says by which key a reason was kept already. */
    public void cacheProvenance(Provenance provenance, long key) {
        facts.cacheProvenance(provenance, key);
    }

    /** Asserts that those are not Bounced who were so only because bounces marked the address. */
    public void unmarkBounced(String address) {
        lockHolders(List.of(address));
        for (long key : findMarkedByAddress(address)) {
            find(key).ifPresent(prospectRow -> setFlag(prospectRow, ProspectFlag.BOUNCED, false, provenance));
        }
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

    /** Ends the verdict on an address for those others who are Bounced only because of it. */
    private void clearOtherHolders(ProspectRow asserted, String address) {
        flush(); // so that SQL sees what this batch did
        List<Long> otherKeys = findMarkedByAddress(address).stream()
                .filter(key -> key != asserted.key)
                .toList();
        load(otherKeys, List.of(StandardFields.BOUNCED));
        String id = asserted.value(StandardFields.ID).orElseThrow().text();
        Provenance cleared = sideEffectProvenance(
                provenance.origin(), "Bounced was cleared of prospect " + id + " with the same address");
        for (long otherKey : otherKeys) {
            find(otherKey).ifPresent(prospectRow -> setFlag(prospectRow, ProspectFlag.BOUNCED, false, cleared));
        }
    }

    /** Those who are Bounced, and whose Bounced nobody but the address has said. */
    private List<Long> findMarkedByAddress(String address) {
        return session.query(
                """
                SELECT p.key FROM prospect p WHERE p.account = ? AND p.email {in ?}
                    AND p.bounced_since IS NOT NULL AND NOT
                """ + OWN_BOUNCED + " ORDER BY p.key",
                row -> row.number(1),
                account.id(),
                aliases.withAliases(List.of(address)),
                StandardFields.BOUNCED.slot());
    }

    private boolean isBouncedItself(ProspectRow prospectRow) {
        return session.queryBoolean(
                "SELECT " + OWN_BOUNCED + " FROM prospect p WHERE p.key = ?",
                StandardFields.BOUNCED.slot(),
                prospectRow.key);
    }

    private Provenance addressChangeProvenance(String reason) {
        return sideEffectProvenance(Provenance.Origin.ADDRESS_CHANGE, reason);
    }

    private Provenance sideEffectProvenance(Provenance.Origin source, String reason) {
        return new Provenance(
                provenance.at(), provenance.actor(), source, reason, provenance.evidence(), provenance.run());
    }

    /** @throws IllegalArgumentException if the account has no such field */
    static void requireField(FieldCatalog catalog, Field field) {
        if (field.slot() >= catalog.size()
                || !catalog.all().get(field.slot()).apiName().equals(field.apiName())) {
            throw new IllegalArgumentException(field.label() + " is no field of this account");
        }
    }

    /** @throws IllegalArgumentException if the value does not fit the field */
    static void requireFittingValue(Field field, Optional<Value> value) {
        if (value.isPresent() && value.get().type() != field.type()) {
            throw new IllegalArgumentException("a " + value.get().type().id() + " does not fit " + field.label());
        }
        if (value.isPresent() && field.slot() == StandardFields.EMAIL.slot()) {
            EmailAddress unused = new EmailAddress(value.get().text()); // refuses one that is not canonical
        }
    }

    /** Keeps what was changed and asserted so far. */
    public void flush() {
        ProspectRow.write(session, account, prospectRows.values());
        facts.flush(provenance);
        aliases.add(newAddresses);
        newAddresses.clear();
        queuedMail.flush(provenance.at());
        formerAddresses.flush();
    }
}
