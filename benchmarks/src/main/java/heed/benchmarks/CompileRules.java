package heed.benchmarks;

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
public final class CompileRules {
    private static final long SEED = 2026;
    private static final int WARM_UPS = 20;

    private CompileRules() {}

    public static void main(String[] arguments) throws IOException {
        int automations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        if (rounds == 0) {
            System.out.print(cold(automations));
        } else {
            run(automations, rounds, System.out);
        }
    }

    static void run(int automations, int rounds, PrintStream out) throws IOException {
        out.printf("%,d automations become a rule base, %d rounds%n", automations, rounds);
        out.println(Machine.words());
        List<Double> cold = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            cold.add(Double.parseDouble(
                    OwnProcess.output(List.of(), CompileRules.class, Integer.toString(automations), "0")));
        }
        List<Audience> audiences = Family.MIXED.audiences(automations, SEED);
        List<Double> warm = new ArrayList<>();
        for (int round = -WARM_UPS; round < rounds; round++) {
            long start = System.nanoTime();
            RuleBook book = Deciding.book(audiences);
            double milliseconds = (System.nanoTime() - start) / 1e6;
            if (book.selectors().size() != automations) {
                throw new IllegalStateException("a rule base without all automations");
            }
            if (round >= 0) {
                warm.add(milliseconds);
            }
        }
        out.printf("cold, from the start of the JVM: %s%n", milliseconds(Spread.of(cold)));
        out.printf("warm: %s%n", milliseconds(Spread.of(warm)));
    }

    private static String milliseconds(Spread spread) {
        return "%,.0f ms (%,.0f–%,.0f)".formatted(spread.median(), spread.least(), spread.most());
    }

    /** Milliseconds since this JVM started, once it has the rule base. */
    private static long cold(int automations) {
        Deciding.book(Family.MIXED.audiences(automations, SEED));
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
