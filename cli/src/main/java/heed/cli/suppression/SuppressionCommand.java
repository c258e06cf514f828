package heed.cli.suppression;

import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import picocli.CommandLine.Command;

/** What is done with the suppression list. */
@Command(name = "suppression", description = "The account's global suppression list: who is never emailed, and why.")
public final class SuppressionCommand extends HeedCommand {
    public SuppressionCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        throw CommandException.invalid(
                "usage",
                "say what to do with the suppression list: heed suppression list, add, remove, import, export or history");
    }
}
