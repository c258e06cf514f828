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
 * Measures the evaluation of 1 to 10,000 automations on prospects in memory, as objects and in columns. The bulk matcher is compared
 * with a loop over hand-written predicates, with hand-written predicates that are found through a map from values, and with a
 * session. The strategies run in turns on the same prospects, and must find the same matches.
 *
 * <p>{@code [PROSPECTS [ROUNDS [FAMILY [AUTOMATIONS]…]]]}, by default 1,000,000, 5, all, and 1 10 100 1000 10000.
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

    static void run(
            int count, int rounds, List<AutomationFamily> families, List<Integer> automationCounts, PrintStream out) {
        out.printf(
                "%,d prospects evaluated in memory, thousands a second of one processor, medians of %d rounds in turns%n(least–most); "
                        + "a * marks a strategy that is too slow for all of them in %.0f s, and evaluated the first ones only%n",
                count, rounds, MAX_SECONDS);
        out.println(MachineDescription.describe());
        List<Prospect> prospects = ProspectGenerator.generate(count, SEED);
        HandWrittenColumns handWrittenColumns = new HandWrittenColumns(prospects);
        ProspectColumns columns = ProspectColumns.of(prospects, ProspectGenerator.FIELDS);
        for (AutomationFamily family : families) {
            Map<Integer, Measurement> bulk = new LinkedHashMap<>();
            for (int automations : automationCounts) {
                List<HandWrittenAudience> audiences = family.audiences(automations, SEED);
                RuleBook book = MatchingPass.compile(audiences);
                Map<String, Strategy> onObjects = new LinkedHashMap<>();
                onObjects.put("bulk", Strategy.bulk(book, prospects));
                onObjects.put("loop", HandWrittenLoop.of(audiences, prospects));
                onObjects.put("indexed", HandWrittenIndex.of(audiences, prospects));
                onObjects.put("session", Strategy.session(book, prospects));
                Measurement measurement = measure(family + ", objects", automations, onObjects, count, rounds);
                bulk.put(automations, measurement);
                out.println(measurement.text());
                Map<String, Strategy> onColumns = new LinkedHashMap<>();
                onColumns.put("bulk", Strategy.bulk(book, columns));
                onColumns.put("loop", HandWrittenLoop.of(audiences, handWrittenColumns));
                onColumns.put("indexed", HandWrittenIndex.of(audiences, handWrittenColumns));
                out.println(measure(family + ", columns", automations, onColumns, count, rounds)
                        .text());
            }
            growth(bulk)
                    .ifPresent(growth -> out.printf(
                            "%n%s, objects: bulk takes %.2f times as long for 1,000 automations as for 10%n",
                            family, growth));
        }
        out.println(MachineDescription.describe());
    }

    /** Returns how many times as long as 10 automations 1,000 take, if both were measured. */
    private static Optional<Double> growth(Map<Integer, Measurement> bulk) {
        return Optional.ofNullable(bulk.get(10))
                .flatMap(ten -> Optional.ofNullable(bulk.get(1_000)).map(thousand -> ten.rate() / thousand.rate()));
    }

    /**
     * The measurements for one number of automations.
     *
     * @param text the lines to print
     * @param rate the rate of the bulk matcher, in prospects a second
     */
    private record Measurement(String text, double rate) {}

    /** Measures the strategies in turns, each round in another order. The first one, the bulk matcher, is compared with the others. */
    private static Measurement measure(
            String title, int automations, Map<String, Strategy> strategies, int prospects, int rounds) {
        Strategy bulk = strategies.values().iterator().next();
        Map<String, Integer> counts = new LinkedHashMap<>();
        ResultCheck check = new ResultCheck("matches and checksum of the prospects that all strategies evaluated");
        strategies.forEach((name, strategy) -> {
            int count = strategy == bulk ? prospects : countPerSecond(strategy, prospects);
            counts.put(name, count);
            MatchingPass.run(strategy, count, 1); // warms up
        });
        int common = Collections.min(counts.values());
        strategies.forEach((name, strategy) ->
                check.add(name, MatchingPass.run(strategy, common, 1).matched()));
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        List<Double> bytes = new ArrayList<>();
        List<Double> speedups = new ArrayList<>();
        long matches = 0;
        for (int round = 0; round < rounds; round++) {
            List<String> order = new ArrayList<>(strategies.keySet());
            Collections.rotate(order, round);
            for (String name : order) {
                PassResult pass = MatchingPass.run(require(strategies, name), require(counts, name), 1);
                rates.computeIfAbsent(name, key -> new ArrayList<>()).add(pass.rate());
                if (name.equals("bulk")) {
                    matches = pass.matches();
                    bytes.add((double) pass.bytes() / pass.count());
                    speedups.add(pass.seconds()
                            / MatchingPass.run(bulk, pass.count(), 2).seconds());
                }
            }
        }
        StringBuilder text = new StringBuilder("%n%-17s %,6d automations, %.2f matches a prospect%n"
                .formatted(title, automations, (double) matches / require(counts, "bulk")));
        rates.forEach((name, measured) -> {
            Statistics rate = Statistics.of(measured);
            text.append("  %-8s %,9.0f k (%,.0f–%,.0f)%s"
                    .formatted(
                            name,
                            rate.median() / 1e3,
                            rate.min() / 1e3,
                            rate.max() / 1e3,
                            require(counts, name) < prospects ? "*" : ""));
            if (name.equals("bulk")) {
                text.append(", %.0f bytes a prospect, two threads %.2f times"
                        .formatted(
                                Statistics.of(bytes).median(),
                                Statistics.of(speedups).median()));
            } else {
                text.append(", bulk %.2f times"
                        .formatted(Statistics.of(require(rates, "bulk")).median() / rate.median()));
            }
            text.append("%n".formatted());
        });
        text.append("  ").append(check.summary()).append("%n".formatted());
        return new Measurement(
                text.toString(), Statistics.of(require(rates, "bulk")).median());
    }

    private static <T> T require(Map<String, T> byStrategy, String name) {
        return Objects.requireNonNull(byStrategy.get(name));
    }

    /** Returns about how many prospects a strategy evaluates in a second, and at most all of them. */
    private static int countPerSecond(Strategy strategy, int prospects) {
        int count = Math.min(MIN_PROSPECTS, prospects);
        while (count < prospects) {
            double seconds = MatchingPass.run(strategy, count, 1).busy();
            if (seconds > MAX_SECONDS / 4) {
                return (int) Math.min(prospects, Math.max(MIN_PROSPECTS, count * MAX_SECONDS / seconds));
            }
            count = Math.min(prospects, 4 * count);
        }
        return prospects;
    }
}
