package heed.examples.prove;

import heed.cli.Heed;
import heed.cli.console.Stop;
import heed.cli.console.Streams;
import heed.cli.console.World;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** The {@code heed} command, but for how long it waits for what others hold in a store: a moment in place of a minute. */
public final class ImpatientHeed {
    static final Duration PATIENCE = Duration.ofMillis(700);

    private ImpatientHeed() {}

    /** The words that start it, before those of a call. */
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ImpatientHeed.class.getName());
    }

    public static void main(String[] arguments) {
        Stop stop = Stop.listening();
        int code = Heed.run(
                new World(
                        System.in,
                        Streams.out(),
                        Streams.err(),
                        World.Terminals.NONE,
                        Clock.tickMillis(ZoneOffset.UTC),
                        ZoneOffset.UTC,
                        "prove",
                        System.getenv(),
                        PATIENCE,
                        stop),
                arguments);
        stop.ended(code);
        System.exit(code);
    }
}
