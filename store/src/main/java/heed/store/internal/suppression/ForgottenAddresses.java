package heed.store.internal.suppression;

import heed.model.fact.Provenance;
import heed.model.person.ErasedNoPolicy;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.facts.ProvenanceTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The addresses of erased people. The store has only an HMAC-SHA256 (RFC 2104) of each mailbox, with a key of the account. The
 * mailbox is hashed by every rule of {@link AddressMatching}, so that the address stays suppressed when the account's rule
 * changes. An account without such addresses has no key, and a look-up costs one statement.
 */
public final class ForgottenAddresses {
    private static final int KEY_BYTES = 32; // bytes
    private static final String ALGORITHM = "HmacSHA256";

    private static final String CLEAR_REASON = "UPDATE provenance SET reason = ?, evidence = NULL WHERE id IN (SELECT ";

    private final SqlSession session;
    private final AccountKey account;
    private final AddressMatching matching;

    /** @param matching the account's rule */
    public ForgottenAddresses(SqlSession session, AccountKey account, AddressMatching matching) {
        this.session = session;
        this.account = account;
        this.matching = matching;
    }

    /** Returns the forgotten addresses of an account by its current rule. */
    public static ForgottenAddresses load(SqlSession session, AccountKey account) {
        return new ForgottenAddresses(
                session, account, AddressAliases.load(session, account).matching());
    }

    private record Forgetting(String hash, Instant since, Provenance provenance) {}

    /** Returns the suppression of each address that is forgotten. */
    Map<EmailAddress, Suppression> find(Collection<EmailAddress> addresses) {
        Map<EmailAddress, Suppression> suppressions = new HashMap<>();
        Optional<Mac> key = findKey();
        if (key.isEmpty()) {
            return suppressions;
        }
        Map<EmailAddress, String> hashes = new HashMap<>();
        addresses.forEach(address -> hashes.put(address, hash(key.get(), matching, address)));
        Map<String, Forgetting> forgettings = new HashMap<>();
        session.queryIn(
                        """
                        SELECT f.hash, f.since, v.at, v.actor, v.source, v.reason, v.evidence
                        FROM forgotten_address f JOIN provenance v ON v.id = f.provenance
                        WHERE f.account = ?1 AND f.mailboxes = ?2 AND f.ended IS NULL AND f.hash {in ?3}
                        """,
                        Set.copyOf(hashes.values()),
                        row -> new Forgetting(
                                row.text(1),
                                Instant.ofEpochMilli(row.number(2)),
                                ProvenanceTable.read(row, 3, Optional.empty())),
                        account.id(),
                        matching.id())
                .forEach(forgetting -> forgettings.merge(
                        forgetting.hash,
                        forgetting,
                        (first, second) -> second.since.isBefore(first.since) ? second : first));
        hashes.forEach((address, hash) -> {
            Forgetting found = forgettings.get(hash);
            if (found != null) {
                suppressions.put(
                        address,
                        new Suppression(
                                address,
                                SuppressionReason.FORGOTTEN,
                                new Suppression.ErasedPerson(found.provenance),
                                found.since));
            }
        });
        return suppressions;
    }

    /** Returns the erasure of the person who had each address, without the addresses of which nobody was erased. */
    public Map<EmailAddress, Provenance> findErasures(Collection<String> addresses) {
        Map<EmailAddress, Provenance> erasures = new HashMap<>();
        find(addresses.stream().map(EmailAddress::new).toList())
                .forEach((address, suppression) ->
                        suppression.source().assertedBy().ifPresent(erasure -> erasures.put(address, erasure)));
        return erasures;
    }

    /** Returns those of these addresses that are forgotten. */
    public Set<String> among(Collection<String> addresses) {
        Set<String> forgotten = new TreeSet<>();
        find(addresses.stream().map(EmailAddress::new).toList())
                .keySet()
                .forEach(address -> forgotten.add(address.value()));
        return forgotten;
    }

    /** Forgets addresses whose locks are held. An address that is forgotten already stays as it is. */
    public void add(Collection<String> addresses, Provenance provenance) {
        Set<String> known = among(addresses);
        for (String address : addresses) {
            if (!known.contains(address)) {
                long provenanceId = ProvenanceTable.insert(session, provenance);
                Mac key = findKey().orElseGet(this::createKey);
                for (AddressMatching rule : AddressMatching.values()) {
                    session.update(
                            """
                            INSERT INTO forgotten_address (account, mailboxes, hash, since, provenance) VALUES (?, ?, ?, ?, ?)
                            """,
                            account.id(),
                            rule.id(),
                            hash(key, rule, new EmailAddress(address)),
                            provenance.at().toEpochMilli(),
                            provenanceId);
                }
            }
        }
    }

    /**
     * Ends the suppression of addresses that are forgotten, and locks them first.
     *
     * @return the addresses that were forgotten
     */
    public Set<EmailAddress> lift(Collection<EmailAddress> addresses, Provenance provenance) {
        session.dialect()
                .lockAddresses(
                        session,
                        account,
                        addresses.stream().map(EmailAddress::value).toList());
        Set<EmailAddress> forgotten = new TreeSet<>(find(addresses).keySet());
        if (forgotten.isEmpty()) {
            return forgotten;
        }
        Mac key = findKey().orElseThrow();
        session.update(
                """
                UPDATE forgotten_address SET ended = ?1 WHERE account = ?2 AND ended IS NULL AND provenance IN (
                    SELECT provenance FROM forgotten_address WHERE account = ?2 AND mailboxes = ?3 AND hash {in ?4})
                """,
                ProvenanceTable.insert(session, provenance),
                account.id(),
                matching.id(),
                forgotten.stream()
                        .map(address -> hash(key, matching, address))
                        .distinct()
                        .toList());
        return forgotten;
    }

    /** Returns when and by whom the person with an address was erased, and when that ended, in order. */
    public List<SuppressionEntry> history(EmailAddress address) {
        return findKey()
                .map(key -> session.query(
                        """
                        SELECT f.added, v.at, v.actor, v.source, v.reason, v.evidence
                        FROM (SELECT TRUE AS added, provenance FROM forgotten_address
                                WHERE account = ?1 AND mailboxes = ?2 AND hash = ?3
                            UNION ALL
                            SELECT FALSE, ended FROM forgotten_address
                                WHERE account = ?1 AND mailboxes = ?2 AND hash = ?3 AND ended IS NOT NULL) f
                        JOIN provenance v ON v.id = f.provenance ORDER BY v.id
                        """,
                        row -> new SuppressionEntry(row.bool(1), ProvenanceTable.read(row, 2, Optional.empty())),
                        account.id(),
                        matching.id(),
                        hash(key, matching, address)))
                .orElse(List.of());
    }

    /** Returns the number of addresses that are suppressed because the person who had them was erased. */
    public static long count(SqlSession session, AccountKey account) {
        return session.queryNumber(
                "SELECT count(DISTINCT provenance) FROM forgotten_address WHERE account = ? AND ended IS NULL",
                account.id());
    }

    /** Returns the number of addresses whose people were erased before an instant. */
    public static long countBefore(SqlSession session, AccountKey account, Instant before) {
        return session.queryNumber(
                "SELECT count(DISTINCT provenance) FROM forgotten_address WHERE account = ? AND since < ?",
                account.id(),
                before.toEpochMilli());
    }

    /**
     * Deletes what is kept of the people who were erased before an instant.
     *
     * @return the number of addresses
     */
    public static long deleteBefore(SqlSession session, AccountKey account, Instant before) {
        session.dialect().lockAllAddresses(session, account);
        session.dialect().overwriteDeleted(session);
        long addresses = countBefore(session, account, before);
        for (String column : List.of("provenance", "ended")) {
            session.update(
                    CLEAR_REASON + column + " FROM forgotten_address WHERE account = ? AND since < ?)",
                    "(erased)",
                    account.id(),
                    before.toEpochMilli());
        }
        session.update(
                "DELETE FROM forgotten_address WHERE account = ? AND since < ?", account.id(), before.toEpochMilli());
        return addresses;
    }

    /** Clears the reasons of all erasures. */
    public void clearReasons() {
        session.dialect().overwriteDeleted(session);
        session.update(
                CLEAR_REASON + "provenance FROM forgotten_address WHERE account = ?)",
                ErasedNoPolicy.REASON_NOT_KEPT,
                account.id());
    }

    private Optional<Mac> findKey() {
        return session.findFirst("SELECT secret FROM forgotten_key WHERE account = ?", row -> row.text(1), account.id())
                .map(ForgottenAddresses::toMac);
    }

    private Mac createKey() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        session.update(
                "INSERT INTO forgotten_key (account, secret) VALUES (?, ?) ON CONFLICT (account) DO NOTHING",
                account.id(),
                HexFormat.of().formatHex(random));
        return findKey().orElseThrow();
    }

    private static Mac toMac(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String hash(Mac key, AddressMatching rule, EmailAddress address) {
        return HexFormat.of()
                .formatHex(key.doFinal(rule.mailboxOf(address).value().getBytes(StandardCharsets.UTF_8)));
    }
}
