package heed.store.internal.accounts;

import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The stored addresses that an account treats as one mailbox. What is looked up for an address is looked up for all its
 * aliases. If the account treats each address as a mailbox of its own, nothing is stored or looked up.
 */
public final class AddressAliases {
    private static final int PAGE = 10_000;
    /** Each selects the next addresses after ?2 in the order of an index. */
    private static final List<String> ADDRESS_PAGES = List.of(
            "SELECT DISTINCT email FROM prospect WHERE account = ?1 AND email > ?2 ORDER BY email LIMIT ?3",
            "SELECT DISTINCT address FROM bounce_evidence WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3",
            "SELECT address FROM bounced_address WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3",
            "SELECT address FROM listed_suppression WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3",
            "SELECT DISTINCT address FROM address_opt_out WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3");

    private final SqlSession session;
    private final AccountKey account;
    private final AddressMatching matching;

    AddressAliases(SqlSession session, AccountKey account, AddressMatching matching) {
        this.session = session;
        this.account = account;
        this.matching = matching;
    }

    /** Returns the aliases by the account's current address matching. */
    public static AddressAliases load(SqlSession session, AccountKey account) {
        return new AddressAliases(
                session, account, AccountTable.read(session, account).addressMatching());
    }

    /** Returns which addresses of the account are one mailbox. */
    public AddressMatching matching() {
        return matching;
    }

    /** Returns whether several addresses can be one mailbox. */
    public boolean mayHaveAliases() {
        return matching != AddressMatching.AS_WRITTEN;
    }

    /** Returns the address that stands for the mailbox of an address. */
    public String mailboxOf(String address) {
        return mayHaveAliases() ? matching.mailboxOf(new EmailAddress(address)).value() : address;
    }

    /** Returns these addresses and all other stored addresses of their mailboxes. */
    public Collection<String> withAliases(Collection<String> addresses) {
        if (!mayHaveAliases()) {
            return addresses;
        }
        Set<String> mailboxesAndAddresses = new TreeSet<>();
        addresses.forEach(address -> mailboxesAndAddresses.add(mailboxOf(address)));
        List<String> aliases = session.queryIn(
                "SELECT address FROM spelling WHERE account = ? AND mailbox {in ?}",
                mailboxesAndAddresses,
                row -> row.text(1),
                account.id());
        mailboxesAndAddresses.addAll(addresses);
        mailboxesAndAddresses.addAll(aliases);
        return mailboxesAndAddresses;
    }

    /** Records addresses that the account stores from now on. */
    public void add(Collection<String> addresses) {
        if (!mayHaveAliases()) {
            return;
        }
        List<Map.Entry<String, String>> aliases = addresses.stream()
                .distinct()
                .map(address -> Map.entry(mailboxOf(address), address))
                .filter(entry -> !entry.getKey().equals(entry.getValue()))
                .toList();
        session.batch(
                "INSERT INTO spelling (account, mailbox, address) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                aliases,
                (entry, bindings) ->
                        bindings.add(account.id()).add(entry.getKey()).add(entry.getValue()));
    }

    /** Replaces the aliases by those of all addresses that the account has stored. */
    void rebuild() {
        session.update("DELETE FROM spelling WHERE account = ?", account.id());
        if (!mayHaveAliases()) {
            return;
        }
        for (String addressPage : ADDRESS_PAGES) {
            String last = "";
            List<String> page;
            do {
                page = session.query(addressPage, row -> row.text(1), account.id(), last, PAGE);
                add(page);
                last = page.isEmpty() ? last : page.get(page.size() - 1);
            } while (page.size() == PAGE);
        }
        long id = account.keyFloor();
        List<MailedAddress> mails;
        do {
            mails = session.query(
                    "SELECT id, address FROM mail WHERE id > ? AND id <= ? AND address IS NOT NULL ORDER BY id LIMIT ?",
                    row -> new MailedAddress(row.number(1), row.text(2)),
                    id,
                    account.maxKey(),
                    PAGE);
            add(mails.stream().map(MailedAddress::address).toList());
            id = mails.isEmpty() ? id : mails.get(mails.size() - 1).id;
        } while (mails.size() == PAGE);
    }

    private record MailedAddress(long id, String address) {}
}
