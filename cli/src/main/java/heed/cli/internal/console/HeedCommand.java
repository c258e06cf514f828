package heed.cli.internal.console;

import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command: its options are its fields, its answer goes to the console. */
public abstract class HeedCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions globalOptions = new GlobalOptions();

    private final CommandEnvironment environment;
    private final CommandConsole console;

    protected HeedCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.console = new CommandConsole(environment);
    }

    /** @throws CommandException if it could not be done */
    protected abstract ExitCode run() throws IOException;

    @Override
    public final Integer call() throws IOException {
        return run().code();
    }

    public final GlobalOptions globalOptions() {
        return globalOptions;
    }

    protected final CommandEnvironment environment() {
        return environment;
    }

    protected final CommandConsole console() {
        return console;
    }

    /** Ends long work between two commits if the person asked to stop. */
    protected final void throwIfStopRequested(String advice) {
        if (environment.stopRequested().getAsBoolean()) {
            throw CommandException.failed("stopped", "stopped as asked. " + advice);
        }
    }
}
