package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.mail.OpenMail;
import heed.cli.mail.PendingMail;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.run.RunReport;
import heed.model.run.Run;
import heed.model.run.RunId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code heed resume}: continues a run that stopped, and sends its mail that was held back. */
@Command(
        name = "resume",
        description = {
            "Continue a run that stopped, and send its mail that is not sent yet or that `heed pause` held back.",
            "The run continues after its last committed batch, with the definition it was started with."
        })
public final class ResumeCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "The number of the run, as `heed runs` lists it.")
    private long run;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public ResumeCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            RunId id = new RunId(run);
            Optional<MailSettings> settings = mail.find(environment(), console());
            Engine engine = Engines.create(session, environment(), settings);
            RunReport report = EngineErrors.translate(
                    globalOptions(), session.account().account().zone(), () -> resumeRun(session, engine, id));
            Optional<PendingMail> pendingMail =
                    RunLookup.hasUnsentMail(session, report.run().id())
                            ? new RunDelivery(environment(), console(), session, engine)
                                    .deliver(report.run(), mail.require(environment(), console()))
                            : Optional.empty();
            ExitCode code = new RunOutput(
                            report,
                            engine.activity(report.run()),
                            session.account().account().zone(),
                            RunDelivery.sendCounts(session, report.run()),
                            pendingMail,
                            globalOptions())
                    .writeTo(console(), globalOptions().json());
            if (pendingMail.isEmpty()) {
                new OpenMail(session, environment().clock().instant())
                        .printNotes(console(), report.run().id());
            }
            return code;
        }
    }

    /** Resumes the run and its mail. A finished run is only reported if it still has mail to send. */
    private RunReport resumeRun(AccountSession session, Engine engine, RunId id) {
        RunReport before = engine.report(id);
        if (before.run().undoneAt().isEmpty()) {
            session.mail().outbox().resume(id);
        }
        if (before.run().status() == Run.Status.FINISHED && RunLookup.hasUnsentMail(session, id)) {
            return before;
        }
        try (EngineProgressDisplay progress = new EngineProgressDisplay(environment(), console())) {
            return engine.resume(id, progress);
        }
    }
}
