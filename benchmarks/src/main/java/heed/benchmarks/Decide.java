package heed.benchmarks;

import heed.benchmarks.Deciding.Pass;
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
public final class Decide {
    private static final long SEED = 2026;
    private static final int FEWEST = 500;
    private static final double LONGEST = 1;

    private Decide() {}

    public static void main(String[] arguments) {
        int prospects = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        List<Family> families = arguments.length > 2 && !arguments[2].equals("all")
                ? List.of(Family.valueOf(arguments[2].toUpperCase(Locale.ROOT)))
                : List.of(Family.values());
        List<Integer> automations = arguments.length > 3
                ? Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList()
                : List.of(1, 10, 100, 1_000, 10_000);
        run(prospects, rounds, families, automations, System.out);
    }

    static void run(int count, int rounds, List<Family> families, List<Integer> numbers, PrintStream out) {
        out.printf(
                "Deciding %,d prospects in memory, thousands a second of one processor, medians of %d rounds in turns%n(least–most); "
                        + "a * marks what was too slow for all of them in %.0f s, and decided the first ones only%n",
                count, rounds, LONGEST);
        out.println(Machine.words());
        List<Prospect> people = People.list(count, SEED);
        HandColumns byHand = new HandColumns(people);
        ProspectColumns columns = ProspectColumns.of(people, People.FIELDS);
        for (Family family : families) {
            Map<Integer, Line> bulk = new LinkedHashMap<>();
            for (int automations : numbers) {
                List<Audience> audiences = family.audiences(automations, SEED);
                RuleBook book = Deciding.book(audiences);
                Map<String, Way> objects = new LinkedHashMap<>();
                objects.put("bulk", Way.bulk(book, people));
                objects.put("loop", LoopByHand.of(audiences, people));
                objects.put("indexed", IndexedByHand.of(audiences, people));
                objects.put("session", Way.session(book, people));
                Line line = line(family + ", objects", automations, objects, count, rounds);
                bulk.put(automations, line);
                out.println(line.words());
                Map<String, Way> inColumns = new LinkedHashMap<>();
                inColumns.put("bulk", Way.bulk(book, columns));
                inColumns.put("loop", LoopByHand.of(audiences, byHand));
                inColumns.put("indexed", IndexedByHand.of(audiences, byHand));
                out.println(line(family + ", columns", automations, inColumns, count, rounds)
                        .words());
            }
            growth(bulk)
                    .ifPresent(growth -> out.printf(
                            "%n%s, objects: 1,000 automations take bulk %.2f times as long as 10 do%n",
                            family, growth));
        }
        out.println(Machine.words());
    }

    private static Optional<Double> growth(Map<Integer, Line> bulk) {
        return Optional.ofNullable(bulk.get(10))
                .flatMap(few -> Optional.ofNullable(bulk.get(1_000)).map(many -> few.rate() / many.rate()));
    }

    /**
     * What was measured of one number of automations.
     *
     * @param rate of the bulk matcher, in prospects a second
     */
    private record Line(String words, double rate) {}

    /** The ways in turns, each round in another order; the first way, the bulk matcher, is compared with the others. */
    private static Line line(String name, int automations, Map<String, Way> ways, int all, int rounds) {
        Way bulk = ways.values().iterator().next();
        Map<String, Integer> counts = new LinkedHashMap<>();
        ways.forEach((way, decide) -> {
            int count = decide == bulk ? all : count(decide, all);
            counts.put(way, count);
            Deciding.pass(decide, count, 1).requireSame(Deciding.pass(bulk, count, 1)); // and warms up
        });
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        List<Double> bytes = new ArrayList<>();
        List<Double> twice = new ArrayList<>();
        long matches = 0;
        for (int round = 0; round < rounds; round++) {
            List<String> turns = new ArrayList<>(ways.keySet());
            Collections.rotate(turns, round);
            for (String way : turns) {
                Pass pass = Deciding.pass(of(ways, way), of(counts, way), 1);
                rates.computeIfAbsent(way, any -> new ArrayList<>()).add(pass.rate());
                if (way.equals("bulk")) {
                    matches = pass.matches();
                    bytes.add((double) pass.bytes() / pass.count());
                    twice.add(pass.seconds()
                            / Deciding.pass(bulk, pass.count(), 2).seconds());
                }
            }
        }
        StringBuilder line = new StringBuilder("%n%-17s %,6d automations, %.2f matches a prospect%n"
                .formatted(name, automations, (double) matches / of(counts, "bulk")));
        rates.forEach((way, measured) -> {
            Spread rate = Spread.of(measured);
            line.append("  %-8s %,9.0f k (%,.0f–%,.0f)%s"
                    .formatted(
                            way,
                            rate.median() / 1e3,
                            rate.least() / 1e3,
                            rate.most() / 1e3,
                            of(counts, way) < all ? "*" : ""));
            if (way.equals("bulk")) {
                line.append(", %.0f bytes a prospect, two threads %.2f times"
                        .formatted(Spread.of(bytes).median(), Spread.of(twice).median()));
            } else {
                line.append(", bulk %.2f times"
                        .formatted(Spread.of(of(rates, "bulk")).median() / rate.median()));
            }
            line.append("%n".formatted());
        });
        return new Line(line.toString(), Spread.of(of(rates, "bulk")).median());
    }

    private static <T> T of(Map<String, T> byWay, String way) {
        return Objects.requireNonNull(byWay.get(way));
    }

    /** How many prospects a way decides in a second or so, not more than there are. */
    private static int count(Way way, int all) {
        int count = Math.min(FEWEST, all);
        while (count < all) {
            double seconds = Deciding.pass(way, count, 1).busy();
            if (seconds > LONGEST / 4) {
                return (int) Math.min(all, Math.max(FEWEST, count * LONGEST / seconds));
            }
            count = Math.min(all, 4 * count);
        }
        return all;
    }
}
