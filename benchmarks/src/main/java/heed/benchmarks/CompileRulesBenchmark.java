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
 * 1,000 automations become a rule base: cold, from the start of a JVM of its own, and warm, in one that has built some.
 *
 * <p>{@code [AUTOMATIONS [ROUNDS]]}, 1,000 and 7 unless said otherwise.
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
        out.printf("%,d automations become a rule base, %d rounds%n", automations, rounds);
        out.println(MachineDescription.describe());
        List<Double> cold = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            cold.add(Double.parseDouble(
                    ForkedJvm.run(List.of(), CompileRulesBenchmark.class, Integer.toString(automations), "0")));
        }
        List<HandWrittenAudience> audiences = AutomationFamily.MIXED.audiences(automations, SEED);
        List<Double> warm = new ArrayList<>();
        for (int round = -WARM_UPS; round < rounds; round++) {
            long start = System.nanoTime();
            RuleBook book = MatchingPass.compile(audiences);
            double milliseconds = (System.nanoTime() - start) / 1e6;
            if (book.selectors().size() != automations) {
                throw new IllegalStateException("a rule base without all automations");
            }
            if (round >= 0) {
                warm.add(milliseconds);
            }
        }
        out.printf("cold, from the start of the JVM: %s%n", format(Statistics.of(cold)));
        out.printf("warm: %s%n", format(Statistics.of(warm)));
    }

    private static String format(Statistics statistics) {
        return "%,.0f ms (%,.0f–%,.0f)".formatted(statistics.median(), statistics.min(), statistics.max());
    }

    /** Milliseconds since this JVM started, once it has the rule base. */
    private static long coldStartMillis(int automations) {
        MatchingPass.compile(AutomationFamily.MIXED.audiences(automations, SEED));
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
