package heed.store.internal.facts;

import heed.model.fact.Provenance;
import heed.model.run.RunId;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The table of provenances: who asserted something, when and why. Facts asserted together share one row. */
public final class ProvenanceTable {
    private ProvenanceTable() {}

    /** Stores a provenance and returns its id. */
    public static long insert(SqlSession session, Provenance provenance) {
        return session.queryNumber(
                "INSERT INTO provenance (at, actor, source, reason, evidence) VALUES (?, ?, ?, ?, ?) RETURNING id",
                provenance.at().toString(),
                provenance.actor(),
                provenance.origin().name(),
                provenance.reason(),
                provenance.evidence().orElse(null));
    }

    /** Reads a provenance from the columns at, actor, source, reason and evidence, in that order. */
    public static Provenance read(ResultRow row, int firstColumn, Optional<RunId> run) throws SQLException {
        return new Provenance(
                Instant.parse(row.text(firstColumn)),
                row.text(firstColumn + 1),
                Provenance.Origin.valueOf(row.text(firstColumn + 2)),
                row.text(firstColumn + 3),
                row.optionalText(firstColumn + 4),
                run);
    }
}
