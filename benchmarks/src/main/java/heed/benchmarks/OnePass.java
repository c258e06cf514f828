package heed.benchmarks;

import heed.filters.Criterion;
import heed.model.AccountStore;
import heed.model.Field;
import heed.model.ImportOptions;
import heed.model.ImportRow;
import heed.model.Narrowing;
import heed.model.Prospect;
import heed.model.ProspectId;
import heed.model.Provenance;
import heed.model.StandardFields;
import heed.model.Value;
import heed.rules.Matcher;
import heed.rules.RuleBook;
import heed.store.SqliteStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many prospects each of N automations selects from an embedded store: all automations in one pass over the prospects,
 * beside one SQL query an automation, which only counts. They take turns, and count the same.
 *
 * <p>{@code FOLDER [PROSPECTS [ROUNDS [AUTOMATIONS]…]]}: 1,000,000, 5, and 1 10 100 1000 unless said otherwise.
 */
public final class OnePass {
    private static final long SEED = 2026;
    private static final int BATCH = 5_000;
    private static final double LONGEST = 5;

    private OnePass() {}

    public static void main(String[] arguments) throws IOException {
        int prospects = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        List<Integer> automations = arguments.length > 3
                ? Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList()
                : List.of(1, 10, 100, 1_000);
        run(Path.of(arguments[0]), prospects, rounds, automations, System.out);
    }

    static void run(Path folder, int count, int rounds, List<Integer> numbers, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("people-" + count + ".db");
        if (!Files.exists(file)) {
            fill(file, count);
        }
        out.printf(
                "N automations of %,d prospects of an embedded store, seconds, medians of %d rounds in turns"
                        + " (least–most);%na * marks what would take longer than %.0f s: as many queries as fit, multiplied%n",
                count, rounds, LONGEST);
        out.println(Machine.words());
        out.printf("%n%11s  %24s  %28s  %s%n", "automations", "one pass", "N SQL queries", "one pass is");
        try (SqliteStore store = SqliteStore.openExisting(file, Clock.systemUTC())) {
            AccountStore account = store.account("default").orElseThrow();
            for (int automations : numbers) {
                out.println(line(store, account, automations, rounds));
            }
        }
        out.println(Machine.words());
    }

    private static String line(SqliteStore store, AccountStore account, int automations, int rounds) {
        List<Criterion> criteria = Family.MIXED.audiences(automations, SEED).stream()
                .map(Audience::criterion)
                .toList();
        List<Double> passes = new ArrayList<>();
        List<Double> queries = new ArrayList<>();
        int asked = automations;
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            long[] selected = onePass(account, automations);
            passes.add((System.nanoTime() - start) / 1e9);

            int fitting = 0;
            start = System.nanoTime();
            double seconds = 0;
            while (fitting < automations && seconds < LONGEST) {
                long found = count(store, account, criteria.get(fitting));
                if (found != selected[fitting]) {
                    throw new IllegalStateException(
                            "SQL counts " + found + " of automation " + fitting + " and the pass " + selected[fitting]);
                }
                fitting++;
                seconds = (System.nanoTime() - start) / 1e9;
            }
            queries.add(seconds * automations / fitting);
            asked = Math.min(asked, fitting);
        }
        Spread pass = Spread.of(passes);
        Spread sql = Spread.of(queries);
        double faster = sql.median() / pass.median();
        return "%,11d  %24s  %28s  %s"
                .formatted(
                        automations,
                        seconds(pass),
                        seconds(sql) + (asked < automations ? "*" : ""),
                        faster >= 1
                                ? "%.1f times as fast".formatted(faster)
                                : "%.1f times as slow".formatted(1 / faster));
    }

    private static String seconds(Spread spread) {
        return "%,.1f (%,.1f–%,.1f)".formatted(spread.median(), spread.least(), spread.most());
    }

    /** By selector: how many it selects. */
    private static long[] onePass(AccountStore account, int automations) {
        RuleBook book = Deciding.book(Family.MIXED.audiences(automations, SEED));
        long[] selected = new long[automations];
        try (Matcher matcher = book.bulkMatcher()) {
            return account.read(reading -> {
                ProspectId last = ProspectId.START;
                List<Prospect> page;
                do {
                    page = reading.prospects(Narrowing.EVERYONE, last, BATCH);
                    matcher.match(page, (selector, place) -> selected[selector]++);
                    last = page.isEmpty() ? last : page.get(page.size() - 1).key();
                } while (page.size() == BATCH);
                return selected;
            });
        }
    }

    private static long count(SqliteStore store, AccountStore account, Criterion who) {
        Narrowing narrowing = store.narrow(who, Deciding.MOMENT);
        if (!narrowing.exact()) {
            throw new IllegalStateException("SQL cannot say it: " + narrowing.description());
        }
        return account.read(reading -> reading.countProspects(narrowing, ProspectId.START));
    }

    private static void fill(Path file, int count) {
        Clock clock = Clock.systemUTC();
        Provenance why = new Provenance(
                clock.instant(),
                "benchmark",
                Provenance.Source.IMPORT,
                "benchmark",
                Optional.empty(),
                Optional.empty());
        try (SqliteStore store = SqliteStore.open(file, clock)) {
            AccountStore account = store.addAccount("default", ZoneOffset.UTC);
            for (Field field : People.FIELDS.all()) {
                if (!field.standard()
                        && !account.addField(field.label(), field.type(), List.of())
                                .equals(field)) {
                    throw new IllegalStateException(field.label() + " is another field in the store");
                }
            }
            List<ImportRow> rows = new ArrayList<>();
            for (Prospect prospect : People.list(count, SEED)) {
                rows.add(new ImportRow(rows.size() + 1, values(prospect)));
                if (rows.size() == BATCH || prospect.key().value() == count) {
                    List<ImportRow> batch = List.copyOf(rows);
                    account.write(work -> work.importRows(batch, new ImportOptions(StandardFields.ID, false), why));
                    rows.clear();
                }
            }
        }
    }

    private static Map<Field, Optional<Value>> values(Prospect prospect) {
        Map<Field, Optional<Value>> values = new HashMap<>();
        for (Field field : People.FIELDS.all()) {
            if (field.slot() != StandardFields.CREATED.slot()) {
                prospect.value(field).ifPresent(value -> values.put(field, Optional.of(value)));
            }
        }
        return values;
    }
}
