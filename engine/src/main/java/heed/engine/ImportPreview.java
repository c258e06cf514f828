package heed.engine;

import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportOutcome.RowResult;
import heed.model.store.ImportRow;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The preview of an import: the outcome that each row of a file would have. Nothing is written. The store decides as it
 * does in the import; for a row that names a prospect of an earlier row, it is given that row as well.
 *
 * <p>One thing is not foreseen: matched by Id, a row that moves a Bounced prospect to another address leaves the bounce with
 * the former one, and a later row that takes this address makes its prospect Bounced.
 *
 * <p>The file is read twice: first each row is {@linkplain #collect collected}, then the rows are {@linkplain #preview
 * previewed} in batches. Memory grows by about a hundred bytes a row, and by the rows whose address or Id occurs several
 * times. Not thread-safe.
 */
public final class ImportPreview {
    private final AccountStore store;
    private final ImportOptions options;
    private final Provenance provenance;
    private final Set<Long> seen = new HashSet<>();
    private final Set<Long> repeated = new HashSet<>();
    private final Map<Long, List<ImportRow>> earlierRows = new HashMap<>();

    /** @param clock the source of the time at which the rows would be imported */
    public ImportPreview(AccountStore store, ImportOptions options, Clock clock) {
        this.store = store;
        this.options = options;
        this.provenance = new Provenance(
                clock.instant(), "preview", Provenance.Origin.IMPORT, "preview", Optional.empty(), Optional.empty());
    }

    /** Notes what identifies the prospect of a row. All rows are collected before the first is previewed. */
    public void collect(ImportRow row) {
        for (long key : keys(row)) {
            if (!seen.add(key)) {
                repeated.add(key);
            }
        }
    }

    /** Returns the outcome that each of the next rows of the file would have. */
    public List<ImportOutcome> preview(List<ImportRow> rows) {
        seen.clear();
        List<ImportRow> earlier = findEarlier(rows);
        List<ImportOutcome> outcomes = store.read(reading -> reading.previewImport(earlier, rows, options, provenance));
        for (int i = 0; i < rows.size(); i++) {
            RowResult result = outcomes.get(i).result();
            if (result == RowResult.CREATED || result == RowResult.UPDATED) {
                for (long key : keys(rows.get(i))) {
                    if (repeated.contains(key)) {
                        earlierRows
                                .computeIfAbsent(key, unused -> new ArrayList<>())
                                .add(rows.get(i));
                    }
                }
            }
        }
        return outcomes;
    }

    /** Returns the earlier rows that have an address or an Id in common with the rows, directly or by other rows. */
    private List<ImportRow> findEarlier(List<ImportRow> rows) {
        if (earlierRows.isEmpty()) {
            return List.of();
        }
        Map<Long, ImportRow> earlierByLine = new TreeMap<>();
        Set<Long> known = new HashSet<>();
        Deque<ImportRow> open = new ArrayDeque<>(rows);
        while (!open.isEmpty()) {
            for (long key : keys(open.remove())) {
                if (known.add(key)) {
                    for (ImportRow row : earlierRows.getOrDefault(key, List.of())) {
                        earlierByLine.put(row.line(), row);
                        open.add(row);
                    }
                }
            }
        }
        return List.copyOf(earlierByLine.values());
    }

    /** Returns hashes of what tells which prospect a row is of. */
    private List<Long> keys(ImportRow row) {
        List<Long> keys = new ArrayList<>(2);
        row.value(StandardFields.ID).ifPresent(id -> keys.add(hash(StandardFields.ID, id)));
        if (options.matchBy().equals(StandardFields.EMAIL)) {
            row.value(StandardFields.EMAIL).ifPresent(email -> keys.add(hash(StandardFields.EMAIL, email)));
        }
        return keys;
    }

    /** FNV-1a of 64 bits: of a million keys, two have the same hash by chance once in ten million files. */
    private static long hash(Field field, Value value) {
        long hash = (0xcbf29ce484222325L ^ field.slot()) * 0x100000001b3L;
        String text = value.text();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
