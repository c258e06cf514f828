package heed.store.internal.prospects;

import heed.model.field.FieldCatalog;
import heed.model.prospect.Prospect;
import heed.model.store.Prefilter;
import heed.model.store.PrefilterCount;
import heed.store.internal.criteria.SqlPrefilter;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlCondition;
import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Counts an account's prospects in one pass, and reads the sample that checks such a count. */
final class AffectedCountQueries {
    private AffectedCountQueries() {}

    /** Counts all prospects, and those that pass the prefilter. */
    static PrefilterCount count(SqlSession session, AccountKey account, Prefilter prefilter) {
        SqlCondition condition = SqlPrefilter.from(session.dialect(), prefilter).condition();
        List<Object> values = new ArrayList<>(condition.values());
        values.add(account.keyFloor());
        values.add(account.maxKey());
        return session.findFirst(
                        "SELECT count(*), count(*) FILTER (WHERE " + condition.text()
                                + ") FROM prospect {no index} WHERE key > ? AND key <= ?",
                        row -> new PrefilterCount(row.number(1), row.number(2)),
                        values.toArray())
                .orElseThrow();
    }

    /**
     * Returns those of an even sample that pass the prefilter: prospects with evenly spaced keys, some of which may not
     * exist.
     */
    static List<Prospect> sample(
            SqlSession session, AccountKey account, FieldCatalog catalog, Prefilter prefilter, int prospects) {
        SqlCondition condition = SqlPrefilter.from(session.dialect(), prefilter).condition();
        return session.queryIn(
                "SELECT " + FieldColumns.ALL + " FROM prospect {no index} WHERE {not indexable}(" + condition.text()
                        + ") AND key {in ?} ORDER BY key",
                evenlySpacedKeys(edgeKey(session, account, ""), edgeKey(session, account, " DESC"), prospects),
                row -> FieldColumns.readProspect(row, catalog),
                condition.values().toArray());
    }

    private static Optional<Long> edgeKey(SqlSession session, AccountKey account, String direction) {
        return session.findFirst(
                "SELECT key FROM prospect WHERE key > ? AND key <= ? ORDER BY key" + direction + " LIMIT 1",
                row -> row.number(1),
                account.keyFloor(),
                account.maxKey());
    }

    private static Set<Long> evenlySpacedKeys(Optional<Long> firstKey, Optional<Long> lastKey, int prospects) {
        Set<Long> keys = new TreeSet<>();
        if (firstKey.isPresent() && lastKey.isPresent()) {
            double step = Math.max(1, (lastKey.get() - firstKey.get() + 1) / (double) prospects);
            for (int i = 0; i < prospects; i++) {
                keys.add(Math.min(lastKey.get(), firstKey.get() + (long) (i * step)));
            }
        }
        return keys;
    }
}
