package heed.benchmarks.measure;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Checks that the strategies which a benchmark compares do the same work. Their result is printed, so that a reader sees it. */
public final class ResultCheck {
    private final String subject;
    private final Set<String> strategies = new LinkedHashSet<>();
    private Optional<String> expected = Optional.empty();

    /** @param subject what the result is, such as "opted out" */
    public ResultCheck(String subject) {
        this.subject = subject;
    }

    /**
     * Adds the result of a strategy. A strategy may be added several times.
     *
     * @throws IllegalStateException if the result differs from an earlier one
     */
    public void add(String strategy, Object result) {
        strategies.add(strategy);
        String text = result.toString();
        if (!expected.orElse(text).equals(text)) {
            throw new IllegalStateException(
                    subject + ": " + text + " by " + strategy + " instead of " + expected.get() + " by " + strategies);
        }
        expected = Optional.of(text);
    }

    /** Prints {@link #summary}. */
    public void print(PrintStream out) {
        out.println(summary());
    }

    /**
     * Returns a line with the result that all strategies had.
     *
     * @throws IllegalStateException if fewer than two strategies were added
     */
    public String summary() {
        if (strategies.size() < 2) {
            throw new IllegalStateException(subject + ": nothing was compared with " + strategies);
        }
        return "same result  " + subject + ": " + expected.orElseThrow() + " by " + String.join(", ", strategies);
    }
}
