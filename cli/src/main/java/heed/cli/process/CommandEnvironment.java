package heed.cli.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The environment in which a command runs.
 *
 * @param out standard output: the result and nothing else
 * @param err standard error: progress, notes and failures
 * @param terminals which of the two output streams are terminals
 * @param zone the time zone of the system, which a new account gets
 * @param actor the user who runs the command, by the name that the operating system gives
 * @param variables the environment variables of the process
 * @param lockTimeout how long a store waits for a lock that another process holds
 * @param stopRequested whether the user asked to stop; a long command then ends at its next commit
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

    /** Returns the environment of a command that somebody else has asked for: the actor has both names. */
    public CommandEnvironment onBehalfOf(String name) {
        return new CommandEnvironment(
                in,
                out,
                err,
                terminals,
                clock,
                zone,
                actor + " on behalf of " + name,
                variables,
                lockTimeout,
                stopRequested);
    }

    /**
     * Which of the output streams are terminals.
     *
     * @param columns the width of the terminal in columns; {@link #DEFAULT_COLUMNS} if there is none or if it is unknown
     */
    public record Terminals(boolean out, boolean err, int columns) {
        /** The width of lines that are not for a terminal of a known width. */
        public static final int DEFAULT_COLUMNS = 96;

        /** No stream is a terminal. */
        public static final Terminals NONE = new Terminals(false, false, DEFAULT_COLUMNS);
    }
}
