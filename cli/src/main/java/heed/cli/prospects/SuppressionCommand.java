package heed.cli.prospects;

import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import picocli.CommandLine.Command;

/** What is done with the suppression list. */
@Command(name = "suppression", description = "The account's global suppression list: who is never emailed, and why.")
public final class SuppressionCommand extends HeedCommand {
    public SuppressionCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        throw Failure.invalid(
                "usage",
                "say what to do with the suppression list: heed suppression list, add, remove, import, export or history");
    }
}
