package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.cli.mail.MailOptions;
import heed.cli.mail.MailSettings;
import heed.cli.mail.Runs;
import heed.cli.mail.Waiting;
import heed.cli.mail.Working;
import heed.engine.Engine;
import heed.engine.run.RunReport;
import heed.model.run.Run;
import heed.model.run.RunId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on with a run that stopped. */
@Command(
        name = "resume",
        description = "Go on with a run that stopped, from its last committed batch, with the definition it was started"
                + " with; and with its mail, if that was held back by `heed pause`.")
public final class ResumeCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "Its number, as `heed runs` shows it.")
    private long run;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public ResumeCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            RunId id = new RunId(run);
            Optional<MailSettings> settings = mail.find(world(), console());
            Engine engine = Working.on(open, world(), settings);
            RunReport report = Refusals.ask("heed resume " + run, () -> resumed(open, engine, id));
            Optional<Waiting> waiting = Runs.waits(open, report.run().id())
                    ? new RunMail(world(), console(), open, engine).deliver(report.run(), mail.need(world(), console()))
                    : Optional.empty();
            return new RunAnswer(report, open.account().account().zone(), RunMail.counts(open, report.run()), waiting)
                    .answer(console(), common().json());
        }
    }

    /** A run that has finished can still have mail that was held back. */
    private RunReport resumed(OpenAccount open, Engine engine, RunId id) {
        RunReport before = engine.report(id);
        if (before.run().undoneAt().isEmpty()) {
            open.mail().outbox().resume(id);
        }
        if (before.run().status() == Run.Status.FINISHED && Runs.waits(open, id)) {
            return before;
        }
        try (RunProgress progress = new RunProgress(world(), console())) {
            return engine.resume(id, progress);
        }
    }
}
