package heed.examples.prove;

import heed.cli.Heed;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ShutdownSignal;
import heed.cli.process.StandardStreams;
import heed.store.DatabaseStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code heed} command with a clock that is wrong by the seconds in a file, which may change while the command runs. The
 * first argument is the file.
 */
public final class SkewedClockHeed {
    private static final long POLL_MILLIS = 20;

    private SkewedClockHeed() {}

    /** Returns the words that start this variant of {@code heed}, without arguments. */
    static List<String> command(Path offsetFile) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SkewedClockHeed.class.getName(),
                offsetFile.toString());
    }

    /** Sets the error of the clocks that read a file. */
    static void setOffset(Path offsetFile, long seconds) throws IOException {
        Path written = Files.writeString(
                offsetFile.resolveSibling(offsetFile.getFileName() + ".new"),
                Long.toString(seconds),
                StandardCharsets.US_ASCII);
        Files.move(written, offsetFile, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static final class SkewedClock extends Clock {
        private final Path offsetFile;
        private volatile long offsetSeconds;

        SkewedClock(Path offsetFile) {
            this.offsetFile = offsetFile;
            read();
            Thread thread = new Thread(this::poll, "skewed-clock");
            thread.setDaemon(true);
            thread.start();
        }

        private void read() {
            try {
                offsetSeconds = Long.parseLong(Files.readString(offsetFile, StandardCharsets.US_ASCII));
            } catch (IOException missing) {
                offsetSeconds = 0;
            }
        }

        private void poll() {
            try {
                while (true) {
                    Thread.sleep(POLL_MILLIS);
                    read();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Instant instant() {
            return Clock.tickMillis(ZoneOffset.UTC).instant().plusSeconds(offsetSeconds);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("commands take the zone of the account");
        }
    }

    public static void main(String[] arguments) {
        ShutdownSignal shutdown = ShutdownSignal.install();
        int code = Heed.run(
                new CommandEnvironment(
                        System.in,
                        StandardStreams.out(),
                        StandardStreams.err(),
                        CommandEnvironment.Terminals.NONE,
                        new SkewedClock(Path.of(arguments[0])),
                        ZoneOffset.UTC,
                        "prove",
                        System.getenv(),
                        DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                        shutdown),
                Arrays.copyOfRange(arguments, 1, arguments.length));
        shutdown.complete(code);
        System.exit(code);
    }
}
