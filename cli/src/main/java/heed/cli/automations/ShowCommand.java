package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heed.bounces.marking.BounceQuery;
import heed.cli.bounces.BounceAlerts;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.mail.OpenMail;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.run.RunActivity;
import heed.engine.run.RunReport;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heed show}: what a run did, and the definition it was started with. */
@Command(name = "show", description = "Show what a run did and the definition it was started with.")
public final class ShowCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "The number of the run, as `heed runs` lists it.")
    private long run;

    public ShowCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ShownRunAnswer(
            @JsonUnwrapped RunOutput.RunAnswer outcome,
            Optional<String> name,
            Optional<String> definition,
            List<String> alerts) {}

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Engine engine = Engines.create(session, environment());
            RunReport report = EngineErrors.translate(
                    globalOptions(), session.account().account().zone(), () -> engine.report(new RunId(run)));
            Optional<StoredDefinition> definition = session.account()
                    .read(reading -> reading.findDefinition(
                            report.run().automation(), report.run().version()));
            ZoneId zone = session.account().account().zone();
            List<String> alerts = BounceAlerts.alerts(
                            session, BounceQuery.ALL.withRun(report.run().id()))
                    .stream()
                    .map(BounceAlerts.BounceAlert::text)
                    .toList();
            RunOutput output = new RunOutput(
                    report,
                    engine.activity(report.run()),
                    zone,
                    RunDelivery.sendCounts(session, report.run()),
                    Optional.empty(),
                    globalOptions());
            if (globalOptions().json()) {
                console()
                        .writeJson(new ShownRunAnswer(
                                output.toAnswer(),
                                definition.map(StoredDefinition::name),
                                definition.map(StoredDefinition::json),
                                alerts));
            } else {
                print(report.run(), definition, output, zone);
                new OpenMail(session, environment().clock().instant())
                        .printNotes(console(), report.run().id());
                alerts.forEach(console()::printNote);
            }
        }
        return ExitCode.DONE;
    }

    private void print(Run shown, Optional<StoredDefinition> definition, RunOutput output, ZoneId zone) {
        String state = RunStateWords.state(output.activity());
        definition.ifPresent(stored -> console().printLine(stored.name()));
        console()
                .printLine("Run " + shown.id() + ", " + state + ", of " + shown.automation() + " version "
                        + shown.version() + (shown.fromStoredPlan() ? ", from a stored plan" : ""));
        console()
                .printLine("Started " + TimeZones.format(shown.startedAt(), zone)
                        + shown.finishedAt()
                                .map(at -> ", finished " + TimeZones.format(at, zone))
                                .orElse("")
                        + shown.undoneAt()
                                .map(at -> ", undone " + TimeZones.format(at, zone))
                                .orElse("") + " (" + zone.getId() + ")");
        output.printTally(console());
        definition.ifPresent(stored -> {
            console().printLine("");
            stored.json().lines().forEach(console()::printLine);
        });
        if (output.activity() == RunActivity.STOPPED || output.activity() == RunActivity.UNDO_STOPPED) {
            console().printNote("");
            console()
                    .printNote("To continue it: "
                            + (output.activity() == RunActivity.STOPPED
                                    ? globalOptions().suggestMailCommand("resume", shown.id())
                                    : globalOptions().suggest("undo", shown.id())));
        }
    }
}
