package heed.store.internal.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionEntry;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.facts.ProvenanceTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The opt-outs that were given for an address itself. A row is never deleted: what ends an opt-out is stored with it. The
 * rules are elsewhere, in {@code OptOutRules} and {@code AssertionRules}.
 */
public final class AddressOptOuts {
    private final SqlSession session;
    private final AccountKey account;

    public AddressOptOuts(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    /** An opt-out of an address that is in force. */
    public record OptOutInForce(long id, Provenance given) {}

    /** Returns whether any address of the account is opted out. Most accounts that send no mail have none. */
    public boolean exist() {
        return session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM address_opt_out WHERE account = ? AND ended IS NULL)", account.id());
    }

    /** Returns whether a run has ended an opt-out of any address of the account. */
    public boolean haveEnded() {
        return session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM address_opt_out WHERE account = ? AND ended_run IS NOT NULL)",
                account.id());
    }

    /** Returns the opt-outs of some addresses that are in force, oldest first. */
    public List<OptOutInForce> find(Collection<String> addresses) {
        return session.queryIn(
                """
                SELECT o.id, v.at, v.actor, v.source, v.reason, v.evidence
                FROM address_opt_out o JOIN provenance v ON v.id = o.provenance
                WHERE o.account = ? AND o.ended IS NULL AND o.address {in ?} ORDER BY o.id
                """,
                addresses,
                row -> new OptOutInForce(row.number(1), ProvenanceTable.read(row, 2, Optional.empty())),
                account.id());
    }

    /** Returns those of some addresses that are opted out. */
    public Set<String> among(Collection<String> addresses) {
        return new HashSet<>(session.queryIn(
                "SELECT DISTINCT address FROM address_opt_out WHERE account = ? AND ended IS NULL AND address {in ?}",
                addresses,
                row -> row.text(1),
                account.id()));
    }

    /** Opts out an address. */
    public void add(EmailAddress address, Provenance provenance) {
        session.update(
                "INSERT INTO address_opt_out (account, address, since, provenance) VALUES (?, ?, ?, ?)",
                account.id(),
                address.value(),
                provenance.at().toEpochMilli(),
                ProvenanceTable.insert(session, provenance));
        AddressAliases.load(session, account).add(List.of(address.value()));
    }

    /** Ends opt-outs by their ids. */
    public void end(Collection<Long> ids, Provenance provenance) {
        if (!ids.isEmpty()) {
            session.update(
                    "UPDATE address_opt_out SET ended = ? WHERE id {in ?}",
                    ProvenanceTable.insert(session, provenance),
                    List.copyOf(ids));
        }
    }

    /**
     * Ends the opt-outs of an address and its aliases, because Email Opt Out of a prospect was cleared.
     *
     * @param provenanceId the stored provenance of the clearing
     */
    public void end(Collection<String> addresses, long prospect, Optional<RunId> run, long provenanceId) {
        session.update("""
                UPDATE address_opt_out SET ended = ?, ended_prospect = ?, ended_run = ?
                WHERE account = ? AND ended IS NULL AND address {in ?}
                """, provenanceId, prospect, run.map(RunId::value).orElse(null), account.id(), addresses);
    }

    /** Restores the opt-outs that a run ended by clearing Email Opt Out of a prospect. */
    public void restore(long prospect, RunId run) {
        session.update("""
                UPDATE address_opt_out SET ended = NULL, ended_prospect = NULL, ended_run = NULL
                WHERE ended_prospect = ? AND ended_run = ?
                """, prospect, run.value());
    }

    /** Returns when and by whom an address was opted out, and when that ended, in order. */
    public static List<SuppressionEntry> history(SqlSession session, AccountKey account, EmailAddress address) {
        return session.query(
                """
                SELECT o.added, v.at, v.actor, v.source, v.reason, v.evidence
                FROM (SELECT id, TRUE AS added, provenance FROM address_opt_out WHERE account = ?1 AND address = ?2
                    UNION ALL
                    SELECT id, FALSE, ended FROM address_opt_out
                    WHERE account = ?1 AND address = ?2 AND ended IS NOT NULL) o
                JOIN provenance v ON v.id = o.provenance ORDER BY o.id, o.added DESC
                """,
                row -> new SuppressionEntry(row.bool(1), ProvenanceTable.read(row, 2, Optional.empty())),
                account.id(),
                address.value());
    }
}
