package heed.store.internal;

import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
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
    /** The keys of prospects that were created, one after the other. */
    private long firstCreated;

    private long createdUpTo;
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Provenance, Long> provenances = new HashMap<>();

    /** To append to. */
    Facts(Session session) {
        this.session = session;
    }

    /** What is said of one prospect or, in the same words, of several. */
    private record Said(
            @Nullable Integer field,
            @Nullable String from,
            @Nullable String to,
            Provenance why) {}

    /** The same said of several prospects, one after the other. */
    private record Pending(Said said, List<Long> prospects) {}

    void append(long prospect, Field field, Optional<String> from, Optional<String> to, Provenance why) {
        Said said = new Said(field.slot(), from.orElse(null), to.orElse(null), why);
        Pending last = pending.isEmpty() ? null : pending.get(pending.size() - 1);
        if (last == null || !last.said.equals(said)) {
            last = new Pending(said, new ArrayList<>());
            pending.add(last);
        }
        last.prospects.add(prospect);
    }

    /** Says by which key a provenance was kept already. */
    void kept(Provenance why, long key) {
        provenances.put(why, key);
    }

    /** The first fact of a prospect, whose row is written before the facts are. */
    void appendCreation(long prospect) {
        if (createdUpTo == 0) {
            firstCreated = prospect;
        } else if (prospect != createdUpTo + 1) {
            throw new IllegalArgumentException("prospects are created one after the other");
        }
        createdUpTo = prospect;
    }

    /**
     * Writes what was appended: creations first, then the rest in its order.
     *
     * @param why of the creations
     */
    void flush(Provenance why) {
        if (createdUpTo > 0) {
            writeCreations(why);
        }
        List<Pending> single = new ArrayList<>();
        for (Pending group : pending) {
            if (group.prospects.size() == 1) {
                single.add(group);
            } else {
                writeEach(single);
                write(group);
            }
        }
        writeEach(single);
        createdUpTo = 0;
        pending.clear();
    }

    private void writeCreations(Provenance why) {
        session.update("""
                INSERT INTO fact (provenance, run, prospect)
                SELECT ?, ?, key FROM prospect WHERE key >= ? AND key <= ? ORDER BY key
                """, provenance(why), why.run().map(RunId::value).orElse(null), firstCreated, createdUpTo);
    }

    private void write(Pending group) {
        session.update(
                """
                INSERT INTO fact (field, from_text, to_text, provenance, run, prospect)
                SELECT ?, ?, ?, ?, ?, value FROM {list ?}
                """,
                group.said.field,
                group.said.from,
                group.said.to,
                provenance(group.said.why),
                group.said.why.run().map(RunId::value).orElse(null),
                group.prospects);
    }

    private void writeEach(List<Pending> single) {
        single.forEach(group -> provenance(group.said.why)); // not in the middle of the batch
        session.insert(
                "fact",
                List.of("field", "from_text", "to_text", "provenance", "run", "prospect"),
                single,
                (group, bindings) -> bindings.add(group.said.field)
                        .add(group.said.from)
                        .add(group.said.to)
                        .add(provenance(group.said.why))
                        .add(group.said.why.run().map(RunId::value).orElse(null))
                        .add(group.prospects.get(0)));
        single.clear();
    }

    private long provenance(Provenance why) {
        return provenances.computeIfAbsent(why, one -> Provenances.keep(session, one));
    }

    static List<Fact> of(Session session, FieldCatalog catalog, ProspectId prospect) {
        return session.list(
                SELECT + "WHERE f.prospect = ? ORDER BY f.sequence", row -> fact(row, catalog), prospect.value());
    }

    /** The next prospects that the run asserted something of. */
    static List<Long> asserted(Session session, RunId run, long after, int prospects) {
        return session.list(
                "SELECT DISTINCT prospect FROM fact WHERE run = ? AND prospect > ? ORDER BY prospect LIMIT ?",
                row -> row.number(1),
                run.value(),
                after,
                prospects);
    }

    /** Every fact of these prospects and the fields that the run asserted something of. */
    static List<Fact> trails(Session session, FieldCatalog catalog, RunId run, List<Long> prospects) {
        return session.listIn(SELECT + """
                        WHERE EXISTS (SELECT 1 FROM fact r WHERE r.run = ? AND r.prospect = f.prospect AND r.field = f.field)
                            AND f.prospect {in ?}
                        ORDER BY f.prospect, f.field, f.sequence
                        """, prospects, row -> fact(row, catalog), run.value());
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
                Provenances.read(row, 7, Optional.ofNullable(run).map(RunId::new)));
    }
}
