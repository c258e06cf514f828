package heed.cli.prospects;

import heed.cli.internal.files.FileRow;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.store.ImportOutcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of an import so far. */
final class ImportReport {
    private static final int MAX_EXAMPLES = 5;
    private final Map<ImportOutcome.RowResult, Long> counts = new EnumMap<>(ImportOutcome.RowResult.class);
    private final Map<Object, String> unknownCountries = new LinkedHashMap<>();
    private long keptFlags;
    private long rowsOfUnknownCountries;
    private long lastLine;

    void add(FileRow row, ImportOutcome.RowResult kind, boolean keptFlag) {
        counts.merge(kind, 1L, Long::sum);
        keptFlags += keptFlag ? 1 : 0;
        lastLine = row.line();
        if (kind != ImportOutcome.RowResult.REJECTED && recordUnknownCountry(row)) {
            rowsOfUnknownCountries++;
        }
    }

    private boolean recordUnknownCountry(FileRow row) {
        boolean unknown = false;
        List<Field> fields = row.importRow().fields();
        for (int i = 0; i < fields.size(); i++) {
            unknown |= fields.get(i).type() == ValueType.COUNTRY
                    && recordUnknownCountry(row.importRow().values().get(i));
        }
        return unknown;
    }

    private boolean recordUnknownCountry(Optional<Value> value) {
        if (value.isPresent()
                && value.get() instanceof Value.CountryName country
                && country.country().isEmpty()) {
            if (unknownCountries.size() < MAX_EXAMPLES) {
                unknownCountries.putIfAbsent(country.key(), country.text());
            }
            return true;
        }
        return false;
    }

    long count(ImportOutcome.RowResult kind) {
        return counts.getOrDefault(kind, 0L);
    }

    long rows() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Rows whose No did not clear a Yes. */
    long keptFlags() {
        return keptFlags;
    }

    long rowsOfUnknownCountries() {
        return rowsOfUnknownCountries;
    }

    /** The first few that differ, as they are written. */
    List<String> unknownCountries() {
        return new ArrayList<>(unknownCountries.values());
    }

    /** The line of the last row that was dealt with. */
    long lastLine() {
        return lastLine;
    }
}
