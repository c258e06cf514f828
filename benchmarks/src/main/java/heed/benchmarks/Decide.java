package heed.benchmarks;

import heed.model.Prospect;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Deciding prospects in memory by 1, 100 and 1,000 automations, by one and two threads: rules in one KieSession a thread
 * beside a loop over predicates written by hand, in turns, over the same prospects, and both must find the same matches.
 *
 * <p>{@code [PROSPECTS [ROUNDS [AUTOMATIONS]…]]}, 1,000,000, 5 and 1 100 1000 unless said otherwise.
 */
public final class Decide {
    private static final long SEED = 2026;

    private Decide() {}

    public static void main(String[] arguments) {
        int prospects = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        List<Integer> automations = arguments.length > 2
                ? Arrays.stream(arguments).skip(2).map(Integer::valueOf).toList()
                : List.of(1, 100, 1_000);
        run(prospects, rounds, automations, System.out);
    }

    static void run(int count, int rounds, List<Integer> numbers, PrintStream out) {
        out.printf("Deciding %,d prospects in memory, medians of %d rounds in turns%n", count, rounds);
        out.println(Machine.words());
        List<Prospect> people = People.list(count, SEED);
        out.printf(
                "%n%11s %7s %9s  %26s  %26s  %7s  %14s%n",
                "automations",
                "threads",
                "matches",
                "rules, prospects/s",
                "by hand, prospects/s",
                "ratio",
                "bytes/prospect");
        for (int automations : numbers) {
            Deciding deciding = new Deciding(people, Audience.mixed(automations, SEED));
            for (int threads : List.of(1, 2)) {
                out.println(line(deciding, count, automations, threads, rounds));
            }
        }
        out.println(Machine.words());
    }

    private static String line(Deciding deciding, int count, int automations, int threads, int rounds) {
        List<Double> rules = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        long matches = 0;
        for (int round = -1; round < rounds; round++) { // the first warms up
            boolean rulesFirst = round % 2 == 0;
            Deciding.Pass first = rulesFirst ? deciding.byRules(threads) : deciding.byHand(threads);
            Deciding.Pass second = rulesFirst ? deciding.byHand(threads) : deciding.byRules(threads);
            if (first.matches() != second.matches() || first.checksum() != second.checksum()) {
                throw new IllegalStateException("the rules and the predicates do not match the same prospects");
            }
            Deciding.Pass ruled = rulesFirst ? first : second;
            Deciding.Pass looped = rulesFirst ? second : first;
            matches = ruled.matches();
            if (round >= 0) {
                rules.add(count / ruled.seconds());
                byHand.add(count / looped.seconds());
                ratios.add(looped.seconds() / ruled.seconds());
                bytes.add((double) ruled.bytes() / count);
            }
        }
        return "%,11d %7d %,9d  %26s  %26s  %7.2f  %,14.0f"
                .formatted(
                        automations,
                        threads,
                        matches,
                        rate(Spread.of(rules)),
                        rate(Spread.of(byHand)),
                        Spread.of(ratios).median(),
                        Spread.of(bytes).median());
    }

    private static String rate(Spread rate) {
        return "%,.0f k (%,.0f–%,.0f)".formatted(rate.median() / 1e3, rate.least() / 1e3, rate.most() / 1e3);
    }
}
