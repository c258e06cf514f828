package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.World;
import heed.model.run.RunId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Withdraws a run's unsent mail. */
@Command(name = "cancel", description = "Withdraw the mail of a run that is not sent yet, for good.")
public final class CancelCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "Its number, as `heed runs` shows it.")
    private long run;

    public CancelCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            RunId id = Runs.known(open, run);
            int withdrawn = open.mail().outbox().cancel(id, world().clock().instant());
            Runs.tell(
                    console(),
                    common().json(),
                    open,
                    id,
                    Plain.count(withdrawn, "mail") + " of run " + run + " withdrawn; what was sent stays sent.");
        }
        return Exit.DONE;
    }
}
