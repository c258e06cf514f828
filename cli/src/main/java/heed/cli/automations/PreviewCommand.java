package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.SuggestedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.files.OutputFile;
import heed.cli.internal.settings.MailOptions;
import heed.cli.mail.OpenMail;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.definition.Automation;
import heed.engine.definition.AutomationSource;
import heed.engine.preview.AffectedCount;
import heed.engine.preview.RunPreview;
import heed.engine.run.RunOptions;
import heed.model.prospect.Prospect;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heed preview}: what an automation would do if it ran now. */
@Command(
        name = "preview",
        description = {
            "Show which prospects an automation would affect and what it would change.",
            "Nothing is changed."
        })
public final class PreviewCommand extends HeedCommand {
    private static final int MAX_SAMPLES = 1_000;

    @Parameters(paramLabel = "FILE", description = "The definition of the automation.")
    private Path file = Path.of("");

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "10",
            description = "The number of affected prospects to show, from 0 to 1000 (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--plan",
            paramLabel = "OUT",
            description = "Also write the plan to this file, for `heed run FILE --plan OUT`.")
    private @Nullable Path plan;

    @Option(
            names = "--render",
            paramLabel = "ID|EMAIL",
            description = "Also show the messages as this prospect would receive them. May be given more than once.")
    private List<String> render = new ArrayList<>();

    @Option(
            names = "--count",
            description = "Only count the prospects it would affect: exactly, and much faster than a preview.")
    private boolean count;

    @Option(
            names = "--explain-plan",
            description =
                    "Only show how prospects would be read: which conditions the database decides, and which Drools"
                            + " decides.")
    private boolean explainPlan;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public PreviewCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        if (samples < 0 || samples > MAX_SAMPLES) {
            throw CommandException.invalid(
                    "sample", "--sample must be from 0 to " + TerminalText.formatNumber(MAX_SAMPLES));
        }
        if ((count || explainPlan) && (count == explainPlan || plan != null || !render.isEmpty())) {
            throw CommandException.invalid(
                    "usage",
                    "--count and --explain-plan cannot be combined with each other, with --plan or with --render");
        }
        if (plan != null) {
            List<Path> inputs = new ArrayList<>(List.of(file));
            mail.settingsFile(environment()).ifPresent(inputs::add);
            OutputFile unused = OutputFile.require(plan, globalOptions().store(), inputs);
        }
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            AutomationSource source = DefinitionFile.readAutomation(file, session, console());
            Engine engine = Engines.create(session, environment(), mail.find(environment(), console()));
            if (explainPlan) {
                new QueryExplanationOutput(
                                source.automation(),
                                engine.explainQuery(source.automation()),
                                session.account().account().zone())
                        .writeTo(console(), globalOptions().json());
                return ExitCode.DONE;
            }
            if (count) {
                new AffectedCountOutput(source.automation(), countAffected(engine, source))
                        .writeTo(console(), globalOptions().json());
                return ExitCode.DONE;
            }
            List<MessagePreview> messages = renderMessages(session, engine, source);
            RunPreview preview =
                    preview(engine, source, session.account().account().zone());
            List<Prospect> sampleProspects = session.account()
                    .read(reading -> reading.listProspects(preview.samples().stream()
                            .map(RunPreview.ProspectSample::prospect)
                            .toList()));
            new PreviewOutput(
                            source.automation(),
                            preview,
                            samples,
                            sampleProspects,
                            messages,
                            Optional.ofNullable(plan),
                            runCommand(engine, source.automation(), preview))
                    .writeTo(console(), globalOptions().json());
            printUnsentMail(session, engine, source.automation());
        }
        return ExitCode.DONE;
    }

    /** Prints what is left to send of the latest run of the automation. */
    private void printUnsentMail(AccountSession session, Engine engine, Automation automation) {
        if (!globalOptions().json()) {
            OpenMail openMail = new OpenMail(session, environment().clock().instant());
            engine.latestRun(automation)
                    .ifPresent(run -> openMail.describe(run.id())
                            .forEach(line ->
                                    console().printNote("run " + run.id() + " of this automation: " + line + ".")));
        }
    }

    /** Returns the command that runs what was previewed, with the options without which it would be refused. */
    private SuggestedCommand runCommand(Engine engine, Automation automation, RunPreview preview) {
        RunOptions required = engine.requiredOptions(automation, preview);
        SuggestedCommand command = globalOptions().suggestMailCommand("run", file);
        if (plan != null) {
            command = command.with("--plan", plan);
        }
        if (required.again()) {
            command = command.with("--again");
        }
        return required.confirmedCount().isPresent()
                ? command.with("--confirm", required.confirmedCount().getAsLong())
                : command;
    }

    private List<MessagePreview> renderMessages(AccountSession session, Engine engine, AutomationSource source) {
        return render.stream()
                .map(idOrEmail -> session.account().read(reading -> ProspectLookup.get(reading, idOrEmail)))
                .flatMap(prospect -> engine.renderMessages(source.automation(), prospect).stream()
                        .map(message -> new MessagePreview(prospect, message)))
                .toList();
    }

    private AffectedCount countAffected(Engine engine, AutomationSource source) {
        try (EngineProgressDisplay progress = new EngineProgressDisplay(environment(), console())) {
            return engine.countAffected(source.automation(), progress);
        }
    }

    private RunPreview preview(Engine engine, AutomationSource source, ZoneId zone) {
        Path out = plan;
        int requestedSamples = Math.max(1, samples);
        try (EngineProgressDisplay progress = new EngineProgressDisplay(environment(), console())) {
            return EngineErrors.translate(
                    globalOptions(),
                    zone,
                    () -> out == null
                            ? engine.preview(source.automation(), requestedSamples, progress)
                            : engine.plan(source, requestedSamples, out, progress));
        }
    }
}
