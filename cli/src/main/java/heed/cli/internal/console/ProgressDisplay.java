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

/** How far long work is: a bar with rate and time left on a terminal, a plain line now and then elsewhere. */
public interface ProgressDisplay extends AutoCloseable {
    /** Before it nobody can say how long the rest takes. */
    Duration MIN_ELAPSED = Duration.ofSeconds(3);

    /** Says nothing. */
    ProgressDisplay NONE = new ProgressDisplay() {
        @Override
        public void update(long done) {}

        @Override
        public void update(long done, String details) {}

        @Override
        public void close() {}
    };

    void update(long done);

    /** @param details shown beside it */
    void update(long done, String details);

    @Override
    void close();

    /** @param noun what is counted: "row" */
    static ProgressDisplay of(
            CommandEnvironment environment, String task, String noun, long total, Consumer<String> lines) {
        return environment.terminals().err()
                ? new TerminalBar(environment, task, noun, total)
                : new LogLines(environment.clock(), task, noun, total, lines);
    }

    /** "5,000 a second, 15 s left", as far as it can be told. */
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

    /** On a terminal: one line of at most 79 columns, in which what details there are take the place of a bar. */
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
                            err.flush(); // without the line end that would leave an empty line
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

        /** The line after so much time. */
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

        /** As wide as any, so that nothing is left of the one before. */
        private static String padLine(String line) {
            return line + " ".repeat(WIDTH - TerminalText.width(line));
        }

        /** Without the last of what it lists, where that does not fit. */
        private static String truncateLine(String line) {
            String cut = TerminalText.truncate(line, WIDTH);
            int comma = cut.equals(line) ? -1 : cut.lastIndexOf(", ");
            return comma < 0 ? cut : cut.substring(0, comma) + ", …";
        }
    }

    /** Elsewhere: nothing for what is done in five seconds. */
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
