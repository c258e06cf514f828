package heed.benchmarks;

import heed.benchmarks.matching.AutomationFamily;
import heed.benchmarks.matching.HandWrittenAudience;
import heed.benchmarks.matching.HandWrittenColumns;
import heed.benchmarks.matching.HandWrittenIndex;
import heed.benchmarks.matching.HandWrittenLoop;
import heed.benchmarks.matching.MatchingPass;
import heed.benchmarks.matching.MatchingPass.PassResult;
import heed.benchmarks.matching.ProspectGenerator;
import heed.benchmarks.matching.Strategy;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectColumns;
import heed.rules.RuleBook;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Deciding prospects in memory by 1 to 10,000 automations: the bulk matcher beside a loop over predicates written by hand,
 * beside the same found by a map from values, and beside a session; of objects and of columns. All over the same prospects
 * in turns, and all must find the same matches.
 *
 * <p>{@code [PROSPECTS [ROUNDS [FAMILY [AUTOMATIONS]…]]]}: 1,000,000, 5, all, and 1 10 100 1000 10000 unless said
 * otherwise.
 */
public final class DecideBenchmark {
    private static final long SEED = 2026;
    private static final int MIN_PROSPECTS = 500;
    private static final double MAX_SECONDS = 1;

    private DecideBenchmark() {}

    public static void main(String[] arguments) {
        int prospects = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        List<AutomationFamily> families = arguments.length > 2 && !arguments[2].equals("all")
                ? List.of(AutomationFamily.valueOf(arguments[2].toUpperCase(Locale.ROOT)))
                : List.of(AutomationFamily.values());
        List<Integer> automations = arguments.length > 3
                ? Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList()
                : List.of(1, 10, 100, 1_000, 10_000);
        run(prospects, rounds, families, automations, System.out);
    }

    static void run(int count, int rounds, List<AutomationFamily> families, List<Integer> numbers, PrintStream out) {
        out.printf(
                "Deciding %,d prospects in memory, thousands a second of one processor, medians of %d rounds in turns%n(least–most); "
                        + "a * marks what was too slow for all of them in %.0f s, and decided the first ones only%n",
                count, rounds, MAX_SECONDS);
        out.println(MachineDescription.describe());
        List<Prospect> prospects = ProspectGenerator.generate(count, SEED);
        HandWrittenColumns byHand = new HandWrittenColumns(prospects);
        ProspectColumns columns = ProspectColumns.of(prospects, ProspectGenerator.FIELDS);
        for (AutomationFamily family : families) {
            Map<Integer, Measurement> bulk = new LinkedHashMap<>();
            for (int automations : numbers) {
                List<HandWrittenAudience> audiences = family.audiences(automations, SEED);
                RuleBook book = MatchingPass.compile(audiences);
                Map<String, Strategy> objects = new LinkedHashMap<>();
                objects.put("bulk", Strategy.bulk(book, prospects));
                objects.put("loop", HandWrittenLoop.of(audiences, prospects));
                objects.put("indexed", HandWrittenIndex.of(audiences, prospects));
                objects.put("session", Strategy.session(book, prospects));
                Measurement line = measure(family + ", objects", automations, objects, count, rounds);
                bulk.put(automations, line);
                out.println(line.text());
                Map<String, Strategy> inColumns = new LinkedHashMap<>();
                inColumns.put("bulk", Strategy.bulk(book, columns));
                inColumns.put("loop", HandWrittenLoop.of(audiences, byHand));
                inColumns.put("indexed", HandWrittenIndex.of(audiences, byHand));
                out.println(measure(family + ", columns", automations, inColumns, count, rounds)
                        .text());
            }
            growth(bulk)
                    .ifPresent(growth -> out.printf(
                            "%n%s, objects: 1,000 automations take bulk %.2f times as long as 10 do%n",
                            family, growth));
        }
        out.println(MachineDescription.describe());
    }

    private static Optional<Double> growth(Map<Integer, Measurement> bulk) {
        return Optional.ofNullable(bulk.get(10))
                .flatMap(few -> Optional.ofNullable(bulk.get(1_000)).map(many -> few.rate() / many.rate()));
    }

    /**
     * What was measured of one number of automations.
     *
     * @param rate of the bulk matcher, in prospects a second
     */
    private record Measurement(String text, double rate) {}

    /** The ways in turns, each round in another order; the first way, the bulk matcher, is compared with the others. */
    private static Measurement measure(
            String name, int automations, Map<String, Strategy> strategies, int all, int rounds) {
        Strategy bulk = strategies.values().iterator().next();
        Map<String, Integer> counts = new LinkedHashMap<>();
        ResultCheck check = new ResultCheck("matches and checksum of the prospects that all decided");
        strategies.forEach((strategy, decide) -> {
            int count = decide == bulk ? all : countDecidable(decide, all);
            counts.put(strategy, count);
            MatchingPass.run(decide, count, 1); // warms up
        });
        int decided = Collections.min(counts.values());
        strategies.forEach((strategy, decide) ->
                check.add(strategy, MatchingPass.run(decide, decided, 1).matched()));
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        List<Double> bytes = new ArrayList<>();
        List<Double> speedups = new ArrayList<>();
        long matches = 0;
        for (int round = 0; round < rounds; round++) {
            List<String> order = new ArrayList<>(strategies.keySet());
            Collections.rotate(order, round);
            for (String strategy : order) {
                PassResult pass = MatchingPass.run(require(strategies, strategy), require(counts, strategy), 1);
                rates.computeIfAbsent(strategy, any -> new ArrayList<>()).add(pass.rate());
                if (strategy.equals("bulk")) {
                    matches = pass.matches();
                    bytes.add((double) pass.bytes() / pass.count());
                    speedups.add(pass.seconds()
                            / MatchingPass.run(bulk, pass.count(), 2).seconds());
                }
            }
        }
        StringBuilder line = new StringBuilder("%n%-17s %,6d automations, %.2f matches a prospect%n"
                .formatted(name, automations, (double) matches / require(counts, "bulk")));
        rates.forEach((strategy, measured) -> {
            Statistics rate = Statistics.of(measured);
            line.append("  %-8s %,9.0f k (%,.0f–%,.0f)%s"
                    .formatted(
                            strategy,
                            rate.median() / 1e3,
                            rate.min() / 1e3,
                            rate.max() / 1e3,
                            require(counts, strategy) < all ? "*" : ""));
            if (strategy.equals("bulk")) {
                line.append(", %.0f bytes a prospect, two threads %.2f times"
                        .formatted(
                                Statistics.of(bytes).median(),
                                Statistics.of(speedups).median()));
            } else {
                line.append(", bulk %.2f times"
                        .formatted(Statistics.of(require(rates, "bulk")).median() / rate.median()));
            }
            line.append("%n".formatted());
        });
        line.append("  ").append(check.summary()).append("%n".formatted());
        return new Measurement(
                line.toString(), Statistics.of(require(rates, "bulk")).median());
    }

    private static <T> T require(Map<String, T> byStrategy, String strategy) {
        return Objects.requireNonNull(byStrategy.get(strategy));
    }

    /** How many prospects a way decides in a second or so, not more than there are. */
    private static int countDecidable(Strategy strategy, int all) {
        int count = Math.min(MIN_PROSPECTS, all);
        while (count < all) {
            double seconds = MatchingPass.run(strategy, count, 1).busy();
            if (seconds > MAX_SECONDS / 4) {
                return (int) Math.min(all, Math.max(MIN_PROSPECTS, count * MAX_SECONDS / seconds));
            }
            count = Math.min(all, 4 * count);
        }
        return all;
    }
}
