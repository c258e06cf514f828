package heed.store.internal;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.store.CheckFinding.Inconsistency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what prospects hold with the last fact of each field, and each fact with the one before it. A page of prospects
 * is one snapshot; a field of which there is no fact has the value of its prospect's creation, which none says.
 */
final class ValuesAgainstFacts {
    private static final int PAGE = 5_000;
    private static final int EXAMPLES = 5;

    private final Database database;
    private final Cases values = new Cases();
    private final Cases chains = new Cases();

    ValuesAgainstFacts(Database database) {
        this.database = database;
    }

    List<Inconsistency> faults() {
        for (Owner owner : database.read(Accounts::owners)) {
            long last = owner.before();
            while (last < owner.last()) {
                long after = last;
                last = database.read(session -> page(session, owner, after));
            }
        }
        List<Inconsistency> faults = new ArrayList<>();
        values.fault(
                        "values that are not what was last asserted",
                        "`heed history --prospect ID` shows what was; `heed set --prospect ID FIELD=VALUE` says again what is"
                                + " right")
                .ifPresent(faults::add);
        chains.fault("facts that do not begin with what the one before left", Look.RESTORE)
                .ifPresent(faults::add);
        return faults;
    }

    private static final class Cases {
        private final List<String> examples = new ArrayList<>();
        private long count;

        void add(long prospect, Field field) {
            count++;
            if (examples.size() < EXAMPLES) {
                examples.add("prospect " + prospect + ", " + field.label());
            }
        }

        Optional<Inconsistency> fault(String what, String repair) {
            return count == 0 ? Optional.empty() : Optional.of(new Inconsistency(what, count, examples, repair));
        }
    }

    private record Said(
            long prospect,
            int field,
            @Nullable String from,
            @Nullable String to) {}

    /** Looks at the next prospects of whom a field was asserted; answers the last of them, or the account's end. */
    private long page(Session session, Owner owner, long after) {
        List<Long> keys = session.list("""
                SELECT DISTINCT prospect FROM fact WHERE prospect > ? AND prospect <= ? AND field IS NOT NULL
                ORDER BY prospect LIMIT ?
                """, row -> row.number(1), after, owner.last(), PAGE);
        if (keys.isEmpty()) {
            return owner.last();
        }
        FieldCatalog catalog = Accounts.catalog(session, owner);
        Map<Long, Prospect> prospects = new HashMap<>();
        new Reading(session, owner)
                .listProspects(keys.stream().map(ProspectId::new).toList())
                .forEach(prospect -> prospects.put(prospect.key().value(), prospect));
        long last = keys.get(keys.size() - 1);
        List<Said> facts = session.list(
                """
                SELECT prospect, field, from_text, to_text FROM fact
                WHERE prospect > ? AND prospect <= ? AND field IS NOT NULL ORDER BY prospect, field, sequence
                """,
                row -> new Said(row.number(1), (int) row.number(2), row.textOrNull(3), row.textOrNull(4)),
                after,
                last);
        for (int i = 0; i < facts.size(); i++) {
            Said said = facts.get(i);
            Field field = catalog.all().get(said.field);
            Optional<Said> next = i + 1 < facts.size() ? Optional.of(facts.get(i + 1)) : Optional.empty();
            Optional<Said> later = next.filter(one -> one.prospect == said.prospect && one.field == said.field);
            if (later.isPresent()) {
                if (!Optional.ofNullable(said.to).equals(Optional.ofNullable(later.get().from))) {
                    chains.add(said.prospect, field);
                }
            } else if (!Optional.ofNullable(prospects.get(said.prospect))
                    .map(prospect -> prospect.value(field).map(Value::text))
                    .equals(Optional.of(Optional.ofNullable(said.to)))) {
                values.add(said.prospect, field);
            }
        }
        return last;
    }
}
