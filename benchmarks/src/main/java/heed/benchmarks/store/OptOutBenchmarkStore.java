package heed.benchmarks.store;

import heed.actions.ActionTypes;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.AutomationSource;
import heed.filters.json.SourceText;
import heed.model.field.Country;
import heed.model.store.AccountStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** Stores of as many prospects as wanted, one in twenty in the countries whose prospects are opted out. */
public final class OptOutBenchmarkStore {
    public static final int BATCH = 5_000;
    public static final List<Country> COUNTRIES = Country.all().subList(30, 40);

    private OptOutBenchmarkStore() {}

    /** An embedded store with them, made when first asked for and kept in the folder. */
    public static Path storeFile(Path folder, int prospects) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("prospects-" + prospects + ".db");
        if (!Files.exists(file)) {
            Path making = folder.resolve("making.db");
            Files.deleteIfExists(making);
            FilledStore.fill(making, prospects, number -> false);
            Files.move(making, file);
        }
        return file;
    }

    /** Opts out everyone in the {@link #COUNTRIES} countries who has not opted out. */
    public static AutomationSource optOutAutomation(AccountStore account) {
        String json = """
                { "id": "opt-out", "name": "Opt out",
                  "who": { "all": [ { "field": "Country", "operator": "equals", "value": [%s] },
                                    { "field": "Email Opt Out", "operator": "equals", "value": false } ] },
                  "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true } ],
                  "run": { "mode": "once" } }
                """.formatted(
                COUNTRIES.stream().map(country -> '"' + country.code() + '"').collect(Collectors.joining(",")));
        return new AutomationReader(account.fields(), ZoneOffset.UTC, ActionTypes.standard())
                .read(new SourceText("opt-out.json", json))
                .either(valid -> new AutomationSource(valid.value(), json), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
    }

    /** The codes of the countries as SQL lists them. */
    public static String countryCodesSql() {
        return COUNTRIES.stream().map(country -> "'" + country.code() + "'").collect(Collectors.joining(","));
    }
}
