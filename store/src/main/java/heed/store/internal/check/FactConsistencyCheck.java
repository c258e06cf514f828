package heed.store.internal.check;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.CheckFinding.Remedy;
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
 * Compares the values of prospects with the last fact of each field, and each fact with the one before it. Each page of
 * prospects is read in one snapshot. A field without a fact is not checked: it has had its value since its prospect was
 * created, and no fact records that value.
 */
final class FactConsistencyCheck {
    private static final int PAGE = 5_000;
    private static final int MAX_EXAMPLES = 5;

    private final SqlDatabase database;
    private final Cases wrongValues = new Cases();
    private final Cases brokenChains = new Cases();

    FactConsistencyCheck(SqlDatabase database) {
        this.database = database;
    }

    List<Inconsistency> findInconsistencies() {
        for (AccountKey account : database.read(AccountTable::listKeys)) {
            long last = account.keyFloor();
            while (last < account.maxKey()) {
                long after = last;
                last = database.read(session -> checkPage(session, account, after));
            }
        }
        List<Inconsistency> inconsistencies = new ArrayList<>();
        wrongValues
                .toInconsistency(
                        "values that differ from the last fact about them",
                        "read the prospect's history, then set the field to the right value",
                        Optional.of(Remedy.SET_FIELD))
                .ifPresent(inconsistencies::add);
        brokenChains
                .toInconsistency(
                        "facts whose old value differs from the new value of the fact before",
                        IntegrityCheck.RESTORE,
                        Optional.empty())
                .ifPresent(inconsistencies::add);
        return inconsistencies;
    }

    /** The cases of one inconsistency: their number, and the first of them. */
    private static final class Cases {
        private final List<String> examples = new ArrayList<>();
        private long count;

        void add(long prospect, Field field) {
            count++;
            if (examples.size() < MAX_EXAMPLES) {
                examples.add("prospect " + prospect + ", " + field.label());
            }
        }

        Optional<Inconsistency> toInconsistency(String description, String repair, Optional<Remedy> remedy) {
            return count == 0
                    ? Optional.empty()
                    : Optional.of(new Inconsistency(description, count, examples, repair, remedy));
        }
    }

    /** A country that was not understood when it was asserted may be understood since an upgrade. */
    private static String presentText(Field field, String asserted) {
        return field.type() == ValueType.COUNTRY
                ? Value.CountryName.from(asserted).map(Value.CountryName::text).orElse(asserted)
                : asserted;
    }

    private record AssertedChange(
            long prospect,
            int field,
            @Nullable String from,
            @Nullable String to) {}

    /**
     * Checks the next prospects that have facts about fields; returns the last one's key, or the account's last key if
     * there are none.
     */
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
                    .equals(Optional.of(Optional.ofNullable(change.to).map(text -> presentText(field, text))))) {
                wrongValues.add(change.prospect, field);
            }
        }
        return last;
    }
}
