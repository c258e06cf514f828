package heed.store.internal.facts;

import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and appends facts. */
public final class FactTable {
    private static final String SELECT = """
            SELECT f.sequence, f.prospect, f.field, f.from_text, f.to_text, f.run,
                v.at, v.actor, v.source, v.reason, v.evidence
            FROM fact f JOIN provenance v ON v.id = f.provenance
            """;

    private final SqlSession session;
    /** The range of the keys of the prospects that were created; 0 if none was. */
    private long firstCreated;

    private long lastCreated;
    private final List<PendingFacts> pending = new ArrayList<>();
    private final Map<Provenance, Long> provenances = new HashMap<>();

    /** Creates a table to append to, for one transaction. */
    public FactTable(SqlSession session) {
        this.session = session;
    }

    /** The content of a fact, which may be the same for several prospects. */
    private record FactContent(
            @Nullable Integer field,
            @Nullable String from,
            @Nullable String to,
            Provenance provenance) {}

    /** Consecutive facts of the same content. */
    private record PendingFacts(FactContent content, List<Long> prospects) {}

    /** Adds a fact about a field, to be written by {@link #flush}. */
    public void append(long prospect, Field field, Optional<String> from, Optional<String> to, Provenance provenance) {
        FactContent content = new FactContent(field.slot(), from.orElse(null), to.orElse(null), provenance);
        PendingFacts last = pending.isEmpty() ? null : pending.get(pending.size() - 1);
        if (last == null || !last.content.equals(content)) {
            last = new PendingFacts(content, new ArrayList<>());
            pending.add(last);
        }
        last.prospects.add(prospect);
    }

    /** Records the id of a provenance that is stored already, so that it is not stored again. */
    public void cacheProvenance(Provenance provenance, long id) {
        provenances.put(provenance, id);
    }

    /**
     * Adds the fact of a prospect's creation. The prospect's row must be written before {@link #flush}.
     *
     * @throws IllegalArgumentException if the key does not follow that of the last created prospect
     */
    public void appendCreation(long prospect) {
        if (lastCreated == 0) {
            firstCreated = prospect;
        } else if (prospect != lastCreated + 1) {
            throw new IllegalArgumentException("prospects must be created in the order of consecutive keys");
        }
        lastCreated = prospect;
    }

    /**
     * Writes the added facts: creations first, then the others in their order.
     *
     * @param creationProvenance the provenance of the creations
     */
    public void flush(Provenance creationProvenance) {
        if (lastCreated > 0) {
            writeCreations(creationProvenance);
        }
        List<PendingFacts> singles = new ArrayList<>();
        for (PendingFacts group : pending) {
            if (group.prospects.size() == 1) {
                singles.add(group);
            } else {
                writeSingles(singles);
                writeGroup(group);
            }
        }
        writeSingles(singles);
        lastCreated = 0;
        pending.clear();
    }

    private void writeCreations(Provenance provenance) {
        session.update(
                """
                INSERT INTO fact (provenance, run, prospect)
                SELECT ?, ?, key FROM prospect WHERE key >= ? AND key <= ? ORDER BY key
                """,
                provenanceId(provenance),
                provenance.run().map(RunId::value).orElse(null),
                firstCreated,
                lastCreated);
    }

    private void writeGroup(PendingFacts group) {
        session.update(
                """
                INSERT INTO fact (field, from_text, to_text, provenance, run, prospect)
                SELECT ?, ?, ?, ?, ?, value FROM {list ?}
                """,
                group.content.field,
                group.content.from,
                group.content.to,
                provenanceId(group.content.provenance),
                group.content.provenance.run().map(RunId::value).orElse(null),
                group.prospects);
    }

    private void writeSingles(List<PendingFacts> singles) {
        singles.forEach(group -> provenanceId(
                group.content.provenance)); // before the batch begins, because it executes a statement of its own
        session.insert(
                "fact",
                List.of("field", "from_text", "to_text", "provenance", "run", "prospect"),
                singles,
                (group, bindings) -> bindings.add(group.content.field)
                        .add(group.content.from)
                        .add(group.content.to)
                        .add(provenanceId(group.content.provenance))
                        .add(group.content.provenance.run().map(RunId::value).orElse(null))
                        .add(group.prospects.get(0)));
        singles.clear();
    }

    private long provenanceId(Provenance provenance) {
        return provenances.computeIfAbsent(provenance, newProvenance -> ProvenanceTable.insert(session, newProvenance));
    }

    /** Returns all facts of a prospect in order. */
    public static List<Fact> history(SqlSession session, FieldCatalog catalog, ProspectId prospect) {
        return session.query(
                SELECT + "WHERE f.prospect = ? ORDER BY f.sequence", row -> read(row, catalog), prospect.value());
    }

    /** Returns the keys of the next prospects about which the run recorded facts. */
    public static List<Long> assertedProspects(SqlSession session, RunId run, long after, int prospects) {
        return session.query(
                "SELECT DISTINCT prospect FROM fact WHERE run = ? AND prospect > ? ORDER BY prospect LIMIT ?",
                row -> row.number(1),
                run.value(),
                after,
                prospects);
    }

    /**
     * Returns all facts, by whatever origin, about those fields of these prospects that the run asserted, and about all
     * fields of those that it created.
     */
    public static List<Fact> fieldHistories(SqlSession session, FieldCatalog catalog, RunId run, List<Long> prospects) {
        return session.queryIn(SELECT + """
                        WHERE EXISTS (SELECT 1 FROM fact r WHERE r.run = ? AND r.prospect = f.prospect
                                AND (r.field = f.field OR r.field IS NULL))
                            AND f.prospect {in ?}
                        ORDER BY f.prospect, coalesce(f.field, -1), f.sequence
                        """, prospects, row -> read(row, catalog), run.value());
    }

    private static Fact read(ResultRow row, FieldCatalog catalog) throws SQLException {
        Long field = row.numberOrNull(3);
        Long run = row.numberOrNull(6);
        return new Fact(
                row.number(1),
                new ProspectId(row.number(2)),
                Optional.ofNullable(field).map(slot -> catalog.all().get(slot.intValue())),
                row.optionalText(4),
                row.optionalText(5),
                ProvenanceTable.read(row, 7, Optional.ofNullable(run).map(RunId::new)));
    }
}
