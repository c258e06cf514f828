package heed.store;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ValueReader;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.store.Store;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import heed.model.testing.SettableClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A store under test with its account, and short forms for what the contracts do with it. */
interface TestStore {
    Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    ImportOptions BY_EMAIL = new ImportOptions(StandardFields.EMAIL, false);
    ImportOptions BY_ID = new ImportOptions(StandardFields.ID, false);
    ImportOptions CLEARING = new ImportOptions(StandardFields.EMAIL, true);

    /** Returns the store, which is a new one for each test. */
    Store store();

    SettableClock clock();

    /** Returns the account that most tests use; adds it at the first call. */
    default AccountStore account() {
        return store().account("Acme").orElseGet(() -> store().addAccount("Acme", ZoneOffset.UTC));
    }

    /** Returns a row made of pairs of field and text; an empty text clears the field. */
    static ImportRow importRow(long line, Object... cells) {
        Map<Field, Optional<Value>> values = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            values.put((Field) cells[i], value((Field) cells[i], (String) cells[i + 1]));
        }
        return new ImportRow(line, values);
    }

    static Optional<Value> value(Field field, String text) {
        return ValueReader.read(field, text, ZoneOffset.UTC);
    }

    default <T> List<T> query(Function<StoreReading, List<T>> reading) {
        return account().read(reading);
    }

    default <T> Optional<T> findOne(Function<StoreReading, Optional<T>> reading) {
        return account().read(reading);
    }

    static long count(AccountStore account) {
        return account.read(reading -> reading.countProspects());
    }

    default List<ImportOutcome> importRows(ImportOptions options, ImportRow... rows) {
        return account().write(work -> work.importRows(List.of(rows), options, importProvenance()));
    }

    default Provenance importProvenance() {
        return new Provenance(
                clock().instant(),
                "ann",
                Provenance.Origin.IMPORT,
                "import",
                Optional.of("people.csv"),
                Optional.empty());
    }

    default Provenance editProvenance() {
        return new Provenance(
                clock().instant(),
                "ann",
                Provenance.Origin.PROFILE,
                "asked by phone",
                Optional.empty(),
                Optional.empty());
    }

    default Provenance runProvenance(RunId run) {
        return new Provenance(
                clock().instant(),
                "ann",
                Provenance.Origin.AUTOMATION,
                "an automation",
                Optional.of("opt-out version 1"),
                Optional.of(run));
    }

    /** Imports these values for the prospect of that Id, creates it if there is none, and returns it. */
    default Prospect prospect(String id, Object... cells) {
        Object[] allCells = new Object[cells.length + 2];
        allCells[0] = StandardFields.ID;
        allCells[1] = id;
        System.arraycopy(cells, 0, allCells, 2, cells.length);
        importRows(BY_ID, importRow(1, allCells));
        return find(id);
    }

    default Prospect find(String id) {
        List<Prospect> found = account().read(reading -> reading.findProspects(id));
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " prospects have the Id or address " + id);
        }
        return found.get(0);
    }

    default void set(Prospect prospect, Field field, String text) {
        set(prospect, editProvenance(), field, text);
    }

    default void set(Prospect prospect, Provenance provenance, Field field, String text) {
        account().write(work -> {
            work.assertFields(List.of(new FieldAssertion(prospect.key(), field, value(field, text))), provenance);
            return true;
        });
    }

    /** Returns the suppressions of an address in words. */
    default List<String> suppressions(String address) {
        return query(reading -> reading.listSuppressions(new EmailAddress(address))).stream()
                .map(TestStore::describe)
                .toList();
    }

    /**
     * Returns "Bounced by A" for the flag of a prospect, "Bounced formerly by A" for a bounce that A left at a former address,
     * and the reason for a marked or listed address.
     */
    static String describe(Suppression suppression) {
        Suppression.Source source = suppression.source();
        return suppression.reason().label()
                + switch (source.kind()) {
                    case FLAG_OF_PROSPECT -> " by " + source.prospectId().orElseThrow();
                    case BOUNCE_OF_FORMER_HOLDER ->
                        " formerly by " + source.prospectId().orElseThrow();
                    case OPT_OUT_OF_ADDRESS -> ": " + source.describe();
                    case DOMAIN_ENTRY ->
                        ": " + ((Suppression.DomainEntry) source).domain() + ", "
                                + source.assertedBy().orElseThrow().reason();
                    case BOUNCE_OF_ADDRESS, LIST_ENTRY, ERASED_PERSON ->
                        ": " + source.assertedBy().orElseThrow().reason();
                };
    }

    /** Returns the facts of a prospect in words: "field: from → to (origin)". */
    default List<String> history(Prospect prospect) {
        return account().read(reading -> reading.listFacts(prospect.key())).stream()
                .map(fact -> fact.field()
                                .map(field -> field.label() + ": " + fact.from().orElse("") + " → "
                                        + fact.to().orElse(""))
                                .orElse("created")
                        + " (" + fact.provenance().origin().label() + ")")
                .toList();
    }

    static List<String> texts(Prospect prospect, Field... fields) {
        return Arrays.stream(fields)
                .map(field -> prospect.value(field).map(Value::text).orElse(""))
                .toList();
    }
}
