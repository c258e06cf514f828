package heed.store.internal.upgrade;

import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rewrites the stored addresses of an account that are not in canonical form, in every table. Two addresses that become one
 * keep the reasons for suppression of both. What is no address at all is removed, so that it can be read no more.
 */
final class AddressRewriter {
    private static final String REASON = "the address is now stored in its canonical form";
    /** Selects the addresses that are not all ASCII: only those were ever stored in another form. */
    private static final String NOT_ASCII = " AND length(%1$s) <> octet_length(%1$s)";

    private static final List<String> ADDRESS_TABLES = List.of(
            "bounce_evidence",
            "former_address",
            "listed_suppression",
            "listing",
            "bounced_address",
            "bounce_clearing",
            "mail",
            "bounce",
            "spelling");

    private final SqlSession session;
    private final AccountKey account;
    private final Instant now;
    private long provenance; // 0 until it is needed

    AddressRewriter(SqlSession session, AccountKey account, Instant now) {
        this.session = session;
        this.account = account;
        this.now = now;
    }

    void rewriteAll() {
        for (String stored : storedAddresses()) {
            Optional<String> canonical = EmailAddress.parse(stored).map(EmailAddress::value);
            if (!canonical.equals(Optional.of(stored))) {
                canonical.ifPresentOrElse(address -> rewrite(stored, address), () -> remove(stored));
            }
        }
    }

    private Set<String> storedAddresses() {
        Set<String> addresses = new TreeSet<>(session.query(
                "SELECT DISTINCT email FROM prospect WHERE account = ?" + NOT_ASCII.formatted("email"),
                row -> row.text(1),
                account.id()));
        for (String table : ADDRESS_TABLES) {
            addresses.addAll(session.query(
                    "SELECT DISTINCT address FROM " + table + " WHERE account = ?" + NOT_ASCII.formatted("address"),
                    row -> row.text(1),
                    account.id()));
        }
        addresses.addAll(session.query(
                "SELECT DISTINCT e.to_text FROM planned_effect e JOIN run r ON r.id = e.run"
                        + " WHERE e.field IS NULL AND r.account = ?" + NOT_ASCII.formatted("e.to_text"),
                row -> row.text(1),
                account.id()));
        return addresses;
    }

    private void rewrite(String stored, String canonical) {
        rewriteProspects(stored, canonical);
        move("bounce_evidence", "prospect, since", "account, address, prospect", stored, canonical);
        move("former_address", "prospect", "account, address, prospect", stored, canonical);
        rewriteListing(stored, canonical);
        move("bounced_address", "since, provenance", "account, address", stored, canonical);
        // The earlier clearing stands, so that the later bounces of both count.
        session.update("""
                INSERT INTO bounce_clearing (account, address, last)
                SELECT account, ?, last FROM bounce_clearing WHERE account = ? AND address = ?
                ON CONFLICT (account, address) DO UPDATE SET last =
                    CASE WHEN excluded.last < bounce_clearing.last THEN excluded.last ELSE bounce_clearing.last END
                """, canonical, account.id(), stored);
        delete("bounce_clearing", stored);
        markBounced(canonical);
        rewriteMails(stored, canonical);
        updateAddress("bounce", stored, canonical);
        session.update("""
                UPDATE planned_effect SET to_text = ? WHERE field IS NULL AND to_text = ?
                    AND run IN (SELECT id FROM run WHERE account = ?)
                """, canonical, stored, account.id());
        rewriteSpelling(stored, canonical);
    }

    private void rewriteProspects(String stored, String canonical) {
        boolean taken = session.queryNumber(
                        "SELECT count(*) FROM prospect WHERE account = ? AND email = ?", account.id(), canonical)
                > 0;
        for (long prospect : prospectsWith(stored)) {
            session.update("UPDATE prospect SET email = ? WHERE key = ?", canonical, prospect);
            UpgradeProvenance.appendFact(
                    session, prospect, StandardFields.EMAIL.slot(), stored, canonical, provenance());
            UpgradeFinding.REWRITTEN.add(session, account, prospect);
            if (taken) {
                UpgradeFinding.MERGED.add(session, account, prospect);
            }
        }
    }

    private List<Long> prospectsWith(String address) {
        return session.query(
                "SELECT key FROM prospect WHERE account = ? AND email = ? ORDER BY key",
                row -> row.number(1),
                account.id(),
                address);
    }

    /** Moves rows to the other address; a row that it has already stays as it is. */
    private void move(String table, String columns, String key, String stored, String canonical) {
        session.update(
                "INSERT INTO " + table + " (account, address, " + columns + ") SELECT account, ?, " + columns + " FROM "
                        + table + " WHERE account = ? AND address = ? ON CONFLICT (" + key + ") DO NOTHING",
                canonical,
                account.id(),
                stored);
        delete(table, stored);
    }

    private void delete(String table, String address) {
        session.update("DELETE FROM " + table + " WHERE account = ? AND address = ?", account.id(), address);
    }

    private void updateAddress(String table, String stored, String canonical) {
        session.update(
                "UPDATE " + table + " SET address = ? WHERE account = ? AND address = ?",
                canonical,
                account.id(),
                stored);
    }

    private boolean isListed(String address) {
        return session.queryNumber(
                        "SELECT count(*) FROM listed_suppression WHERE account = ? AND address = ?",
                        account.id(),
                        address)
                > 0;
    }

    /** Appends the history to that of the canonical address, which stays listed if either was. */
    private void rewriteListing(String stored, String canonical) {
        boolean listed = isListed(stored) || isListed(canonical);
        move("listed_suppression", "since, provenance", "account, address", stored, canonical);
        int entries = session.update("""
                INSERT INTO listing (account, address, sequence, listed, provenance)
                SELECT account, ?2, sequence
                    + (SELECT coalesce(max(n.sequence), 0) FROM listing n WHERE n.account = ?1 AND n.address = ?2),
                    listed, provenance
                FROM listing WHERE account = ?1 AND address = ?3
                """, account.id(), canonical, stored);
        delete("listing", stored);
        if (entries > 0) {
            UpgradeFinding.LISTING_REWRITTEN.add(session, account, null);
            boolean lastListed = session.queryBoolean("""
                    SELECT listed FROM listing WHERE account = ? AND address = ? ORDER BY sequence DESC LIMIT 1
                    """, account.id(), canonical);
            if (listed && !lastListed) {
                UpgradeProvenance.appendListing(session, account, canonical, true, provenance());
            }
        }
    }

    /** A bounce belongs to the address: it marks every prospect that has it. */
    private void markBounced(String address) {
        List<Long> unmarked = session.query("""
                SELECT p.key FROM prospect p JOIN bounced_address b ON b.account = p.account AND b.address = p.email
                WHERE p.account = ? AND p.email = ? AND p.bounced_since IS NULL ORDER BY p.key
                """, row -> row.number(1), account.id(), address);
        for (long prospect : unmarked) {
            session.update("UPDATE prospect SET bounced_since = ? WHERE key = ?", now.toEpochMilli(), prospect);
            UpgradeProvenance.appendFact(session, prospect, StandardFields.BOUNCED.slot(), "No", "Yes", provenance());
        }
    }

    private record MailRow(long id, long message, boolean duplicate, boolean attempted) {}

    /**
     * Gives mails the canonical address. One mail of a message has an address: of two, the one that was attempted keeps it, and
     * one that only waits becomes a duplicate. If both were attempted, the later one is left without an address.
     */
    private void rewriteMails(String stored, String canonical) {
        for (MailRow mail : mails("m.address = ?", stored)) {
            Optional<MailRow> holder = mail.duplicate
                    ? Optional.empty()
                    : mails(
                                    "m.address = ? AND m.refusal IS DISTINCT FROM 'DUPLICATE' AND m.message = "
                                            + mail.message,
                                    canonical)
                            .stream()
                            .findFirst();
            if (holder.isEmpty()) {
                setAddress(mail, canonical);
            } else if (!mail.attempted) {
                makeDuplicate(mail, holder.get());
                setAddress(mail, canonical);
            } else if (!holder.get().attempted) {
                makeDuplicate(holder.get(), mail);
                setAddress(mail, canonical);
            } else {
                session.update("UPDATE mail SET address = NULL WHERE id = ?", mail.id);
            }
        }
    }

    private List<MailRow> mails(String condition, String address) {
        return session.query(
                "SELECT m.id, m.message, m.refusal IS NOT DISTINCT FROM 'DUPLICATE', m.attempts > 0 FROM mail m"
                        + " WHERE m.account = ? AND " + condition + " ORDER BY m.id",
                row -> new MailRow(row.number(1), row.number(2), row.bool(3), row.bool(4)),
                account.id(),
                address);
    }

    private void setAddress(MailRow mail, String address) {
        session.update("UPDATE mail SET address = ? WHERE id = ?", address, mail.id);
    }

    /** A mail that is settled for another reason keeps its state. */
    private void makeDuplicate(MailRow mail, MailRow holder) {
        session.update("""
                UPDATE mail SET state = 'SKIPPED', refusal = 'DUPLICATE', suppression = NULL, refused_at = NULL,
                    other = (SELECT h.prospect FROM mail h WHERE h.id = ?), due = NULL, lease_end = NULL, changed = ?
                WHERE id = ?
                """, holder.id, now.toEpochMilli(), mail.id);
    }

    private void rewriteSpelling(String stored, String canonical) {
        session.update(
                "DELETE FROM spelling WHERE account = ? AND (address = ? OR mailbox = ?)",
                account.id(),
                stored,
                stored);
        String mailbox = AddressMatching.find(session.findFirst(
                                "SELECT mailboxes FROM account WHERE id = ?", row -> row.text(1), account.id())
                        .orElseThrow())
                .orElseThrow()
                .mailboxOf(new EmailAddress(canonical))
                .value();
        if (!mailbox.equals(canonical)) {
            session.update(
                    "INSERT INTO spelling (account, mailbox, address) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    account.id(),
                    mailbox,
                    canonical);
        }
    }

    /** Removes what cannot be written to: no mail ever reached it, and no input becomes it. */
    private void remove(String stored) {
        for (long prospect : prospectsWith(stored)) {
            session.update("UPDATE prospect SET email = NULL WHERE key = ?", prospect);
            UpgradeProvenance.appendFact(session, prospect, StandardFields.EMAIL.slot(), stored, null, provenance());
            UpgradeFinding.CLEARED.add(session, account, prospect);
        }
        List.of(
                        "bounce_evidence",
                        "former_address",
                        "listed_suppression",
                        "listing",
                        "bounced_address",
                        "bounce_clearing")
                .forEach(table -> delete(table, stored));
        session.update("""
                UPDATE mail SET state = 'SKIPPED', refusal = 'NO_ADDRESS', due = NULL, lease_end = NULL, changed = ?
                WHERE account = ? AND address = ? AND due IS NOT NULL
                """, now.toEpochMilli(), account.id(), stored);
        session.update("UPDATE mail SET address = NULL WHERE account = ? AND address = ?", account.id(), stored);
        session.update(
                "UPDATE bounce SET address = NULL, domain = NULL WHERE account = ? AND address = ?",
                account.id(),
                stored);
        session.update(
                "DELETE FROM spelling WHERE account = ? AND (address = ? OR mailbox = ?)",
                account.id(),
                stored,
                stored);
    }

    private long provenance() {
        if (provenance == 0) {
            provenance = UpgradeProvenance.insert(session, now, Provenance.Origin.ADDRESS_CHANGE, REASON);
        }
        return provenance;
    }
}
