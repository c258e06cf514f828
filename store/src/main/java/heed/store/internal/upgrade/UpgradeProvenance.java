package heed.store.internal.upgrade;

import heed.model.fact.Provenance;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows by which an upgrade says what it changed and why, in the schema of version 13. */
final class UpgradeProvenance {
    private static final String ACTOR = "heed";

    private UpgradeProvenance() {}

    /** Stores a provenance and returns its id. */
    static long insert(SqlSession session, Instant at, Provenance.Origin origin, String reason) {
        return session.queryNumber(
                "INSERT INTO provenance (at, actor, source, reason) VALUES (?, ?, ?, ?) RETURNING id",
                at.toString(),
                ACTOR,
                origin.name(),
                reason);
    }

    static void appendFact(
            SqlSession session, long prospect, int field, @Nullable String from, @Nullable String to, long provenance) {
        session.update(
                "INSERT INTO fact (prospect, field, from_text, to_text, provenance) VALUES (?, ?, ?, ?, ?)",
                prospect,
                field,
                from,
                to,
                provenance);
    }

    /** Appends an entry to the history of an address on the suppression list. */
    static void appendListing(SqlSession session, AccountKey account, String address, boolean listed, long provenance) {
        session.update("""
                INSERT INTO listing (account, address, sequence, listed, provenance)
                SELECT ?1, ?2, 1 + (SELECT coalesce(max(sequence), 0) FROM listing WHERE account = ?1 AND address = ?2), ?3, ?4
                """, account.id(), address, listed, provenance);
    }
}
