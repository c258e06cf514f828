package heed.cli.bounces;

import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import picocli.CommandLine.Command;

/** The parent of the commands for bounces. */
@Command(
        name = "bounces",
        description = "Read and review mail that came back: bounces, delays, complaints and automatic replies.")
public final class BouncesCommand extends HeedCommand {
    public BouncesCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        throw CommandException.invalid(
                "usage",
                "a subcommand is missing: heed bounces fetch, list, show, opt-out, file, stats, pauses, confirm, discard, reverse,"
                        + " reclassify, policy, read or test");
    }
}
