package heed.store.internal;

import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.ProspectFlag;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Creates and updates prospects from rows, a batch at once: what is known is read first, then each row is taken in order. */
final class Import {
    private final Session session;
    private final Owner owner;
    private final FieldCatalog catalog;
    private final ProspectVersions versions;
    private final ImportOptions options;
    private final Provenance why;
    private final Value.DateTime now;
    private final boolean byEmail;
    private final Ids ids;
    private long lastKey;

    Import(
            Session session,
            Owner owner,
            FieldCatalog catalog,
            ProspectVersions versions,
            ImportOptions options,
            Provenance why,
            Instant now) {
        this.session = session;
        this.owner = owner;
        this.catalog = catalog;
        this.versions = versions;
        this.options = options;
        this.why = why;
        this.now = new Value.DateTime(now);
        this.byEmail = options.matchBy().equals(StandardFields.EMAIL);
        if (!byEmail && !options.matchBy().equals(StandardFields.ID)) {
            throw new IllegalArgumentException("rows are matched by Id or Email, not by "
                    + options.matchBy().label());
        }
        this.ids = new Ids(session, owner);
        this.lastKey = session.number(
                "SELECT coalesce(max(key), ?) FROM prospect WHERE key > ? AND key <= ?",
                owner.before(),
                owner.before(),
                owner.last());
    }

    List<ImportOutcome> rows(List<ImportRow> rows) {
        List<ImportOutcome> outcomes = new ArrayList<>(rows.size());
        int batch = session.dialect().rowsAtOnce();
        for (int from = 0; from < rows.size(); from += batch) {
            outcomes.addAll(new Batch(rows.subList(from, Math.min(rows.size(), from + batch))).take());
        }
        ids.keep();
        return outcomes;
    }

    /** Prospects with one address. */
    private record Sharers(long first, long count) {}

    private final class Batch {
        private final List<ImportRow> rows;
        private final List<Field> fields;
        private final List<String> emails = new ArrayList<>();
        private final List<String> rowIds = new ArrayList<>();
        private final Changes changes;
        private final Map<String, Long> keysById = new HashMap<>();
        private final Map<String, Sharers> sharersByEmail = new HashMap<>();

        private Batch(List<ImportRow> rows) {
            this.rows = rows;
            this.fields = examine();
            session.listIn(
                            "SELECT id, key FROM prospect WHERE account = ? AND id {in ?}",
                            rowIds,
                            row -> Map.entry(row.text(1), row.number(2)),
                            owner.account())
                    .forEach(known -> keysById.put(known.getKey(), known.getValue()));
            Changes.take(session, owner, versions, byEmail ? List.of() : keysById.values(), emails);
            this.changes = new Changes(session, owner, catalog, versions, why);
        }

        private List<ImportOutcome> take() {
            Set<Long> matched = new HashSet<>();
            if (byEmail) {
                session.listIn(
                                "SELECT email, min(key), count(*) FROM prospect WHERE account = ? AND email {in ?} GROUP BY email",
                                emails,
                                row -> Map.entry(row.text(1), new Sharers(row.number(2), row.number(3))),
                                owner.account())
                        .forEach(known -> sharersByEmail.put(known.getKey(), known.getValue()));
                sharersByEmail.values().stream()
                        .filter(sharers -> sharers.count == 1)
                        .forEach(sharers -> matched.add(sharers.first));
            } else {
                matched.addAll(keysById.values());
            }
            List<Field> needed = new ArrayList<>(fields);
            needed.add(StandardFields.EMAIL);
            changes.read(matched, needed);
            changes.prepare(emails);
            ids.avoid(rowIds);
            List<ImportOutcome> outcomes = new ArrayList<>(rows.size());
            for (ImportRow row : rows) {
                outcomes.add(take(row));
            }
            changes.flush();
            return outcomes;
        }

        /** Whether the rows fit, which addresses and Ids they have, and which fields any names, by their slots. */
        private List<Field> examine() {
            Set<Field> named = new TreeSet<>(Comparator.comparingInt(Field::slot));
            List<Field> last = List.of();
            for (ImportRow row : rows) {
                if (row.fields() != last) { // rows of one file share their list
                    last = row.fields();
                    requireFields(row);
                    named.addAll(last);
                }
                for (int i = 0; i < last.size(); i++) {
                    Changes.requireFits(last.get(i), row.values().get(i));
                }
                row.value(StandardFields.EMAIL).ifPresent(email -> emails.add(email.text()));
                row.value(StandardFields.ID).ifPresent(id -> rowIds.add(id.text()));
            }
            return List.copyOf(named);
        }

        private void requireFields(ImportRow row) {
            row.fields().forEach(field -> Changes.requireField(catalog, field));
            if (Set.copyOf(row.fields()).size() < row.fields().size()) {
                throw new IllegalArgumentException("line " + row.line() + " says something twice of a field");
            }
        }

        private ImportOutcome take(ImportRow row) {
            Optional<String> match = row.value(options.matchBy()).map(Value::text);
            if (match.isEmpty()) {
                return rejected(row, "it has no " + options.matchBy().label() + " to be matched by");
            }
            Optional<Long> key;
            if (byEmail) {
                Sharers sharers = sharersByEmail.getOrDefault(match.get(), new Sharers(0, 0));
                if (sharers.count > 1) {
                    return rejected(row, sharers.count + " prospects have this email address: match them by Id");
                }
                key = sharers.count == 1 ? Optional.of(sharers.first) : Optional.empty();
            } else {
                key = Optional.ofNullable(keysById.get(match.get()));
            }
            return key.isPresent() ? update(row, changes.find(key.get()).orElseThrow()) : create(row);
        }

        private ImportOutcome create(ImportRow row) {
            Optional<String> given = row.value(StandardFields.ID).map(Value::text);
            if (given.isPresent() && keysById.containsKey(given.get())) {
                return rejected(row, "another prospect has this Id");
            }
            String id = given.orElseGet(ids::next);
            long key = ++lastKey;
            if (key > owner.last()) {
                throw new IllegalArgumentException("the account cannot have more prospects");
            }
            Draft draft = changes.create(
                    key,
                    id,
                    row.value(StandardFields.CREATED)
                            .map(Value.DateTime.class::cast)
                            .orElse(now));
            keysById.put(id, key);
            if (byEmail) {
                row.value(StandardFields.EMAIL)
                        .ifPresent(email -> sharersByEmail.merge(
                                email.text(),
                                new Sharers(key, 1),
                                (one, other) -> new Sharers(one.first, one.count + 1)));
            }
            boolean kept = false;
            for (Field field : fields) {
                if (field.isFlag()) {
                    kept |= assertFlag(row, draft, field).kept;
                } else if (field.settable()) {
                    row.value(field).ifPresent(value -> changes.initialise(draft, field, Optional.of(value)));
                }
            }
            return new ImportOutcome(row.line(), ImportOutcome.RowResult.CREATED, Optional.empty(), kept);
        }

        private ImportOutcome update(ImportRow row, Draft draft) {
            boolean changed = false;
            boolean kept = false;
            for (Field field : fields) {
                if (!row.hasField(field)) {
                    continue;
                }
                if (field.isFlag()) {
                    Asserted asserted = assertFlag(row, draft, field);
                    changed |= asserted.changed;
                    kept |= asserted.kept;
                } else if (field.settable()) {
                    changed |= changes.assertField(draft, field, row.value(field));
                }
            }
            return new ImportOutcome(
                    row.line(),
                    changed ? ImportOutcome.RowResult.UPDATED : ImportOutcome.RowResult.UNCHANGED,
                    Optional.empty(),
                    kept);
        }

        /** A No is silent unless it may clear a Yes: most files have one in every row, and nobody said it. */
        private Asserted assertFlag(ImportRow row, Draft draft, Field field) {
            if (!row.hasField(field)) {
                return new Asserted(false, false);
            }
            boolean yes = row.value(field).equals(Optional.of(Value.of(true)));
            if (yes || options.allowClearingFlags()) {
                return new Asserted(changes.assertField(draft, field, row.value(field)), false);
            }
            return new Asserted(
                    false, draft.since(ProspectFlag.find(field).orElseThrow()).isPresent());
        }

        private ImportOutcome rejected(ImportRow row, String reason) {
            return new ImportOutcome(row.line(), ImportOutcome.RowResult.REJECTED, Optional.of(reason), false);
        }
    }

    /**
     * What became of a flag.
     *
     * @param kept it stayed Yes against the row's No
     */
    private record Asserted(boolean changed, boolean kept) {}
}
