package heed.cli.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What is around a command.
 *
 * @param out standard output: the result and nothing else
 * @param err standard error: progress, notes and failures
 * @param terminals which of the two a person is looking at
 * @param zone the system's, for a new account
 * @param actor who calls, as the operating system names them
 * @param variables the variables of the process
 * @param lockTimeout how long a store waits for what others hold in it
 * @param stopRequested whether the person asked to stop: long work then ends at its next commit
 */
public record CommandEnvironment(
        InputStream in,
        OutputStream out,
        OutputStream err,
        Terminals terminals,
        Clock clock,
        ZoneId zone,
        String actor,
        Map<String, String> variables,
        Duration lockTimeout,
        BooleanSupplier stopRequested) {

    /** Which streams are terminals. */
    public record Terminals(boolean out, boolean err) {
        public static final Terminals NONE = new Terminals(false, false);
    }
}
