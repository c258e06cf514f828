package heed.store.internal;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
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
final class Changes {
    /** Whether, apart from bounces, the last that was said of Bounced of p was Yes, and not because of its address. */
    private static final String OWN_BOUNCED = """
            coalesce((SELECT v.source <> 'ADDRESS_CHANGE' AND f.to_text = 'Yes'
                FROM fact f JOIN provenance v ON v.id = f.provenance
                WHERE f.prospect = p.key AND f.field = ? AND v.source <> 'BOUNCE'
                ORDER BY f.sequence DESC LIMIT 1), FALSE)
            """;

    private final Session session;
    private final Owner owner;
    private final FieldCatalog catalog;
    private final ProspectVersions versions;
    private final Provenance why;
    private final Map<Long, Draft> drafts = new HashMap<>();
    private final Facts facts;
    private final Spellings spellings;
    private final List<String> taken = new ArrayList<>();
    private final BounceEvidence evidence;
    private final WaitingMail waitingMail;
    private final FormerAddresses formerAddresses;

    Changes(Session session, Owner owner, FieldCatalog catalog, ProspectVersions versions, Provenance why) {
        this(session, owner, catalog, versions, why, Spellings.of(session, owner));
    }

    Changes(
            Session session,
            Owner owner,
            FieldCatalog catalog,
            ProspectVersions versions,
            Provenance why,
            Spellings spellings) {
        this.session = session;
        this.owner = owner;
        this.catalog = catalog;
        this.versions = versions;
        this.why = why;
        this.facts = new Facts(session);
        this.spellings = spellings;
        this.evidence = new BounceEvidence(session, owner, spellings);
        this.waitingMail = new WaitingMail(session, owner);
        this.formerAddresses = new FormerAddresses(session, owner);
    }

    /** Whether what holds of an address itself may change, beyond the flags of those who have it. */
    static boolean concernAddresses(List<FieldAssertion> assertions, Provenance why) {
        return assertions.stream()
                .anyMatch(assertion -> assertion.field().equals(StandardFields.EMAIL)
                        || (assertion.field().equals(StandardFields.BOUNCED) && endsVerdict(assertion.value(), why)));
    }

    /** An undo takes back what a run said of a prospect: that is no word on the address. */
    private static boolean endsVerdict(Optional<Value> bounced, Provenance why) {
        return !bounced.equals(Optional.of(Value.of(true))) && why.origin() != Provenance.Origin.UNDO;
    }

    /** Takes the addresses that prospects have, and those that they will have: before anything else is held. */
    static void take(
            Session session,
            Owner owner,
            ProspectVersions versions,
            Collection<Long> prospects,
            Collection<String> addresses) {
        if (session.dialect().concurrent()) {
            Set<String> all = new TreeSet<>(addresses);
            session.listIn("SELECT key, {version}, email FROM prospect WHERE key {in ?}", prospects, row -> {
                        versions.read(row.number(1), row.number(2));
                        return row.optional(3);
                    })
                    .forEach(address -> address.ifPresent(all::add));
            session.dialect().take(session, owner, all);
        }
    }

    /** Holds these prospects and reads what asserting these fields of them needs. */
    void read(Collection<Long> keys, Collection<Field> fields) {
        List<Draft> read = hold(keys, fields);
        if (fields.contains(StandardFields.BOUNCED)) {
            prepare(read.stream()
                    .flatMap(draft -> draft.value(StandardFields.EMAIL).stream())
                    .map(Value::text)
                    .toList());
        }
    }

    /** Holds those of these prospects that it does not hold yet, and reads fields of them. */
    private List<Draft> hold(Collection<Long> keys, Collection<Field> fields) {
        List<Field> needed = new ArrayList<>(fields);
        if (fields.contains(StandardFields.EMAIL) || fields.contains(StandardFields.BOUNCED)) {
            needed.addAll(List.of(StandardFields.ID, StandardFields.EMAIL, StandardFields.BOUNCED));
        }
        List<Long> unread =
                keys.stream().filter(key -> !drafts.containsKey(key)).toList();
        List<Draft> read = Draft.read(session, catalog, versions, unread, needed);
        read.forEach(draft -> drafts.put(draft.key, draft));
        return read;
    }

    /** Reads what is known of addresses that prospects will take or clear Bounced of. */
    void prepare(Collection<String> addresses) {
        evidence.prepare(addresses);
    }

    /** A prospect that was read or created; empty if there is none. */
    Optional<Draft> find(long key) {
        return Optional.ofNullable(drafts.get(key));
    }

    /** A new prospect, of which nothing is known but this; the one fact of its creation. */
    Draft create(long key, String id, Value.DateTime created) {
        Draft draft = Draft.created(key, catalog);
        draft.set(StandardFields.ID, Optional.of(Value.Text.of(id)));
        draft.set(StandardFields.CREATED, Optional.of(created));
        drafts.put(key, draft);
        facts.appendCreation(key);
        return draft;
    }

    /** Gives a new prospect a value: no fact of its own. */
    void initialise(Draft draft, Field field, Optional<Value> to) {
        draft.set(field, to);
        if (field.equals(StandardFields.EMAIL)) {
            takeAddress(draft);
        }
    }

    /** Asserts a field; false if its value stays, which for a flag is a fact still. */
    boolean assertField(Draft draft, Field field, Optional<Value> to) {
        Optional<ProspectFlag> flag = ProspectFlag.find(field);
        if (flag.isPresent()) {
            return assertFlag(
                    draft,
                    flag.get(),
                    to.map(Value.YesNo.class::cast).map(Value.YesNo::yes).orElse(false));
        }
        Optional<String> from = draft.value(field).map(Value::text);
        if (from.equals(to.map(Value::text))) {
            return false;
        }
        facts.append(draft.key, field, from, to.map(Value::text), why);
        if (field.equals(StandardFields.EMAIL)) {
            leaveAddress(draft);
            draft.set(field, to);
            takeAddress(draft);
        } else {
            draft.set(field, to);
        }
        return true;
    }

    private boolean assertFlag(Draft draft, ProspectFlag flag, boolean yes) {
        boolean changed = setFlag(draft, flag, yes, why);
        if (flag == ProspectFlag.BOUNCED && endsVerdict(Optional.of(Value.of(yes)), why)) {
            Optional<String> address = draft.value(StandardFields.EMAIL).map(Value::text);
            boolean ended = address.isPresent() && evidence.end(address.get());
            if (address.isPresent() && (ended || changed)) {
                evidence.forget(address.get());
            }
            if (ended) {
                clearOthers(draft, address.get());
            }
        }
        return changed;
    }

    private boolean setFlag(Draft draft, ProspectFlag flag, boolean yes, Provenance provenance) {
        boolean before = draft.since(flag).isPresent();
        facts.append(
                draft.key,
                flag.field(),
                Optional.of(Value.of(before).text()),
                Optional.of(Value.of(yes).text()),
                provenance);
        if (before == yes) {
            return false;
        }
        draft.set(flag, yes ? Optional.of(provenance.at().toEpochMilli()) : Optional.empty());
        return true;
    }

    /**
     * The bounce is the address's: it stays there. The opt-out is the person's: it moves along. Mail that waits for the
     * address is not sent any more.
     */
    private void leaveAddress(Draft draft) {
        Optional<String> address = draft.value(StandardFields.EMAIL).map(Value::text);
        Optional<Long> bounced = draft.since(ProspectFlag.BOUNCED);
        address.ifPresent(left -> {
            waitingMail.leave(draft.key, left);
            formerAddresses.leave(draft.key, left);
        });
        if (address.isPresent() && bounced.isPresent()) {
            boolean returned = evidence.returned(address.get());
            if (draft.created() || returned) {
                flush(); // so that the evidence can name it, and SQL sees what this batch did
            }
            if (!returned || ownBounced(draft)) {
                evidence.leave(address.get(), draft, bounced.get());
            }
            setFlag(
                    draft,
                    ProspectFlag.BOUNCED,
                    false,
                    addressChange("the address changed; the bounce stays with the former one"));
        }
    }

    private void takeAddress(Draft draft) {
        Optional<String> address = draft.value(StandardFields.EMAIL).map(Value::text);
        address.ifPresent(taken::add);
        Optional<String> witness = address.flatMap(evidence::witness);
        if (witness.isPresent() && draft.since(ProspectFlag.BOUNCED).isEmpty()) {
            setFlag(draft, ProspectFlag.BOUNCED, true, addressChange(witness.get()));
        }
    }

    /** Asserts Bounced of all who have an address of mailboxes that bounces mark now: for the reason of each. */
    void bounced(Map<String, Provenance> reasons) {
        for (long key : having(reasons.keySet())) {
            Draft draft = find(key).orElseThrow();
            String address = draft.value(StandardFields.EMAIL).orElseThrow().text();
            Provenance reason = Objects.requireNonNull(reasons.get(spellings.mailbox(address)));
            setFlag(draft, ProspectFlag.BOUNCED, true, reason);
        }
    }

    /** Says by which key a reason was kept already. */
    void kept(Provenance reason, long key) {
        facts.kept(reason, key);
    }

    /** Asserts that those are not Bounced who were so only because bounces marked the address. */
    void notBounced(String address) {
        having(List.of(address));
        for (long key : markedByAddress(address)) {
            find(key).ifPresent(draft -> setFlag(draft, ProspectFlag.BOUNCED, false, why));
        }
    }

    private List<Long> having(Collection<String> addresses) {
        List<Long> keys = session.listIn(
                "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key",
                spellings.all(addresses),
                row -> row.number(1),
                owner.account());
        hold(keys, List.of(StandardFields.BOUNCED));
        return keys;
    }

    /** Ends the verdict on an address for those others who are Bounced only because of it. */
    private void clearOthers(Draft asserted, String address) {
        flush(); // so that SQL sees what this batch did
        List<Long> others = markedByAddress(address).stream()
                .filter(key -> key != asserted.key)
                .toList();
        read(others, List.of(StandardFields.BOUNCED));
        String id = asserted.value(StandardFields.ID).orElseThrow().text();
        Provenance cleared =
                sideEffect(why.origin(), "Bounced was cleared of prospect " + id + " with the same address");
        for (long other : others) {
            find(other).ifPresent(draft -> setFlag(draft, ProspectFlag.BOUNCED, false, cleared));
        }
    }

    /** Those who are Bounced, and whose Bounced nobody but the address has said. */
    private List<Long> markedByAddress(String address) {
        return session.list(
                """
                SELECT p.key FROM prospect p WHERE p.account = ? AND p.email {in ?}
                    AND p.bounced_since IS NOT NULL AND NOT
                """ + OWN_BOUNCED + " ORDER BY p.key",
                row -> row.number(1),
                owner.account(),
                spellings.all(List.of(address)),
                StandardFields.BOUNCED.slot());
    }

    private boolean ownBounced(Draft draft) {
        return session.yes(
                "SELECT " + OWN_BOUNCED + " FROM prospect p WHERE p.key = ?", StandardFields.BOUNCED.slot(), draft.key);
    }

    private Provenance addressChange(String reason) {
        return sideEffect(Provenance.Origin.ADDRESS_CHANGE, reason);
    }

    private Provenance sideEffect(Provenance.Origin source, String reason) {
        return new Provenance(why.at(), why.actor(), source, reason, why.evidence(), why.run());
    }

    /** @throws IllegalArgumentException if the account has no such field */
    static void requireField(FieldCatalog catalog, Field field) {
        if (field.slot() >= catalog.size()
                || !catalog.all().get(field.slot()).apiName().equals(field.apiName())) {
            throw new IllegalArgumentException(field.label() + " is no field of this account");
        }
    }

    /** @throws IllegalArgumentException if the value does not fit the field */
    static void requireFits(Field field, Optional<Value> value) {
        if (value.isPresent() && value.get().type() != field.type()) {
            throw new IllegalArgumentException("a " + value.get().type().id() + " does not fit " + field.label());
        }
        if (value.isPresent() && field.slot() == StandardFields.EMAIL.slot()) {
            EmailAddress unused = new EmailAddress(value.get().text()); // refuses one that is not canonical
        }
    }

    /** Keeps what was changed and asserted so far. */
    void flush() {
        Draft.write(session, owner, drafts.values());
        facts.flush(why);
        spellings.keep(taken);
        taken.clear();
        waitingMail.flush(why.at());
        formerAddresses.flush();
    }
}
