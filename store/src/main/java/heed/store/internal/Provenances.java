package heed.store.internal;

import heed.model.fact.Provenance;
import heed.model.run.RunId;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Who said something, when and why: kept once for all that was said in the same breath. */
final class Provenances {
    private Provenances() {}

    /** Answers the key that it is kept by. */
    static long keep(Session session, Provenance why) {
        return session.number(
                "INSERT INTO provenance (at, actor, source, reason, evidence) VALUES (?, ?, ?, ?, ?) RETURNING id",
                why.at().toString(),
                why.actor(),
                why.origin().name(),
                why.reason(),
                why.evidence().orElse(null));
    }

    /** From the columns at, actor, source, reason and evidence, in that order. */
    static Provenance read(Row row, int first, Optional<RunId> run) throws SQLException {
        return new Provenance(
                Instant.parse(row.text(first)),
                row.text(first + 1),
                Provenance.Origin.valueOf(row.text(first + 2)),
                row.text(first + 3),
                row.optional(first + 4),
                run);
    }
}
