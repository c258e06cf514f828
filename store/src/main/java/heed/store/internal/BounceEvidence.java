package heed.store.internal;

import heed.model.StandardFields;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Bounces that stayed with an address when the prospect that carried them moved to another. */
final class BounceEvidence {
    private final Session session;
    private final Owner owner;
    private final Spellings spellings;
    private final boolean any;
    /** By mailbox, the Ids of the prospects by their keys. */
    private final Map<String, Map<Long, String>> known = new HashMap<>();

    BounceEvidence(Session session, Owner owner, Spellings spellings) {
        this.session = session;
        this.owner = owner;
        this.spellings = spellings;
        this.any =
                session.number("SELECT EXISTS (SELECT 1 FROM bounce_evidence WHERE account = ?)", owner.account()) == 1;
    }

    /** Reads at once what will be asked for. */
    void prepare(Collection<String> addresses) {
        List<String> unknown = addresses.stream()
                .distinct()
                .filter(address -> !known.containsKey(spellings.mailbox(address)))
                .toList();
        unknown.forEach(address -> known.put(spellings.mailbox(address), new TreeMap<>()));
        if (any) {
            session.listIn(
                    """
                    SELECT e.address, e.prospect, p.id FROM bounce_evidence e JOIN prospect p ON p.key = e.prospect
                    WHERE e.account = ? AND e.address IN (SELECT value FROM json_each(?))
                    """,
                    spellings.all(unknown),
                    row -> at(row.text(1)).put(row.number(2), row.text(3)),
                    owner.account());
        }
    }

    private Map<Long, String> at(String address) {
        String mailbox = spellings.mailbox(address);
        if (!known.containsKey(mailbox)) {
            prepare(List.of(address));
        }
        return known.getOrDefault(mailbox, new TreeMap<>());
    }

    /** The Id of a prospect whose bounce stayed with the address; empty if none did. */
    Optional<String> witness(String address) {
        Iterator<String> ids = at(address).values().iterator();
        return ids.hasNext() ? Optional.of(ids.next()) : Optional.empty();
    }

    void leave(String address, Draft prospect, long since) {
        at(address)
                .put(
                        prospect.key,
                        prospect.value(StandardFields.ID).orElseThrow().text());
        session.update(
                "INSERT OR IGNORE INTO bounce_evidence (account, address, prospect, since) VALUES (?, ?, ?, ?)",
                owner.account(),
                address,
                prospect.key,
                since);
    }

    /** Forgets what stayed with the address; false if nothing did. */
    boolean end(String address) {
        if (at(address).isEmpty()) {
            return false;
        }
        at(address).clear();
        session.update(
                "DELETE FROM bounce_evidence WHERE account = ? AND address IN (SELECT value FROM json_each(?))",
                owner.account(),
                Json.array(spellings.all(List.of(address))));
        return true;
    }
}
