package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.engine.Engine;
import heed.engine.RunReport;
import heed.model.RunId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Goes on with a run that stopped. */
@Command(
        name = "resume",
        description = "Go on with a run that stopped, from its last committed batch, with the definition it was started"
                + " with.")
public final class ResumeCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "Its number, as `heed runs` shows it.")
    private long run;

    public ResumeCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            Engine engine = Working.on(open, world());
            RunReport report;
            try (RunProgress progress = new RunProgress(world(), console())) {
                report = Refusals.ask("heed resume " + run, () -> engine.resume(new RunId(run), progress));
            }
            new RunAnswer(report, open.account().account().zone()).answer(console(), common().json());
        }
        return Exit.DONE;
    }
}
