package heed.cli.console;

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
public interface Progress extends AutoCloseable {
    /** Before it nobody can say how long the rest takes. */
    Duration STARTED = Duration.ofSeconds(3);

    /** Says nothing. */
    Progress NONE = new Progress() {
        @Override
        public void at(long done) {}

        @Override
        public void at(long done, String details) {}

        @Override
        public void close() {}
    };

    void at(long done);

    /** @param details shown beside it */
    void at(long done, String details);

    @Override
    void close();

    /** @param noun what is counted: "row" */
    static Progress of(World world, String task, String noun, long most, Consumer<String> lines) {
        return world.terminals().err()
                ? new Bar(world, task, noun, most)
                : new Lines(world.clock(), task, noun, most, lines);
    }

    /** "5,000 a second, 15 s left", as far as it can be told. */
    private static String pace(long done, long most, Duration passed, String aSecond) {
        double seconds = Math.max(0.001, passed.toMillis() / 1000.0);
        double rate = done / seconds;
        boolean known = done > 0 && done < most && passed.compareTo(STARTED) >= 0;
        String left = known ? ", " + words(Math.round((most - done) / rate)) + " left" : "";
        return Plain.number(Math.round(rate)) + aSecond + left;
    }

    private static String words(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /** On a terminal: one line of at most 79 columns, in which what details there are take the place of a bar. */
    final class Bar implements Progress {
        private static final int WIDTH = 79;
        private static final int MARKS = 12;
        private final ProgressBar bar;

        Bar(World world, String task, String noun, long most) {
            PrintStream err = new PrintStream(world.err(), true, StandardCharsets.UTF_8);
            bar = new ProgressBarBuilder()
                    .setInitialMax(most)
                    .setRenderer((state, width) -> over(line(
                            task, noun, state.getCurrent(), most, state.getTotalElapsed(), state.getExtraMessage())))
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
        public void at(long done) {
            bar.stepTo(done);
        }

        @Override
        public void at(long done, String details) {
            bar.setExtraMessage(details);
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }

        /** The line after so much time. */
        static String line(String task, String noun, long done, long most, Duration passed, String details) {
            String pace = done == 0 ? "" : ", " + pace(done, most, passed, "/s");
            if (!details.isEmpty()) {
                return fit(task + " " + Plain.number(done) + " of " + Plain.number(most) + pace + "; " + details);
            }
            int full = most == 0 ? MARKS : (int) Math.min(MARKS, done * MARKS / most);
            return fit(task + " [" + "#".repeat(full) + " ".repeat(MARKS - full) + "] " + Plain.number(done) + " of "
                    + Plain.count(most, noun) + pace);
        }

        /** As wide as any, so that nothing is left of the one before. */
        private static String over(String line) {
            return line + " ".repeat(WIDTH - Plain.width(line));
        }

        /** Without the last of what it lists, where that does not fit. */
        private static String fit(String line) {
            String cut = Plain.cut(line, WIDTH);
            int comma = cut.equals(line) ? -1 : cut.lastIndexOf(", ");
            return comma < 0 ? cut : cut.substring(0, comma) + ", …";
        }
    }

    /** Elsewhere: nothing for what is done in five seconds. */
    final class Lines implements Progress {
        private static final Duration EVERY = Duration.ofSeconds(5);
        private final Clock clock;
        private final String task;
        private final String noun;
        private final long most;
        private final Consumer<String> lines;
        private final Instant start;
        private Instant next;

        Lines(Clock clock, String task, String noun, long most, Consumer<String> lines) {
            this.clock = clock;
            this.task = task;
            this.noun = noun;
            this.most = most;
            this.lines = lines;
            this.start = clock.instant();
            this.next = start.plus(EVERY);
        }

        @Override
        public void at(long done) {
            at(done, "");
        }

        @Override
        public void at(long done, String details) {
            Instant now = clock.instant();
            if (now.isBefore(next)) {
                return;
            }
            next = now.plus(EVERY);
            lines.accept(task + " " + Plain.number(done) + " of " + Plain.count(most, noun) + ", "
                    + pace(done, most, Duration.between(start, now), " a second")
                    + (details.isEmpty() ? "" : "; " + details));
        }

        @Override
        public void close() {}
    }
}
