package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.model.run.RunId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Holds back a run's unsent mail. */
@Command(name = "pause", description = "Hold back the mail of a run that is not sent yet, until `heed resume RUN`.")
public final class PauseCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "Its number, as `heed runs` shows it.")
    private long run;

    public PauseCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            RunId id = Runs.known(open, run);
            open.mail().outbox().pause(id);
            Runs.tell(
                    console(),
                    common().json(),
                    open,
                    id,
                    "Run " + run + " sends nothing until `heed resume " + run + "`.");
        }
        return Exit.DONE;
    }
}
