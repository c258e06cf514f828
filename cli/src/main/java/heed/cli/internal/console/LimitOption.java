package heed.cli.internal.console;

import heed.cli.process.CommandException;
import picocli.CommandLine.Option;

/** The option that limits the length of a list. */
public final class LimitOption {
    private static final int MAX_LIMIT = 10_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "The greatest number of rows, from 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    /**
     * Returns the limit.
     *
     * @throws CommandException if it is out of range
     */
    public int require() {
        return require(limit);
    }

    /**
     * Returns a limit that was given.
     *
     * @throws CommandException if it is out of range
     */
    public static int require(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw CommandException.invalid(
                    "limit", "--limit must be from 1 to " + TerminalText.formatNumber(MAX_LIMIT) + ", not " + limit);
        }
        return limit;
    }
}
