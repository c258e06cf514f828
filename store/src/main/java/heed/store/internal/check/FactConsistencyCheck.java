package heed.store.internal.check;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.store.CheckFinding.Inconsistency;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.prospects.SqlStoreReading;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
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
final class FactConsistencyCheck {
    private static final int PAGE = 5_000;
    private static final int MAX_EXAMPLES = 5;

    private final SqlDatabase database;
    private final FaultCases wrongValues = new FaultCases();
    private final FaultCases brokenChains = new FaultCases();

    FactConsistencyCheck(SqlDatabase database) {
        this.database = database;
    }

    List<Inconsistency> findFaults() {
        for (AccountKey account : database.read(AccountTable::listKeys)) {
            long last = account.keyFloor();
            while (last < account.maxKey()) {
                long after = last;
                last = database.read(session -> checkPage(session, account, after));
            }
        }
        List<Inconsistency> faults = new ArrayList<>();
        wrongValues
                .toFault(
                        "values that are not what was last asserted",
                        "`heed history --prospect ID` shows what was; `heed set --prospect ID FIELD=VALUE` says again what is"
                                + " right")
                .ifPresent(faults::add);
        brokenChains
                .toFault("facts that do not begin with what the one before left", IntegrityCheck.RESTORE)
                .ifPresent(faults::add);
        return faults;
    }

    private static final class FaultCases {
        private final List<String> examples = new ArrayList<>();
        private long count;

        void add(long prospect, Field field) {
            count++;
            if (examples.size() < MAX_EXAMPLES) {
                examples.add("prospect " + prospect + ", " + field.label());
            }
        }

        Optional<Inconsistency> toFault(String problem, String repair) {
            return count == 0 ? Optional.empty() : Optional.of(new Inconsistency(problem, count, examples, repair));
        }
    }

    private record AssertedChange(
            long prospect,
            int field,
            @Nullable String from,
            @Nullable String to) {}

    /** Looks at the next prospects of whom a field was asserted; answers the last of them, or the account's end. */
    private long checkPage(SqlSession session, AccountKey account, long after) {
        List<Long> keys = session.query("""
                SELECT DISTINCT prospect FROM fact WHERE prospect > ? AND prospect <= ? AND field IS NOT NULL
                ORDER BY prospect LIMIT ?
                """, row -> row.number(1), after, account.maxKey(), PAGE);
        if (keys.isEmpty()) {
            return account.maxKey();
        }
        FieldCatalog catalog = AccountTable.fieldCatalog(session, account);
        Map<Long, Prospect> prospects = new HashMap<>();
        new SqlStoreReading(session, account)
                .listProspects(keys.stream().map(ProspectId::new).toList())
                .forEach(prospect -> prospects.put(prospect.key().value(), prospect));
        long last = keys.get(keys.size() - 1);
        List<AssertedChange> changes = session.query(
                """
                SELECT prospect, field, from_text, to_text FROM fact
                WHERE prospect > ? AND prospect <= ? AND field IS NOT NULL ORDER BY prospect, field, sequence
                """,
                row -> new AssertedChange(row.number(1), (int) row.number(2), row.textOrNull(3), row.textOrNull(4)),
                after,
                last);
        for (int i = 0; i < changes.size(); i++) {
            AssertedChange change = changes.get(i);
            Field field = catalog.all().get(change.field);
            Optional<AssertedChange> next = i + 1 < changes.size() ? Optional.of(changes.get(i + 1)) : Optional.empty();
            Optional<AssertedChange> nextOfField =
                    next.filter(following -> following.prospect == change.prospect && following.field == change.field);
            if (nextOfField.isPresent()) {
                if (!Optional.ofNullable(change.to).equals(Optional.ofNullable(nextOfField.get().from))) {
                    brokenChains.add(change.prospect, field);
                }
            } else if (!Optional.ofNullable(prospects.get(change.prospect))
                    .map(prospect -> prospect.value(field).map(Value::text))
                    .equals(Optional.of(Optional.ofNullable(change.to)))) {
                wrongValues.add(change.prospect, field);
            }
        }
        return last;
    }
}
