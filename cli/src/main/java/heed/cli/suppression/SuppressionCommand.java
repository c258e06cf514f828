package heed.cli.suppression;

import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import picocli.CommandLine.Command;

/** The parent of the commands for the suppression list. */
@Command(
        name = "suppression",
        description = "Manage the suppression list: the addresses that Heed never sends email to.")
public final class SuppressionCommand extends HeedCommand {
    public SuppressionCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        throw CommandException.invalid(
                "usage", "a subcommand is missing: list, add, remove, import, export or history");
    }
}
