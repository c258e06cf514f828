package heed.store.internal;

import heed.model.field.FieldCatalog;
import heed.model.prospect.Prospect;
import heed.model.store.Prefilter;
import heed.model.store.PrefilterCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Counts of an account's prospects in one pass, and the sample by which such a count is checked. */
final class Headcounts {
    private Headcounts() {}

    static PrefilterCount of(Session session, Owner owner, Prefilter narrowing) {
        Sql condition = SqlNarrowing.of(session.dialect(), narrowing).condition();
        List<Object> values = new ArrayList<>(condition.values());
        values.add(owner.before());
        values.add(owner.last());
        return session.first(
                        "SELECT count(*), count(*) FILTER (WHERE " + condition.text()
                                + ") FROM prospect {unindexed} WHERE key > ? AND key <= ?",
                        row -> new PrefilterCount(row.number(1), row.number(2)),
                        values.toArray())
                .orElseThrow();
    }

    /** By keys that lie evenly between the first and the last; there may be none with such a key. */
    static List<Prospect> sample(
            Session session, Owner owner, FieldCatalog catalog, Prefilter narrowing, int prospects) {
        Sql condition = SqlNarrowing.of(session.dialect(), narrowing).condition();
        return session.listIn(
                "SELECT " + Columns.ALL + " FROM prospect {unindexed} WHERE {opaque}(" + condition.text()
                        + ") AND key {in ?} ORDER BY key",
                evenly(end(session, owner, ""), end(session, owner, " DESC"), prospects),
                row -> Columns.prospect(row, catalog),
                condition.values().toArray());
    }

    private static Optional<Long> end(Session session, Owner owner, String direction) {
        return session.first(
                "SELECT key FROM prospect WHERE key > ? AND key <= ? ORDER BY key" + direction + " LIMIT 1",
                row -> row.number(1),
                owner.before(),
                owner.last());
    }

    private static Set<Long> evenly(Optional<Long> first, Optional<Long> last, int prospects) {
        Set<Long> keys = new TreeSet<>();
        if (first.isPresent() && last.isPresent()) {
            double step = Math.max(1, (last.get() - first.get() + 1) / (double) prospects);
            for (int i = 0; i < prospects; i++) {
                keys.add(Math.min(last.get(), first.get() + (long) (i * step)));
            }
        }
        return keys;
    }
}
