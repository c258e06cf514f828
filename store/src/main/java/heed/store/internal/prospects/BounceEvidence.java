package heed.store.internal.prospects;

import heed.model.field.StandardFields;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bounce data of addresses, as one transaction has read it: whether bounces mark an address, the Bounced prospects
 * that have left it, and its last bounce. The data of an address is the same for every prospect that has it, and for
 * every spelling of its mailbox.
 */
final class BounceEvidence {
    private final SqlSession session;
    private final AccountKey account;
    private final AddressAliases aliases;
    private final boolean writing;
    /** By SQL, whether the account has any such row. */
    private final Map<String, Boolean> existsCache = new HashMap<>();
    /** By mailbox. */
    private final Map<String, AddressEvidence> byMailbox = new HashMap<>();

    private static final class AddressEvidence {
        /** The Ids of the Bounced prospects that have left the address, by their keys. */
        private final Map<Long, String> formerHolders = new TreeMap<>();

        private boolean marked;
        private @Nullable Long lastBounce;

        /** Records a bounce of the address; returns true, because the mapper of a row must return a value. */
        private boolean addBounce(long bounce) {
            lastBounce = lastBounce == null ? bounce : Math.max(lastBounce, bounce);
            return true;
        }
    }

    /** @param writing whether changes are written, and not only applied to what was read */
    BounceEvidence(SqlSession session, AccountKey account, AddressAliases aliases, boolean writing) {
        this.session = session;
        this.account = account;
        this.aliases = aliases;
        this.writing = writing;
    }

    private boolean hasFormerHolders() {
        return exists("SELECT EXISTS (SELECT 1 FROM bounce_evidence WHERE account = ?)");
    }

    private boolean hasMarks() {
        return exists("SELECT EXISTS (SELECT 1 FROM bounced_address WHERE account = ?)");
    }

    private boolean hasBounces() {
        return exists("SELECT EXISTS (SELECT 1 FROM bounce WHERE account = ? AND address IS NOT NULL)");
    }

    private boolean exists(String sql) {
        return existsCache.computeIfAbsent(sql, existsSql -> session.queryBoolean(existsSql, account.id()));
    }

    /** Returns whether the account has no bounce data. Most accounts have none, and then nothing else is read. */
    private boolean isEmpty() {
        return byMailbox.isEmpty() && !hasFormerHolders() && !hasMarks() && !hasBounces();
    }

    /** Reads the bounce data of some addresses, with a few statements for all of them. */
    void load(Collection<String> addresses) {
        if (isEmpty()) {
            return;
        }
        List<String> unknown = addresses.stream()
                .distinct()
                .filter(address -> !byMailbox.containsKey(aliases.mailboxOf(address)))
                .toList();
        unknown.forEach(address -> byMailbox.put(aliases.mailboxOf(address), new AddressEvidence()));
        Collection<String> aliasAddresses = aliases.withAliases(unknown);
        if (hasFormerHolders()) {
            session.queryIn(
                    """
                    SELECT e.address, e.prospect, p.id FROM bounce_evidence e JOIN prospect p ON p.key = e.prospect
                    WHERE e.account = ? AND e.address {in ?}
                    """,
                    aliasAddresses,
                    row -> evidenceOf(row.text(1)).formerHolders.put(row.number(2), row.text(3)),
                    account.id());
        }
        if (hasMarks()) {
            session.queryIn("""
                    SELECT address FROM bounced_address
                    WHERE account = ? AND address {in ?}
                    """, aliasAddresses, row -> evidenceOf(row.text(1)).marked = true, account.id());
        }
        if (hasBounces()) {
            session.queryIn("""
                    SELECT address, max(id) FROM bounce
                    WHERE account = ? AND address {in ?} GROUP BY address
                    """, aliasAddresses, row -> evidenceOf(row.text(1)).addBounce(row.number(2)), account.id());
        }
    }

    private AddressEvidence evidenceOf(String address) {
        String mailbox = aliases.mailboxOf(address);
        AddressEvidence evidence = byMailbox.get(mailbox);
        if (evidence == null) {
            load(List.of(address));
            evidence = byMailbox.computeIfAbsent(mailbox, missing -> new AddressEvidence());
        }
        return evidence;
    }

    /** Returns the Id of the first prospect that was Bounced and left the address; empty if there is none. */
    Optional<String> findFormerHolder(String address) {
        return isEmpty()
                ? Optional.empty()
                : evidenceOf(address).formerHolders.values().stream().findFirst();
    }

    /** Returns whether bounces mark the address. */
    boolean isMarked(String address) {
        return !isEmpty() && evidenceOf(address).marked;
    }

    void addFormerHolder(String address, ProspectRow prospect, long since) {
        evidenceOf(address)
                .formerHolders
                .put(
                        prospect.key,
                        prospect.value(StandardFields.ID).orElseThrow().text());
        if (writing) {
            session.update(
                    "INSERT INTO bounce_evidence (account, address, prospect, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    account.id(),
                    address,
                    prospect.key,
                    since);
        }
    }

    /** Deletes the mark of the address and the Bounced prospects that have left it. */
    void clear(String address) {
        AddressEvidence evidence = evidenceOf(address);
        if (writing) {
            Collection<String> aliasAddresses = aliases.withAliases(List.of(address));
            session.update(
                    "DELETE FROM bounce_evidence WHERE account = ? AND address {in ?}", account.id(), aliasAddresses);
            session.update(
                    "DELETE FROM bounced_address WHERE account = ? AND address {in ?}", account.id(), aliasAddresses);
        }
        evidence.formerHolders.clear();
        evidence.marked = false;
    }

    /** Makes the bounces of the address so far no longer count. */
    void ignoreEarlierBounces(String address) {
        Long lastBounce = evidenceOf(address).lastBounce;
        if (writing && lastBounce != null) {
            session.batch(
                    """
                    INSERT INTO bounce_clearing (account, address, last) VALUES (?, ?, ?)
                    ON CONFLICT (account, address) DO UPDATE SET last = excluded.last
                    """,
                    List.copyOf(aliases.withAliases(List.of(address))),
                    (alias, bindings) -> bindings.add(account.id()).add(alias).add(lastBounce));
        }
    }
}
