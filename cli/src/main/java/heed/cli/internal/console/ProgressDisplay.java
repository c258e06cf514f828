package heed.cli.internal.console;

import heed.cli.process.CommandEnvironment;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * The progress of a long task on standard error: a bar with rate and remaining time on a terminal, a plain line every
 * five seconds elsewhere.
 */
public interface ProgressDisplay extends AutoCloseable {
    /** The time after which the remaining time is shown; before it, the rate is not reliable. */
    Duration MIN_ELAPSED = Duration.ofSeconds(3);

    /** A display that shows nothing. */
    ProgressDisplay NONE = new ProgressDisplay() {
        @Override
        public void update(long done) {}

        @Override
        public void update(long done, String details) {}

        @Override
        public void close() {}
    };

    /** Shows the count that is done so far. */
    void update(long done);

    /**
     * Shows the count that is done so far.
     *
     * @param details a text that is shown after the count; empty for none
     */
    void update(long done, String details);

    @Override
    void close();

    /**
     * Creates the display that fits standard error: a bar on a terminal, lines elsewhere.
     *
     * @param task the activity, such as {@code Importing}
     * @param noun what is counted, in the singular: {@code row}
     * @param total the expected count
     * @param lines receives the lines that are shown where standard error is no terminal
     */
    static ProgressDisplay of(
            CommandEnvironment environment, String task, String noun, long total, Consumer<String> lines) {
        return environment.terminals().err()
                ? new TerminalBar(environment, task, noun, total)
                : new LogLines(environment.clock(), task, noun, total, lines);
    }

    /** Returns the rate and, where it can be estimated, the remaining time: "5,000 a second, 15 s left". */
    private static String formatRate(long done, long total, Duration elapsed, String perSecondSuffix) {
        double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
        double rate = done / seconds;
        boolean isRemainingKnown = done > 0 && done < total && elapsed.compareTo(MIN_ELAPSED) >= 0;
        String remaining = isRemainingKnown ? ", " + formatDuration(Math.round((total - done) / rate)) + " left" : "";
        return TerminalText.formatNumber(Math.round(rate)) + perSecondSuffix + remaining;
    }

    private static String formatDuration(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /** A line of at most 79 columns on a terminal, with a bar or, if there are details, with the details instead. */
    final class TerminalBar implements ProgressDisplay {
        private static final int WIDTH = 79;
        private static final int BAR_LENGTH = 12;
        private final ProgressBar bar;

        TerminalBar(CommandEnvironment environment, String task, String noun, long total) {
            PrintStream err = new PrintStream(environment.err(), true, StandardCharsets.UTF_8);
            bar = new ProgressBarBuilder()
                    .setInitialMax(total)
                    .setRenderer((state, width) -> padLine(line(
                            task, noun, state.getCurrent(), total, state.getTotalElapsed(), state.getExtraMessage())))
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH) {
                        @Override
                        public void close() {
                            err.flush(); // The superclass would print a line end, which leaves an empty line.
                        }
                    })
                    .clearDisplayOnFinish()
                    .build();
        }

        @Override
        public void update(long done) {
            bar.stepTo(done);
        }

        @Override
        public void update(long done, String details) {
            bar.setExtraMessage(details);
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }

        /** Returns the line that is shown after the elapsed time. */
        static String line(String task, String noun, long done, long total, Duration elapsed, String details) {
            String rate = done == 0 ? "" : ", " + formatRate(done, total, elapsed, "/s");
            if (!details.isEmpty()) {
                return truncateLine(task + " " + TerminalText.formatNumber(done) + " of "
                        + TerminalText.formatNumber(total) + rate + "; " + details);
            }
            int full = total == 0 ? BAR_LENGTH : (int) Math.min(BAR_LENGTH, done * BAR_LENGTH / total);
            return truncateLine(task + " [" + "#".repeat(full) + " ".repeat(BAR_LENGTH - full) + "] "
                    + TerminalText.formatNumber(done) + " of " + TerminalText.formatCount(total, noun) + rate);
        }

        /** Pads a line to the full width, so that it covers the line before it. */
        private static String padLine(String line) {
            return line + " ".repeat(WIDTH - TerminalText.width(line));
        }

        /** Cuts a line that is too long after the last element of its list that fits. */
        private static String truncateLine(String line) {
            String cut = TerminalText.truncate(line, WIDTH);
            int comma = cut.equals(line) ? -1 : cut.lastIndexOf(", ");
            return comma < 0 ? cut : cut.substring(0, comma) + ", …";
        }
    }

    /** A line every five seconds, for a log or a pipe. A task that ends sooner prints nothing. */
    final class LogLines implements ProgressDisplay {
        private static final Duration INTERVAL = Duration.ofSeconds(5);
        private final Clock clock;
        private final String task;
        private final String noun;
        private final long total;
        private final Consumer<String> lines;
        private final Instant start;
        private Instant next;

        LogLines(Clock clock, String task, String noun, long total, Consumer<String> lines) {
            this.clock = clock;
            this.task = task;
            this.noun = noun;
            this.total = total;
            this.lines = lines;
            this.start = clock.instant();
            this.next = start.plus(INTERVAL);
        }

        @Override
        public void update(long done) {
            update(done, "");
        }

        @Override
        public void update(long done, String details) {
            Instant now = clock.instant();
            if (now.isBefore(next)) {
                return;
            }
            next = now.plus(INTERVAL);
            lines.accept(
                    task + " " + TerminalText.formatNumber(done) + " of " + TerminalText.formatCount(total, noun) + ", "
                            + formatRate(done, total, Duration.between(start, now), " a second")
                            + (details.isEmpty() ? "" : "; " + details));
        }

        @Override
        public void close() {}
    }
}
