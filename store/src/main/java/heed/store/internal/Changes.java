package heed.store.internal;

import heed.model.EmailAddress;
import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.Flag;
import heed.model.Provenance;
import heed.model.StandardFields;
import heed.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What asserting a field does, for a batch of prospects: the one home of the rules that tie flags, addresses and facts
 * together (semantics of {@link heed.model.UnitOfWork#assertFields} and {@link heed.model.Suppression}).
 */
final class Changes {
    private final Session session;
    private final Owner owner;
    private final FieldCatalog catalog;
    private final Provenance why;
    private final Map<Long, Draft> drafts = new HashMap<>();
    private final Facts facts;
    private final Spellings spellings;
    private final List<String> taken = new ArrayList<>();
    private final BounceEvidence evidence;
    private final WaitingMail waitingMail;

    Changes(Session session, Owner owner, FieldCatalog catalog, Provenance why) {
        this.session = session;
        this.owner = owner;
        this.catalog = catalog;
        this.why = why;
        this.facts = new Facts(session);
        this.spellings = Spellings.of(session, owner);
        this.evidence = new BounceEvidence(session, owner, spellings);
        this.waitingMail = new WaitingMail(session, owner);
    }

    /** Reads what asserting these fields of these prospects needs. */
    void read(Collection<Long> keys, Collection<Field> fields) {
        List<Field> needed = new ArrayList<>(fields);
        if (fields.contains(StandardFields.EMAIL) || fields.contains(StandardFields.BOUNCED)) {
            needed.addAll(List.of(StandardFields.ID, StandardFields.EMAIL, StandardFields.BOUNCED));
        }
        List<Long> unread =
                keys.stream().filter(key -> !drafts.containsKey(key)).toList();
        Draft.read(session, catalog, unread, needed).forEach(draft -> drafts.put(draft.key, draft));
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
        Optional<Flag> flag = Flag.of(field);
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

    private boolean assertFlag(Draft draft, Flag flag, boolean yes) {
        boolean changed = setFlag(draft, flag, yes, why);
        // An undo takes back what a run said of a prospect: that is no word on the address.
        if (flag == Flag.BOUNCED && !yes && why.source() != Provenance.Source.UNDO) {
            Optional<String> address = draft.value(StandardFields.EMAIL).map(Value::text);
            if (address.isPresent() && evidence.end(address.get())) {
                clearOthers(draft, address.get());
            }
        }
        return changed;
    }

    private boolean setFlag(Draft draft, Flag flag, boolean yes, Provenance provenance) {
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
        draft.set(flag, yes ? Optional.of(why.at().toEpochMilli()) : Optional.empty());
        return true;
    }

    /**
     * The bounce is the address's: it stays there. The opt-out is the person's: it moves along. Mail that waits for the
     * address is not sent any more.
     */
    private void leaveAddress(Draft draft) {
        Optional<String> address = draft.value(StandardFields.EMAIL).map(Value::text);
        Optional<Long> bounced = draft.since(Flag.BOUNCED);
        address.ifPresent(left -> waitingMail.leave(draft.key, left));
        if (address.isPresent() && bounced.isPresent()) {
            if (draft.created()) {
                flush(); // so that the evidence can name it
            }
            evidence.leave(address.get(), draft, bounced.get());
            setFlag(
                    draft,
                    Flag.BOUNCED,
                    false,
                    addressChange("the address changed; the bounce stays with the former one"));
        }
    }

    private void takeAddress(Draft draft) {
        Optional<String> address = draft.value(StandardFields.EMAIL).map(Value::text);
        address.ifPresent(taken::add);
        Optional<String> witness = address.flatMap(evidence::witness);
        if (witness.isPresent() && draft.since(Flag.BOUNCED).isEmpty()) {
            setFlag(
                    draft,
                    Flag.BOUNCED,
                    true,
                    addressChange("the address bounced when prospect " + witness.get() + " had it"));
        }
    }

    /**
     * Ends the verdict on an address for those others who are Bounced only because they took it: nobody has asserted
     * their Bounced since.
     */
    private void clearOthers(Draft asserted, String address) {
        flush(); // so that SQL sees what this batch did
        List<Long> others = session.list(
                """
                SELECT p.key FROM prospect p
                WHERE p.account = ? AND p.email IN (SELECT value FROM json_each(?))
                    AND p.bounced_since IS NOT NULL AND p.key <> ?
                    AND (SELECT v.source FROM fact f JOIN provenance v ON v.id = f.provenance
                        WHERE f.prospect = p.key AND f.field = ? ORDER BY f.sequence DESC LIMIT 1) = ?
                ORDER BY p.key
                """,
                row -> row.number(1),
                owner.account(),
                Json.array(spellings.all(List.of(address))),
                asserted.key,
                StandardFields.BOUNCED.slot(),
                Provenance.Source.ADDRESS_CHANGE.name());
        read(others, List.of(StandardFields.BOUNCED));
        String id = asserted.value(StandardFields.ID).orElseThrow().text();
        Provenance cleared =
                sideEffect(why.source(), "Bounced was cleared of prospect " + id + " with the same address");
        for (long other : others) {
            find(other).ifPresent(draft -> setFlag(draft, Flag.BOUNCED, false, cleared));
        }
    }

    private Provenance addressChange(String reason) {
        return sideEffect(Provenance.Source.ADDRESS_CHANGE, reason);
    }

    private Provenance sideEffect(Provenance.Source source, String reason) {
        return new Provenance(why.at(), why.actor(), source, reason, why.evidence(), why.run());
    }

    /** @throws IllegalArgumentException if the value does not fit the field */
    static void requireFits(FieldCatalog catalog, Field field, Optional<Value> value) {
        if (field.slot() >= catalog.size()
                || !catalog.all().get(field.slot()).apiName().equals(field.apiName())) {
            throw new IllegalArgumentException(field.label() + " is no field of this account");
        }
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
    }
}
