package heed.cli.internal.console;

import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command of {@code heed}. Its fields are its arguments and options; its answer goes to the console. */
public abstract class HeedCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions globalOptions = new GlobalOptions();

    private final CommandEnvironment environment;
    private final CommandConsole console;

    protected HeedCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.console = new CommandConsole(environment);
    }

    /**
     * Executes the command.
     *
     * @throws CommandException if it fails, if its input is invalid, or if a guard refuses it
     */
    protected abstract ExitCode run() throws IOException;

    @Override
    public final Integer call() throws IOException {
        return run().code();
    }

    public final GlobalOptions globalOptions() {
        return globalOptions;
    }

    /** Returns the environment; its actor has the name that {@code --on-behalf-of} gives. */
    protected final CommandEnvironment environment() {
        return globalOptions.onBehalfOf().map(environment::onBehalfOf).orElse(environment);
    }

    protected final CommandConsole console() {
        return console;
    }

    /**
     * Stops a long command between two commits if the user asked for it.
     *
     * @param advice what was done so far, or how to continue, in a sentence
     * @throws CommandException if a stop was requested
     */
    protected final void throwIfStopRequested(String advice) {
        if (environment.stopRequested().getAsBoolean()) {
            throw CommandException.failed("stopped", "stopped on request. " + advice);
        }
    }
}
