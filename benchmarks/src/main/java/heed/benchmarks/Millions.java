package heed.benchmarks;

import heed.actions.ActionTypes;
import heed.engine.AutomationSource;
import heed.engine.definition.AutomationReader;
import heed.filters.json.SourceText;
import heed.model.AccountStore;
import heed.model.Country;
import heed.model.ImportOptions;
import heed.model.ImportRow;
import heed.model.Provenance;
import heed.model.StandardFields;
import heed.model.Store;
import heed.model.Value;
import heed.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** An account of as many prospects as wanted, eight fields each, one in twenty in the countries that are opted out. */
final class Millions {
    static final int BATCH = 5_000;
    static final List<Country> TAKEN = Country.all().subList(30, 40);
    private static final List<Country> COUNTRIES = Country.all().subList(0, 200);

    private Millions() {}

    /** An embedded store with them, made when first asked for and kept in the folder. */
    static Path file(Path folder, int prospects) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("prospects-" + prospects + ".db");
        if (!Files.exists(file)) {
            Path making = folder.resolve("making.db");
            Files.deleteIfExists(making);
            try (SqliteStore store = SqliteStore.open(making, Clock.systemUTC())) {
                fill(store, prospects);
            }
            Files.move(making, file);
        }
        return file;
    }

    static void fill(Store store, int prospects) {
        Random random = new Random(5);
        Provenance why = new Provenance(
                Clock.systemUTC().instant(),
                "benchmark",
                Provenance.Source.IMPORT,
                "benchmark",
                Optional.empty(),
                Optional.empty());
        AccountStore account = store.addAccount("default", ZoneOffset.UTC);
        for (int from = 0; from < prospects; from += BATCH) {
            List<ImportRow> rows = new ArrayList<>();
            for (int number = from; number < Math.min(prospects, from + BATCH); number++) {
                rows.add(new ImportRow(
                        number,
                        Map.of(
                                StandardFields.ID, text("P" + number),
                                StandardFields.EMAIL, text("person" + number + "@example.com"),
                                StandardFields.FIRST_NAME, text("First" + number % 997),
                                StandardFields.LAST_NAME, text("Last" + number % 9973),
                                StandardFields.COMPANY, text("Company " + number % 5003),
                                StandardFields.CITY, text("City " + number % 1009),
                                StandardFields.COUNTRY,
                                        Optional.of(
                                                Value.CountryName.of(COUNTRIES.get(random.nextInt(COUNTRIES.size())))),
                                StandardFields.LEAD_SCORE, Optional.of(new Value.Decimal(number % 101)))));
            }
            account.write(work -> work.importRows(rows, new ImportOptions(StandardFields.ID, false), why));
        }
    }

    private static Optional<Value> text(String text) {
        return Optional.of(Value.Text.of(text));
    }

    /** Opts out everyone in the {@link #TAKEN} countries who has not opted out. */
    static AutomationSource optOut(AccountStore account) {
        String json = """
                { "id": "opt-out", "name": "Opt out",
                  "who": { "all": [ { "field": "Country", "operator": "equals", "value": [%s] },
                                    { "field": "Email Opt Out", "operator": "equals", "value": false } ] },
                  "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true } ],
                  "run": { "mode": "once" } }
                """.formatted(
                TAKEN.stream().map(country -> '"' + country.code() + '"').collect(Collectors.joining(",")));
        return new AutomationReader(account.fields(), ZoneOffset.UTC, ActionTypes.standard())
                .read(new SourceText("opt-out.json", json))
                .either(valid -> new AutomationSource(valid.value(), json), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
    }

    /** The codes of the countries as SQL lists them. */
    static String taken() {
        return TAKEN.stream().map(country -> "'" + country.code() + "'").collect(Collectors.joining(","));
    }
}
