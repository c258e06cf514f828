package heed.cli.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far long work is: a bar with rate and time left on a terminal, a plain line now and then elsewhere. */
public interface Progress extends AutoCloseable {
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

    /** On a terminal. */
    final class Bar implements Progress {
        private static final int WIDTH = 79;
        private final ProgressBar bar;

        Bar(World world, String task, String noun, long most) {
            PrintStream err = new PrintStream(world.err(), true, StandardCharsets.UTF_8);
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(most)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" " + noun + "s", 1)
                    .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ENGLISH)))
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
            bar.setExtraMessage(" " + details);
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
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
            double seconds = Math.max(0.001, Duration.between(start, now).toMillis() / 1000.0);
            long rate = Math.round(done / seconds);
            String left =
                    done == 0 || done > most ? "" : ", " + Math.round((most - done) / (done / seconds)) + " s left";
            lines.accept(task + " " + Plain.number(done) + " of " + Plain.count(most, noun) + ", " + Plain.number(rate)
                    + " a second" + left + (details.isEmpty() ? "" : "; " + details));
        }

        @Override
        public void close() {}
    }
}
