package heed.store.internal;

import heed.model.Fact;
import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.ProspectId;
import heed.model.Provenance;
import heed.model.RunId;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts, read and appended. */
final class Facts {
    private static final String SELECT = """
            SELECT f.sequence, f.prospect, f.field, f.from_text, f.to_text, f.run,
                v.at, v.actor, v.source, v.reason, v.evidence
            FROM fact f JOIN provenance v ON v.id = f.provenance
            """;

    private final Session session;
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Provenance, Long> provenances = new HashMap<>();

    /** To append to. */
    Facts(Session session) {
        this.session = session;
    }

    private record Pending(
            long prospect,
            @Nullable Integer field,
            @Nullable String from,
            @Nullable String to,
            Provenance why) {}

    void append(long prospect, Field field, Optional<String> from, Optional<String> to, Provenance why) {
        pending.add(new Pending(prospect, field.slot(), from.orElse(null), to.orElse(null), why));
    }

    void appendCreation(long prospect, Provenance why) {
        pending.add(new Pending(prospect, null, null, null, why));
    }

    /** Writes what was appended. */
    void flush() {
        for (Pending fact : pending) {
            provenances.computeIfAbsent(fact.why, this::insert);
        }
        session.batch(
                "INSERT INTO fact (prospect, field, from_text, to_text, provenance, run) VALUES (?, ?, ?, ?, ?, ?)",
                pending,
                (fact, bindings) -> bindings.add(fact.prospect)
                        .add(fact.field)
                        .add(fact.from)
                        .add(fact.to)
                        .add(provenances.get(fact.why))
                        .add(fact.why.run().map(RunId::value).orElse(null)));
        pending.clear();
    }

    private long insert(Provenance why) {
        return session.insert(
                "INSERT INTO provenance (at, actor, source, reason, evidence) VALUES (?, ?, ?, ?, ?)",
                why.at().toString(),
                why.actor(),
                why.source().name(),
                why.reason(),
                why.evidence().orElse(null));
    }

    static List<Fact> of(Session session, FieldCatalog catalog, ProspectId prospect) {
        return session.list(
                SELECT + "WHERE f.prospect = ? ORDER BY f.sequence", row -> fact(row, catalog), prospect.value());
    }

    /** Every fact of the prospects and fields that the run asserted something of. */
    static List<Fact> trails(Session session, FieldCatalog catalog, RunId run, long after, int prospects) {
        List<Long> next = session.list(
                "SELECT DISTINCT prospect FROM fact WHERE run = ? AND prospect > ? ORDER BY prospect LIMIT ?",
                row -> row.number(1),
                run.value(),
                after,
                prospects);
        return session.listIn(SELECT + """
                        WHERE EXISTS (SELECT 1 FROM fact r WHERE r.run = ? AND r.prospect = f.prospect AND r.field = f.field)
                            AND f.prospect IN (%s)
                        ORDER BY f.prospect, f.field, f.sequence
                        """, next, row -> fact(row, catalog), run.value());
    }

    private static Fact fact(Row row, FieldCatalog catalog) throws SQLException {
        Long field = row.numberOrNull(3);
        Long run = row.numberOrNull(6);
        return new Fact(
                row.number(1),
                new ProspectId(row.number(2)),
                Optional.ofNullable(field).map(slot -> catalog.all().get(slot.intValue())),
                row.optional(4),
                row.optional(5),
                new Provenance(
                        Instant.parse(row.text(7)),
                        row.text(8),
                        Provenance.Source.valueOf(row.text(9)),
                        row.text(10),
                        row.optional(11),
                        Optional.ofNullable(run).map(RunId::new)));
    }
}
