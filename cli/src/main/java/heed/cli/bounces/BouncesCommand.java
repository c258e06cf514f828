package heed.cli.bounces;

import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import picocli.CommandLine.Command;

/** What is done with mail that comes back. */
@Command(name = "bounces", description = "Mail that comes back: what it says, of whom, and why.")
public final class BouncesCommand extends HeedCommand {
    public BouncesCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        throw CommandException.invalid(
                "usage",
                "say what to do with bounces: heed bounces fetch, list, show, stats, pauses, confirm, discard, reverse,"
                        + " reclassify, policy, read or test");
    }
}
