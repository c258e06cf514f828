package heed.benchmarks.store;

import heed.actions.ActionTypes;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.AutomationSource;
import heed.filters.json.SourceText;
import heed.model.field.Country;
import heed.model.store.AccountStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** The stores and the automation of the opt-out benchmarks. One prospect in twenty is in the countries that are opted out. */
public final class OptOutBenchmarkStore {
    public static final int BATCH = 5_000;
    /** The countries whose prospects are opted out. */
    public static final List<Country> COUNTRIES = Country.all().subList(30, 40);

    private OptOutBenchmarkStore() {}

    /** Returns the embedded store with the given number of prospects in a folder. Creates it if it does not exist. */
    public static Path storeFile(Path folder, int prospects) throws IOException {
        return CachedFile.createIfMissing(
                folder.resolve("prospects-" + prospects + ".db"),
                file -> FilledStore.fill(file, prospects, number -> false));
    }

    /** Returns the automation that opts out everyone in {@link #COUNTRIES} who is not opted out. */
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
                .either(valid -> valid.value(), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
    }

    /** Returns the codes of {@link #COUNTRIES} as a list of SQL literals. */
    public static String countryCodesSql() {
        return COUNTRIES.stream().map(country -> "'" + country.code() + "'").collect(Collectors.joining(","));
    }
}
