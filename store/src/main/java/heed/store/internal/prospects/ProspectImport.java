package heed.store.internal.prospects;

import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.suppression.AssertionRules;
import heed.model.suppression.ErasedAddressException;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Creates and updates prospects from rows. Each batch first reads what is stored, then applies its rows in order. A preview
 * does the same, and neither locks nor writes anything.
 */
final class ProspectImport {
    private final SqlSession session;
    private final AccountKey account;
    private final FieldCatalog catalog;
    private final Optional<ProspectVersions> versions;
    private final ImportOptions options;
    private final Provenance provenance;
    private final Value.DateTime now;
    private final boolean byEmail;
    private final ProspectIdGenerator idGenerator;
    private final Set<String> releasedAddresses = new TreeSet<>();
    private long lastKey;

    /** @param versions of a writing transaction; empty for a preview */
    ProspectImport(
            SqlSession session,
            AccountKey account,
            FieldCatalog catalog,
            Optional<ProspectVersions> versions,
            ImportOptions options,
            Provenance provenance,
            Instant now) {
        this.session = session;
        this.account = account;
        this.catalog = catalog;
        this.versions = versions;
        this.options = options;
        this.provenance = provenance;
        this.now = new Value.DateTime(now);
        this.byEmail = options.matchBy().equals(StandardFields.EMAIL);
        if (!byEmail && !options.matchBy().equals(StandardFields.ID)) {
            throw new IllegalArgumentException("rows are matched by Id or Email, not by "
                    + options.matchBy().label());
        }
        this.idGenerator = new ProspectIdGenerator(session, account, versions.isPresent());
        this.lastKey = session.queryNumber("""
                SELECT coalesce(max(key), ?) FROM (
                    SELECT max(key) AS key FROM prospect WHERE key > ? AND key <= ?
                    UNION ALL SELECT key FROM removed_key WHERE account = ?) used
                """, account.keyFloor(), account.keyFloor(), account.maxKey(), account.id());
    }

    /** Imports rows and returns the outcome of each in order. */
    List<ImportOutcome> importRows(List<ImportRow> rows) {
        List<ImportOutcome> outcomes = new ArrayList<>(rows.size());
        int batch = session.dialect().importBatchSize();
        for (int from = 0; from < rows.size(); from += batch) {
            outcomes.addAll(new ImportBatch(rows.subList(from, Math.min(rows.size(), from + batch))).apply());
        }
        idGenerator.save();
        return outcomes;
    }

    /** Returns the addresses for which a reason of their suppression has ended. */
    Set<String> releasedAddresses() {
        return releasedAddresses;
    }

    /**
     * Previews rows: returns the outcome that each would have, and writes nothing.
     *
     * @param earlier earlier rows of the file that decide about these rows, too
     */
    List<ImportOutcome> preview(List<ImportRow> earlier, List<ImportRow> rows) {
        List<ImportRow> all = new ArrayList<>(earlier);
        all.addAll(rows);
        List<ImportOutcome> outcomes = new ImportBatch(all).apply();
        return outcomes.subList(earlier.size(), outcomes.size());
    }

    /** The prospects who have an address: the first one's key, and their number. */
    private record AddressHolders(long firstKey, long count) {}

    private final class ImportBatch {
        private final List<ImportRow> rows;
        private final List<Field> fields;
        private final List<String> emails = new ArrayList<>();
        private final List<String> rowIds = new ArrayList<>();
        private final FieldAssertions changes;
        private final Map<String, Long> keysById = new HashMap<>();
        private final Map<String, AddressHolders> holdersByEmail = new HashMap<>();

        private ImportBatch(List<ImportRow> rows) {
            this.rows = rows;
            this.fields = validateAndCollect();
            session.queryIn(
                            "SELECT id, key FROM prospect WHERE account = ? AND id {in ?}",
                            rowIds,
                            row -> Map.entry(row.text(1), row.number(2)),
                            account.id())
                    .forEach(entry -> keysById.put(entry.getKey(), entry.getValue()));
            if (versions.isPresent()) {
                FieldAssertions.lockAddresses(
                        session, account, versions.get(), byEmail ? List.of() : keysById.values(), emails);
            }
            this.changes = new FieldAssertions(session, account, catalog, versions, provenance);
        }

        private List<ImportOutcome> apply() {
            Set<Long> matchedKeys = new HashSet<>();
            if (byEmail) {
                session.queryIn(
                                "SELECT email, min(key), count(*) FROM prospect WHERE account = ? AND email {in ?} GROUP BY email",
                                emails,
                                row -> Map.entry(row.text(1), new AddressHolders(row.number(2), row.number(3))),
                                account.id())
                        .forEach(entry -> holdersByEmail.put(entry.getKey(), entry.getValue()));
                holdersByEmail.values().stream()
                        .filter(holders -> holders.count == 1)
                        .forEach(holders -> matchedKeys.add(holders.firstKey));
            } else {
                matchedKeys.addAll(keysById.values());
            }
            List<Field> neededFields = new ArrayList<>(fields);
            neededFields.add(StandardFields.EMAIL);
            changes.load(matchedKeys, neededFields);
            changes.loadEvidence(emails);
            changes.loadErasures(emails);
            idGenerator.exclude(rowIds);
            List<ImportOutcome> outcomes = new ArrayList<>(rows.size());
            for (ImportRow row : rows) {
                outcomes.add(apply(row));
            }
            changes.flush();
            releasedAddresses.addAll(changes.releasedAddresses());
            return outcomes;
        }

        /**
         * Checks that the values fit their fields, collects the addresses and Ids, and returns the fields that any row
         * names, ordered by slot.
         *
         * @throws IllegalArgumentException if a row does not fit
         */
        private List<Field> validateAndCollect() {
            Set<Field> namedFields = new TreeSet<>(Comparator.comparingInt(Field::slot));
            IdentityHashMap<List<Field>, Boolean> checked =
                    new IdentityHashMap<>(); // rows of one file share their lists
            for (ImportRow row : rows) {
                List<Field> rowFields = row.fields();
                if (checked.put(rowFields, true) == null) {
                    requireFields(row);
                    namedFields.addAll(rowFields);
                }
                for (int i = 0; i < rowFields.size(); i++) {
                    AssertionRules.requireFittingValue(
                            rowFields.get(i), row.values().get(i));
                }
                row.value(StandardFields.EMAIL).ifPresent(email -> emails.add(email.text()));
                row.value(StandardFields.ID).ifPresent(id -> rowIds.add(id.text()));
            }
            return List.copyOf(namedFields);
        }

        private void requireFields(ImportRow row) {
            row.fields().forEach(namedField -> AssertionRules.requireField(catalog, namedField));
            if (Set.copyOf(row.fields()).size() < row.fields().size()) {
                throw new IllegalArgumentException("line " + row.line() + " has two values for one field");
            }
        }

        private ImportOutcome apply(ImportRow row) {
            if (row.value(StandardFields.EMAIL)
                    .flatMap(address -> changes.findErasure(new EmailAddress(address.text())))
                    .isPresent()) {
                return rejected(row, ErasedAddressException.REASON);
            }
            Optional<String> matchText = row.value(options.matchBy()).map(Value::text);
            if (matchText.isEmpty()) {
                return rejected(row, "it has no " + options.matchBy().label() + " to match by");
            }
            Optional<Long> key;
            if (byEmail) {
                AddressHolders holders = holdersByEmail.getOrDefault(matchText.get(), new AddressHolders(0, 0));
                if (holders.count > 1) {
                    return rejected(row, holders.count + " prospects have this email address: match them by Id");
                }
                key = holders.count == 1 ? Optional.of(holders.firstKey) : Optional.empty();
            } else {
                key = Optional.ofNullable(keysById.get(matchText.get()));
            }
            if (key.isEmpty() && options.updateOnly()) {
                return new ImportOutcome(
                        row.line(), ImportOutcome.RowResult.NOT_FOUND, Optional.empty(), Set.of(), false);
            }
            return key.isPresent() ? update(row, changes.find(key.get()).orElseThrow()) : create(row);
        }

        private ImportOutcome create(ImportRow row) {
            Optional<String> givenId = row.value(StandardFields.ID).map(Value::text);
            if (givenId.isPresent() && keysById.containsKey(givenId.get())) {
                return rejected(row, "another prospect has this Id");
            }
            String id = givenId.orElseGet(idGenerator::next);
            long key = ++lastKey;
            if (key > account.maxKey()) {
                throw new IllegalArgumentException("the account cannot have more prospects");
            }
            ProspectRow prospectRow = changes.create(
                    key,
                    id,
                    row.value(StandardFields.CREATED)
                            .map(Value.DateTime.class::cast)
                            .orElse(now));
            keysById.put(id, key);
            if (byEmail) {
                row.value(StandardFields.EMAIL)
                        .ifPresent(email -> holdersByEmail.merge(
                                email.text(),
                                new AddressHolders(key, 1),
                                (known, added) -> new AddressHolders(known.firstKey, known.count + 1)));
            }
            RowFlags flags = new RowFlags();
            for (Field field : fields) {
                if (field.isFlag()) {
                    flags.add(field, assertFlag(row, prospectRow, field));
                } else if (field.settable()) {
                    row.value(field)
                            .ifPresent(value -> changes.setInitialValue(prospectRow, field, Optional.of(value)));
                }
            }
            return flags.outcome(row, ImportOutcome.RowResult.CREATED);
        }

        private ImportOutcome update(ImportRow row, ProspectRow prospectRow) {
            boolean changed = false;
            RowFlags flags = new RowFlags();
            for (Field field : fields) {
                if (!row.hasField(field)) {
                    continue;
                }
                if (field.isFlag()) {
                    FlagChange flagChange = assertFlag(row, prospectRow, field);
                    changed |= flagChange.changed;
                    flags.add(field, flagChange);
                } else if (field.settable()) {
                    changed |= changes.assertField(prospectRow, field, newValue(row, prospectRow, field));
                }
            }
            return flags.outcome(row, changed ? ImportOutcome.RowResult.UPDATED : ImportOutcome.RowResult.UNCHANGED);
        }

        /** Returns the row's value; for tags that are added, with the prospect's own. */
        private Optional<Value> newValue(ImportRow row, ProspectRow prospectRow, Field field) {
            Optional<Value> value = row.value(field);
            return options.addTags()
                            && prospectRow.value(field).orElse(null) instanceof Value.Tags stored
                            && value.orElse(null) instanceof Value.Tags added
                    ? Optional.of(stored.with(added))
                    : value;
        }

        /**
         * Asserts a flag. A No is ignored unless it may clear a Yes: most files have a No in every row that nobody
         * asserted.
         */
        private FlagChange assertFlag(ImportRow row, ProspectRow prospectRow, Field field) {
            if (!row.hasField(field)) {
                return new FlagChange(false, false, false);
            }
            boolean yes = row.value(field).equals(Optional.of(Value.of(true)));
            if (yes || options.allowClearingFlags()) {
                boolean changed = changes.assertField(prospectRow, field, row.value(field));
                return new FlagChange(changed, changed && yes, false);
            }
            return new FlagChange(
                    false,
                    false,
                    prospectRow.since(ProspectFlag.find(field).orElseThrow()).isPresent());
        }

        private ImportOutcome rejected(ImportRow row, String reason) {
            return new ImportOutcome(
                    row.line(), ImportOutcome.RowResult.REJECTED, Optional.of(reason), Set.of(), false);
        }
    }

    /**
     * The effect of a row on a flag.
     *
     * @param noAdded whether the flag became Yes
     * @param flagRetained whether the flag stayed Yes although the row contains No
     */
    private record FlagChange(boolean changed, boolean noAdded, boolean flagRetained) {}

    /** The effect of a row on all flags. */
    private static final class RowFlags {
        private Set<ProspectFlag> noesAdded = Set.of();
        private boolean flagRetained;

        void add(Field field, FlagChange change) {
            flagRetained |= change.flagRetained;
            if (change.noAdded) {
                Set<ProspectFlag> more = EnumSet.of(ProspectFlag.find(field).orElseThrow());
                more.addAll(noesAdded);
                noesAdded = more;
            }
        }

        ImportOutcome outcome(ImportRow row, ImportOutcome.RowResult result) {
            return new ImportOutcome(row.line(), result, Optional.empty(), noesAdded, flagRetained);
        }
    }
}
