package heed.store.internal.runs;

import heed.model.run.ImportCount;
import heed.model.run.RunId;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counts of the runs that are imports. */
public final class ImportCountTable {
    private static final String SELECT = """
            SELECT c.run, c.result, c.total FROM import_count c JOIN run r ON r.id = c.run WHERE r.account = ?
            """;

    private final SqlSession session;
    private final AccountKey account;
    private final RunTable runs;

    public ImportCountTable(SqlSession session, AccountKey account, RunTable runs) {
        this.session = session;
        this.account = account;
        this.runs = runs;
    }

    private record RunCount(RunId run, ImportCount result, long total) {}

    /**
     * Adds to the counts of a run.
     *
     * @throws IllegalArgumentException if the account has no such run
     */
    public void add(RunId run, Map<ImportCount, Long> counts) {
        runs.require(run);
        List<Map.Entry<ImportCount, Long>> added = counts.entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .toList();
        session.batch(
                """
                INSERT INTO import_count (run, result, total) VALUES (?, ?, ?)
                ON CONFLICT (run, result) DO UPDATE SET total = import_count.total + excluded.total
                """,
                added,
                (count, bindings) ->
                        bindings.add(run.value()).add(count.getKey().name()).add(count.getValue()));
    }

    /** Returns the counts of a run that are not zero; none if the account has no such run. */
    public Map<ImportCount, Long> find(RunId run) {
        return group(query(SELECT + " AND c.run = ?", account.id(), run.value()))
                .getOrDefault(run, Map.of());
    }

    /** Returns the counts of all imports of the account. */
    public Map<RunId, Map<ImportCount, Long>> list() {
        return group(query(SELECT, account.id()));
    }

    private List<RunCount> query(String sql, Object... values) {
        return session.query(
                sql,
                row -> new RunCount(new RunId(row.number(1)), ImportCount.valueOf(row.text(2)), row.number(3)),
                values);
    }

    private static Map<RunId, Map<ImportCount, Long>> group(List<RunCount> counts) {
        Map<RunId, Map<ImportCount, Long>> countsByRun = new TreeMap<>();
        counts.forEach(count -> countsByRun
                .computeIfAbsent(count.run, run -> new EnumMap<>(ImportCount.class))
                .put(count.result, count.total));
        return countsByRun;
    }
}
