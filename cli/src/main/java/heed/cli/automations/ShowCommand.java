package heed.cli.automations;

import heed.bounces.marking.BounceQuery;
import heed.cli.bounces.BounceAlerts;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.run.RunReport;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what a run did, and the definition it was started with. */
@Command(name = "show", description = "Show what a run did, and the definition it was started with.")
public final class ShowCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "Its number, as `heed runs` shows it.")
    private long run;

    public ShowCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            RunReport report = EngineErrors.translate(
                    "heed show " + run,
                    () -> Engines.create(session, environment()).report(new RunId(run)));
            Optional<StoredDefinition> definition = session.account()
                    .read(reading -> reading.findDefinition(
                            report.run().automation(), report.run().version()));
            ZoneId zone = session.account().account().zone();
            List<String> alerts = BounceAlerts.alerts(
                            session, BounceQuery.ALL.withRun(report.run().id()))
                    .stream()
                    .map(BounceAlerts.BounceAlert::text)
                    .toList();
            RunOutput answer =
                    new RunOutput(report, zone, RunDelivery.sendCounts(session, report.run()), Optional.empty());
            if (globalOptions().json()) {
                console().writeJson(json -> {
                    json.writeStartObject();
                    answer.write(json);
                    JsonOutput.writeText(json, "name", definition.map(StoredDefinition::name));
                    JsonOutput.writeText(json, "definition", definition.map(StoredDefinition::json));
                    JsonOutput.writeTexts(json, "alerts", alerts);
                    json.writeEndObject();
                });
            } else {
                print(report.run(), definition, answer, zone);
                alerts.forEach(console()::printNote);
            }
        }
        return ExitCode.DONE;
    }

    private void print(Run shown, Optional<StoredDefinition> definition, RunOutput answer, ZoneId zone) {
        Instant now = environment().clock().instant();
        definition.ifPresent(stored -> console().printLine(stored.name()));
        console()
                .printLine("Run " + shown.id() + ", " + RunStateWords.state(shown, now) + ", of " + shown.automation()
                        + " version " + shown.version() + (shown.fromStoredPlan() ? ", by a stored plan" : ""));
        console()
                .printLine("Started " + TimeZones.format(shown.startedAt(), zone)
                        + shown.finishedAt()
                                .map(at -> ", finished " + TimeZones.format(at, zone))
                                .orElse("")
                        + shown.undoneAt()
                                .map(at -> ", undone " + TimeZones.format(at, zone))
                                .orElse("") + " (" + zone.getId() + ")");
        answer.printTally(console());
        definition.ifPresent(stored -> {
            console().printLine("");
            stored.json().lines().forEach(console()::printLine);
        });
        if (RunStateWords.state(shown, now).equals("stopped")) {
            console().printNote("");
            console().printNote("`heed resume " + shown.id() + "` goes on with it.");
        }
    }
}
