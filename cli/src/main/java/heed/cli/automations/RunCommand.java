package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.cli.mail.MailOptions;
import heed.cli.mail.MailSettings;
import heed.cli.mail.Waiting;
import heed.cli.mail.Working;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.RunOptions;
import heed.engine.run.RunReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an automation, or goes on with a run of it that stopped. */
@Command(
        name = "run",
        description = "Run an automation: once, and never again. A run that stopped goes on by the same command.")
public final class RunCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "The definition of an automation.")
    private Path file = Path.of("");

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description =
                    "Apply exactly this plan of `heed preview FILE --plan PLAN`; prospects that have changed since"
                            + " are left out and listed.")
    private @Nullable Path plan;

    @Option(
            names = "--again",
            description = "Run it once more although it has run. Whoever has its messages does not get them again.")
    private boolean again;

    @Option(names = "--resend", description = "Run it once more, and send its messages also to those who have them.")
    private boolean resend;

    @Option(
            names = "--confirm",
            paramLabel = "N",
            description = "How many prospects it affects: lets a run through that a guard refuses, because it has no"
                    + " criteria or affects too large a share.")
    private @Nullable Long confirm;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public RunCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            AutomationSource source = Definitions.automation(file, open, console());
            Optional<MailSettings> settings = mail.find(world(), console());
            Engine engine = Working.on(open, world(), settings);
            RunOptions options = new RunOptions(
                    again || resend,
                    resend,
                    confirm == null ? OptionalLong.empty() : OptionalLong.of(confirm),
                    Optional.ofNullable(plan));
            RunReport report;
            try (RunProgress progress = new RunProgress(world(), console())) {
                report = Refusals.ask("heed run " + file, () -> engine.run(source, options, progress));
            }
            Optional<Waiting> waiting =
                    new RunMail(world(), console(), open, engine).deliver(source.automation(), report.run(), settings);
            return new RunAnswer(report, open.account().account().zone(), RunMail.counts(open, report.run()), waiting)
                    .answer(console(), common().json());
        }
    }
}
