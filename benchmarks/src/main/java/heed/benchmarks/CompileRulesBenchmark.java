package heed.benchmarks;

import heed.benchmarks.matching.AutomationFamily;
import heed.benchmarks.matching.HandWrittenAudience;
import heed.benchmarks.matching.MatchingPass;
import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.Statistics;
import heed.rules.RuleBook;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how long compiling automations into a rule base takes: cold, from the start of a new JVM, and warm, in a JVM that has
 * compiled some before.
 *
 * <p>{@code [AUTOMATIONS [ROUNDS]]}, by default 1,000 and 7.
 */
public final class CompileRulesBenchmark {
    private static final long SEED = 2026;
    private static final int WARM_UPS = 20;

    private CompileRulesBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int automations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        if (rounds == 0) {
            System.out.print(coldStartMillis(automations));
        } else {
            run(automations, rounds, System.out);
        }
    }

    static void run(int automations, int rounds, PrintStream out) throws IOException {
        out.printf("%,d automations compiled into a rule base, %d rounds%n", automations, rounds);
        out.println(MachineDescription.describe());
        List<Double> coldMillis = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            coldMillis.add(Double.parseDouble(
                    ForkedJvm.run(List.of(), CompileRulesBenchmark.class, Integer.toString(automations), "0")));
        }
        List<HandWrittenAudience> audiences = AutomationFamily.MIXED.audiences(automations, SEED);
        List<Double> warmMillis = new ArrayList<>();
        for (int round = -WARM_UPS; round < rounds; round++) {
            long start = System.nanoTime();
            RuleBook book = MatchingPass.compile(audiences);
            double millis = (System.nanoTime() - start) / 1e6;
            if (book.selectors().size() != automations) {
                throw new IllegalStateException("the rule base lacks automations");
            }
            if (round >= 0) {
                warmMillis.add(millis);
            }
        }
        out.printf(
                "cold, from the start of the JVM: %s%n",
                Statistics.of(coldMillis).format("ms"));
        out.printf("warm: %s%n", Statistics.of(warmMillis).format("ms"));
    }

    /** Compiles the automations. Returns the milliseconds since the start of this JVM. */
    private static long coldStartMillis(int automations) {
        MatchingPass.compile(AutomationFamily.MIXED.audiences(automations, SEED));
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
