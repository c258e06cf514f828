package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.internal.account.Engines;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.mail.OpenMail;
import heed.cli.mail.PendingMail;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heed run}: runs an automation, or continues its run that stopped. */
@Command(
        name = "run",
        description = {
            "Run an automation, or continue its run that stopped or has mail to send.",
            "An automation runs only once, unless --again or --resend is given."
        })
public final class RunCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "The definition of the automation.")
    private Path file = Path.of("");

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description = "Apply exactly this plan, which `heed preview FILE --plan PLAN` wrote. Prospects that changed"
                    + " after that are left out and listed.")
    private @Nullable Path plan;

    @Option(
            names = "--again",
            description =
                    "Run it once more although it has run. Prospects who have received its messages do not get them"
                            + " again.")
    private boolean again;

    @Option(
            names = "--resend",
            description = "Run it once more, and also send its messages again to prospects who have received them.")
    private boolean resend;

    @Option(
            names = "--confirm",
            paramLabel = "N",
            description = "Confirm that the run affects this number of prospects. Needed if a guard refuses the run"
                    + " because it has no criteria or affects too large a share of the account.")
    private @Nullable Long confirm;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public RunCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            AutomationSource source = DefinitionFile.readAutomation(file, session, console());
            Optional<MailSettings> settings = mail.find(environment(), console());
            Engine engine = Engines.create(session, environment(), settings);
            RunOptions options = new RunOptions(
                    again || resend,
                    resend,
                    confirm == null ? OptionalLong.empty() : OptionalLong.of(confirm),
                    Optional.ofNullable(plan));
            DataWarnings.describeCriteria(
                            engine.findUnmatched(source.automation()),
                            session.account().account().zone())
                    .forEach(console()::printWarning);
            RunReport report;
            try (EngineProgressDisplay progress = new EngineProgressDisplay(environment(), console())) {
                report = EngineErrors.translate(
                        globalOptions(),
                        session.account().account().zone(),
                        () -> runOrContinue(engine, source, options, progress));
            }
            Optional<PendingMail> pendingMail = new RunDelivery(environment(), console(), session, engine)
                    .deliver(source.automation(), report.run(), settings);
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

    /** Runs the automation. If it has run and only mail of that run is left to send, reports that run. */
    private RunReport runOrContinue(
            Engine engine, AutomationSource source, RunOptions options, EngineProgressDisplay progress) {
        try {
            return engine.run(source, options, progress);
        } catch (RunRefusedException refused) {
            if (refused.refusal() instanceof RunRefusal.AlreadyRan earlierRun && earlierRun.canContinue()) {
                console()
                        .printNote("run " + earlierRun.run() + " has finished, and "
                                + TerminalText.formatCount(earlierRun.unsentMails(), "mail")
                                + " of it " + (earlierRun.unsentMails() == 1 ? "is" : "are")
                                + " not sent yet. Going on with the mail; nobody is selected anew.");
                return engine.report(earlierRun.run());
            }
            throw refused;
        }
    }
}
