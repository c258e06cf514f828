package heed.benchmarks.store;

import heed.model.fact.Provenance;
import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.model.store.Store;
import heed.store.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Fills stores with an account of generated prospects. The same number gives the same prospects. */
public final class FilledStore {
    public static final String ACCOUNT = "default";
    /** The number of countries, each about equally frequent. */
    public static final int COUNTRIES = 200;
    /** The number of lead scores. They go from 0 to one less, each equally frequent. */
    public static final int SCORES = 101;

    /** The fields that every prospect has, without the flags. */
    public static final List<Field> FIELDS = List.of(
            StandardFields.ID,
            StandardFields.EMAIL,
            StandardFields.FIRST_NAME,
            StandardFields.LAST_NAME,
            StandardFields.COMPANY,
            StandardFields.CITY,
            StandardFields.COUNTRY,
            StandardFields.LEAD_SCORE);

    private static final int BATCH = 5_000;
    private static final int DOMAINS = 500;

    private FilledStore() {}

    /**
     * Creates and fills an embedded store.
     *
     * @param optedOut tests whether a prospect is opted out, by its number from 0
     */
    public static void fill(Path file, int prospects, IntPredicate optedOut) {
        try (SqliteStore store = SqliteStore.open(file, Clock.systemUTC())) {
            fill(store, prospects, optedOut);
        }
    }

    /**
     * Fills an empty store.
     *
     * @param optedOut tests whether a prospect is opted out, by its number from 0
     */
    public static void fill(Store store, int prospects, IntPredicate optedOut) {
        Provenance provenance = new Provenance(
                Clock.systemUTC().instant(),
                "benchmark",
                Provenance.Origin.IMPORT,
                "benchmark",
                Optional.empty(),
                Optional.empty());
        AccountStore account = store.addAccount(ACCOUNT, ZoneOffset.UTC);
        List<ImportRow> rows = new ArrayList<>(BATCH);
        rows(prospects, optedOut).forEach(row -> {
            rows.add(row);
            if (rows.size() == BATCH) {
                account.write(work -> work.importRows(rows, new ImportOptions(StandardFields.ID, false), provenance));
                rows.clear();
            }
        });
        account.write(work -> work.importRows(rows, new ImportOptions(StandardFields.ID, false), provenance));
    }

    /** Returns the prospects as rows of an import, with the values of {@link #FIELDS}. */
    public static Stream<ImportRow> rows(int prospects, IntPredicate optedOut) {
        Random random = new Random(5);
        List<Country> countries = Country.all().subList(0, COUNTRIES);
        return IntStream.range(0, prospects).mapToObj(number -> {
            Value country = Value.CountryName.of(countries.get(random.nextInt(COUNTRIES)));
            return new ImportRow(number, values(number, country, optedOut.test(number)));
        });
    }

    /** Returns the address of a prospect, by its number from 0. */
    public static String address(int number) {
        return "person" + number + "@d" + number % DOMAINS + ".example";
    }

    private static Map<Field, Optional<Value>> values(int number, Value country, boolean optedOut) {
        Map<Field, Optional<Value>> values = new HashMap<>(Map.of(
                StandardFields.ID, text("P" + number),
                StandardFields.EMAIL, text(address(number)),
                StandardFields.FIRST_NAME, text("First" + number % 997),
                StandardFields.LAST_NAME, text("Last" + number % 9973),
                StandardFields.COMPANY, text("Company " + number % 5003),
                StandardFields.CITY, text("City " + number % 1009),
                StandardFields.COUNTRY, Optional.of(country),
                StandardFields.LEAD_SCORE, Optional.of(new Value.Decimal(number % SCORES))));
        if (optedOut) {
            values.put(StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)));
        }
        return values;
    }

    private static Optional<Value> text(String text) {
        return Optional.of(Value.Text.of(text));
    }
}
