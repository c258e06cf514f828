package heed.store.internal;

import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The addresses that an account takes for one mailbox, as it has kept them: whatever is asked of an address is asked of all
 * its spellings. Where each address is a mailbox of its own, there is nothing to keep and nothing to look up.
 */
final class Spellings {
    private static final int PAGE = 10_000;
    /** Each with the next addresses after ?2, in the order of an index. */
    private static final List<String> KEPT = List.of(
            "SELECT DISTINCT email FROM prospect WHERE account = ?1 AND email > ?2 ORDER BY email LIMIT ?3",
            "SELECT DISTINCT address FROM bounce_evidence WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3",
            "SELECT address FROM bounced_address WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3",
            "SELECT address FROM listed_suppression WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3");

    private final Session session;
    private final Owner owner;
    private final AddressMatching mailboxes;

    Spellings(Session session, Owner owner, AddressMatching mailboxes) {
        this.session = session;
        this.owner = owner;
        this.mailboxes = mailboxes;
    }

    /** As the account has it now. */
    static Spellings of(Session session, Owner owner) {
        return new Spellings(session, owner, Accounts.account(session, owner).addressMatching());
    }

    /** Whether several addresses can be one mailbox. */
    boolean several() {
        return mailboxes != AddressMatching.AS_WRITTEN;
    }

    /** What the mailbox of an address is known by. */
    String mailbox(String address) {
        return several() ? mailboxes.mailboxOf(new EmailAddress(address)).value() : address;
    }

    /** These addresses, and all others that the account has kept of their mailboxes. */
    Collection<String> all(Collection<String> addresses) {
        if (!several()) {
            return addresses;
        }
        Set<String> known = new TreeSet<>();
        addresses.forEach(address -> known.add(mailbox(address)));
        List<String> spelled = session.listIn(
                "SELECT address FROM spelling WHERE account = ? AND mailbox {in ?}",
                known,
                row -> row.text(1),
                owner.account());
        known.addAll(addresses);
        known.addAll(spelled);
        return known;
    }

    /** Remembers addresses that the account keeps from now on. */
    void keep(Collection<String> addresses) {
        if (!several()) {
            return;
        }
        List<Map.Entry<String, String>> others = addresses.stream()
                .distinct()
                .map(address -> Map.entry(mailbox(address), address))
                .filter(entry -> !entry.getKey().equals(entry.getValue()))
                .toList();
        session.batch(
                "INSERT INTO spelling (account, mailbox, address) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                others,
                (entry, bindings) ->
                        bindings.add(owner.account()).add(entry.getKey()).add(entry.getValue()));
    }

    /** Finds anew what the account has kept. */
    void rebuild() {
        session.update("DELETE FROM spelling WHERE account = ?", owner.account());
        if (!several()) {
            return;
        }
        for (String kept : KEPT) {
            String last = "";
            List<String> page;
            do {
                page = session.list(kept, row -> row.text(1), owner.account(), last, PAGE);
                keep(page);
                last = page.isEmpty() ? last : page.get(page.size() - 1);
            } while (page.size() == PAGE);
        }
        long id = owner.before();
        List<Sent> mails;
        do {
            mails = session.list(
                    "SELECT id, address FROM mail WHERE id > ? AND id <= ? AND address IS NOT NULL ORDER BY id LIMIT ?",
                    row -> new Sent(row.number(1), row.text(2)),
                    id,
                    owner.last(),
                    PAGE);
            keep(mails.stream().map(Sent::address).toList());
            id = mails.isEmpty() ? id : mails.get(mails.size() - 1).id;
        } while (mails.size() == PAGE);
    }

    private record Sent(long id, String address) {}
}
