package heed.store.internal;

import heed.model.field.StandardFields;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What bounces say of an address, whoever has it: those that came back from it, and those that stayed with it when the
 * prospect that carried them moved to another. It holds for the address's mailbox, however that is spelled.
 */
final class BounceEvidence {
    private final Session session;
    private final Owner owner;
    private final Spellings spellings;
    /** Whether the account has any of what is asked for, by the question; asked when it is wanted. */
    private final Map<String, Boolean> any = new HashMap<>();
    /** By mailbox. */
    private final Map<String, Known> known = new HashMap<>();

    private static final class Known {
        /** The Ids of the prospects that left a bounce, by their keys. */
        private final Map<Long, String> former = new TreeMap<>();

        private boolean returned;
        private @Nullable Long lastBounce;

        /** @return true */
        private boolean bounced(long bounce) {
            lastBounce = lastBounce == null ? bounce : Math.max(lastBounce, bounce);
            return true;
        }
    }

    BounceEvidence(Session session, Owner owner, Spellings spellings) {
        this.session = session;
        this.owner = owner;
        this.spellings = spellings;
    }

    private boolean anyFormer() {
        return any("SELECT EXISTS (SELECT 1 FROM bounce_evidence WHERE account = ?)");
    }

    private boolean anyReturned() {
        return any("SELECT EXISTS (SELECT 1 FROM bounced_address WHERE account = ?)");
    }

    private boolean anyBounce() {
        return any("SELECT EXISTS (SELECT 1 FROM bounce WHERE account = ? AND address IS NOT NULL)");
    }

    private boolean any(String sql) {
        return any.computeIfAbsent(sql, one -> session.yes(one, owner.account()));
    }

    /** Whether nothing is said of any address. */
    private boolean nothing() {
        return known.isEmpty() && !anyFormer() && !anyReturned() && !anyBounce();
    }

    /** Reads at once what will be asked for. */
    void prepare(Collection<String> addresses) {
        if (nothing()) {
            return;
        }
        List<String> unknown = addresses.stream()
                .distinct()
                .filter(address -> !known.containsKey(spellings.mailbox(address)))
                .toList();
        unknown.forEach(address -> known.put(spellings.mailbox(address), new Known()));
        Collection<String> spelled = spellings.all(unknown);
        if (anyFormer()) {
            session.listIn(
                    """
                    SELECT e.address, e.prospect, p.id FROM bounce_evidence e JOIN prospect p ON p.key = e.prospect
                    WHERE e.account = ? AND e.address {in ?}
                    """, spelled, row -> at(row.text(1)).former.put(row.number(2), row.text(3)), owner.account());
        }
        if (anyReturned()) {
            session.listIn("""
                    SELECT address FROM bounced_address
                    WHERE account = ? AND address {in ?}
                    """, spelled, row -> at(row.text(1)).returned = true, owner.account());
        }
        if (anyBounce()) {
            session.listIn("""
                    SELECT address, max(id) FROM bounce
                    WHERE account = ? AND address {in ?} GROUP BY address
                    """, spelled, row -> at(row.text(1)).bounced(row.number(2)), owner.account());
        }
    }

    private Known at(String address) {
        String mailbox = spellings.mailbox(address);
        Known one = known.get(mailbox);
        if (one == null) {
            prepare(List.of(address));
            one = known.computeIfAbsent(mailbox, any -> new Known());
        }
        return one;
    }

    /** Why who takes the address is Bounced; empty if nothing says so. */
    Optional<String> witness(String address) {
        if (nothing()) {
            return Optional.empty();
        }
        Known one = at(address);
        Optional<String> former = one.former.values().stream()
                .findFirst()
                .map(id -> "the address bounced when prospect " + id + " had it");
        return one.returned ? former.or(() -> Optional.of("mail to the address bounced")) : former;
    }

    /** Whether bounces mark the address. */
    boolean returned(String address) {
        return at(address).returned;
    }

    void leave(String address, Draft prospect, long since) {
        at(address)
                .former
                .put(
                        prospect.key,
                        prospect.value(StandardFields.ID).orElseThrow().text());
        session.update(
                "INSERT INTO bounce_evidence (account, address, prospect, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                owner.account(),
                address,
                prospect.key,
                since);
    }

    /** Ends what marks the address; false if nothing did. */
    boolean end(String address) {
        Known one = at(address);
        boolean any = one.returned || !one.former.isEmpty();
        if (any) {
            Collection<String> spelled = spellings.all(List.of(address));
            session.update(
                    "DELETE FROM bounce_evidence WHERE account = ? AND address {in ?}", owner.account(), spelled);
            session.update(
                    "DELETE FROM bounced_address WHERE account = ? AND address {in ?}", owner.account(), spelled);
            one.former.clear();
            one.returned = false;
        }
        return any;
    }

    /** From now on the bounces so far say nothing of the address. */
    void forget(String address) {
        Long last = at(address).lastBounce;
        if (last != null) {
            session.batch(
                    """
                    INSERT INTO bounce_clearing (account, address, last) VALUES (?, ?, ?)
                    ON CONFLICT (account, address) DO UPDATE SET last = excluded.last
                    """,
                    List.copyOf(spellings.all(List.of(address))),
                    (spelled, bindings) ->
                            bindings.add(owner.account()).add(spelled).add(last));
        }
    }
}
