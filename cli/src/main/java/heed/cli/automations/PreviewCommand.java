package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.World;
import heed.cli.mail.MailOptions;
import heed.cli.mail.Working;
import heed.cli.prospects.ProspectChoice;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.preview.AffectedCount;
import heed.engine.preview.RunPreview;
import heed.model.prospect.Prospect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what an automation would do if it ran now. */
@Command(
        name = "preview",
        description = "Show whom an automation would affect and what it would change; nothing is changed.")
public final class PreviewCommand extends HeedCommand {
    private static final int MOST_SAMPLES = 1_000;

    @Parameters(paramLabel = "FILE", description = "The definition of an automation.")
    private Path file = Path.of("");

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the affected are shown (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--plan",
            paramLabel = "OUT",
            description = "Write the plan to a file, for `heed run FILE --plan OUT`.")
    private @Nullable Path plan;

    @Option(
            names = "--render",
            paramLabel = "ID|EMAIL",
            description = "Show its messages as this prospect would get them; may be given several times.")
    private List<String> render = new ArrayList<>();

    @Option(names = "--count", description = "Only count how many it would affect, exactly; much faster.")
    private boolean count;

    @Option(
            names = "--explain-plan",
            description = "Only say how prospects would be read: what the database decides, and what Drools.")
    private boolean explainPlan;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public PreviewCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        if (samples < 0 || samples > MOST_SAMPLES) {
            throw Failure.invalid("sample", "--sample is from 0 to " + Plain.number(MOST_SAMPLES));
        }
        if ((count || explainPlan) && (count == explainPlan || plan != null || !render.isEmpty())) {
            throw Failure.invalid("usage", "--count and --explain-plan show one thing only: leave out the others");
        }
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            AutomationSource source = Definitions.automation(file, open, console());
            Engine engine = Working.on(open, world(), mail.find(world(), console()));
            if (explainPlan) {
                new ReadingPlanAnswer(source.automation(), engine.explainQuery(source.automation()))
                        .answer(console(), common().json());
                return Exit.DONE;
            }
            if (count) {
                new ReachAnswer(source.automation(), reach(engine, source)).answer(console(), common().json());
                return Exit.DONE;
            }
            List<Rendered> letters = rendered(open, engine, source);
            RunPreview preview = preview(engine, source);
            List<Prospect> sampled = open.account()
                    .read(reading -> reading.listProspects(preview.samples().stream()
                            .map(RunPreview.ProspectSample::prospect)
                            .toList()));
            new PreviewAnswer(source.automation(), preview, sampled, letters, file, Optional.ofNullable(plan))
                    .answer(console(), common().json());
        }
        return Exit.DONE;
    }

    private List<Rendered> rendered(OpenAccount open, Engine engine, AutomationSource source) {
        return render.stream()
                .map(one -> open.account().read(reading -> ProspectChoice.one(reading, one)))
                .flatMap(prospect -> engine.renderMessages(source.automation(), prospect).stream()
                        .map(letter -> new Rendered(prospect, letter)))
                .toList();
    }

    private AffectedCount reach(Engine engine, AutomationSource source) {
        try (RunProgress progress = new RunProgress(world(), console())) {
            return engine.countAffected(source.automation(), progress);
        }
    }

    private RunPreview preview(Engine engine, AutomationSource source) {
        Path out = plan;
        try (RunProgress progress = new RunProgress(world(), console())) {
            return Refusals.ask(
                    "heed preview " + file,
                    () -> out == null
                            ? engine.preview(source.automation(), samples, progress)
                            : engine.plan(source, samples, out, progress));
        }
    }
}
