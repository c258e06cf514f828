package heed.cli.bounces;

import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import picocli.CommandLine.Command;

/** What is done with mail that comes back. */
@Command(name = "bounces", description = "Mail that comes back: what it says, of whom, and why.")
public final class BouncesCommand extends HeedCommand {
    public BouncesCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        throw Failure.invalid("usage", "say what to do with bounces: heed bounces read or test");
    }
}
