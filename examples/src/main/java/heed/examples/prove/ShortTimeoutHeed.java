package heed.examples.prove;

import heed.cli.Heed;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ShutdownSignal;
import heed.cli.process.StandardStreams;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** The {@code heed} command with a shorter lock time-out: it waits less than a second for a lock instead of a minute. */
public final class ShortTimeoutHeed {
    static final Duration LOCK_TIMEOUT = Duration.ofMillis(700);

    private ShortTimeoutHeed() {}

    /** Returns the words that start this variant of {@code heed}, without arguments. */
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ShortTimeoutHeed.class.getName());
    }

    public static void main(String[] arguments) {
        ShutdownSignal shutdown = ShutdownSignal.install();
        int code = Heed.run(
                new CommandEnvironment(
                        System.in,
                        StandardStreams.out(),
                        StandardStreams.err(),
                        CommandEnvironment.Terminals.NONE,
                        Clock.tickMillis(ZoneOffset.UTC),
                        ZoneOffset.UTC,
                        "prove",
                        System.getenv(),
                        LOCK_TIMEOUT,
                        shutdown),
                arguments);
        shutdown.complete(code);
        System.exit(code);
    }
}
