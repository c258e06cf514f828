package heed.cli.prospects;

import heed.imports.FileRow;
import heed.imports.RowNoes;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.store.ImportOutcome;
import heed.model.suppression.FreedAddresses;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The results of an import so far. */
final class ImportReport {
    private static final int MAX_EXAMPLES = 5;
    private final Map<ImportOutcome.RowResult, Long> counts = new EnumMap<>(ImportOutcome.RowResult.class);
    private final Map<Object, String> unknownCountries = new LinkedHashMap<>();
    private final Map<String, Long> rejectedByReason = new LinkedHashMap<>();
    private final Map<ProspectFlag, Long> addedNoes = new EnumMap<>(ProspectFlag.class);
    private final Map<ProspectFlag, Long> keptNoes = new EnumMap<>(ProspectFlag.class);
    /** The fields of the last row, and the places of the countries among them. */
    private List<Field> rowFields = List.of();

    private int[] countries = {};
    private FreedAddresses freed = FreedAddresses.NONE;
    private long otherAddresses;
    private long keptFlags;
    private long rowsOfUnknownCountries;
    private long lastLine;

    /** Adds a row that was not rejected. */
    void add(FileRow row, ImportOutcome outcome) {
        counts.merge(outcome.result(), 1L, Long::sum);
        outcome.noesAdded().forEach(flag -> addedNoes.merge(flag, 1L, Long::sum));
        keptFlags += outcome.flagRetained() ? 1 : 0;
        lastLine = row.line();
        if (recordUnknownCountry(row)) {
            rowsOfUnknownCountries++;
        }
    }

    /** Adds a row that was rejected, with the reason without its values. */
    void addRejected(FileRow row, String reason) {
        rejectedByReason.merge(reason, 1L, Long::sum);
        counts.merge(ImportOutcome.RowResult.REJECTED, 1L, Long::sum);
        lastLine = row.line();
    }

    /** Adds other addresses of people who opted out, which were put on the suppression list. */
    void addOtherAddresses(long count) {
        otherAddresses += count;
    }

    /** Returns how many other addresses of people who opted out were put on the suppression list. */
    long otherAddresses() {
        return otherAddresses;
    }

    /** Adds the noes of a rejected row that were kept. */
    void addKeptNoes(RowNoes noes) {
        noes.flags().forEach(flag -> keptNoes.merge(flag, 1L, Long::sum));
    }

    private boolean recordUnknownCountry(FileRow row) {
        List<Field> fields = row.importRow().fields();
        if (fields != rowFields) { // most rows of a file share their list
            rowFields = fields;
            countries = IntStream.range(0, fields.size())
                    .filter(i -> fields.get(i).type() == ValueType.COUNTRY)
                    .toArray();
        }
        boolean unknown = false;
        for (int i : countries) {
            unknown |= recordUnknownCountry(row.importRow().values().get(i));
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

    long count(ImportOutcome.RowResult result) {
        return counts.getOrDefault(result, 0L);
    }

    long rows() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many rows were rejected for each reason, the most frequent reason first. */
    Map<String, Long> rejectedByReason() {
        return rejectedByReason.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** Returns the number of rows that made a flag Yes. */
    long addedNoes(ProspectFlag flag) {
        return addedNoes.getOrDefault(flag, 0L);
    }

    /** Returns the number of rejected rows whose Yes of a flag was kept. */
    long keptNoes(ProspectFlag flag) {
        return keptNoes.getOrDefault(flag, 0L);
    }

    /** Returns the number of rows with a No that did not clear a Yes. */
    long keptFlags() {
        return keptFlags;
    }

    /** Adds addresses that the import has freed for mail. */
    void addFreed(Set<EmailAddress> addresses) {
        freed = freed.plus(addresses);
    }

    /** Returns the addresses that the import has freed for mail. */
    FreedAddresses freed() {
        return freed;
    }

    long rowsOfUnknownCountries() {
        return rowsOfUnknownCountries;
    }

    /** Returns the first few distinct names of unknown countries, as the file spells them. */
    List<String> unknownCountries() {
        return new ArrayList<>(unknownCountries.values());
    }

    /** Returns the line of the last row that was imported or rejected; 0 if there was none. */
    long lastLine() {
        return lastLine;
    }
}
