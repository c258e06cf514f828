package heed.cli.automations;

import heed.bounces.marking.BounceQuery;
import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.World;
import heed.cli.mail.BounceNotes;
import heed.cli.mail.Working;
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

    public ShowCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            RunReport report = Refusals.ask(
                    "heed show " + run, () -> Working.on(open, world()).report(new RunId(run)));
            Optional<StoredDefinition> definition = open.account()
                    .read(reading -> reading.findDefinition(
                            report.run().automation(), report.run().version()));
            ZoneId zone = open.account().account().zone();
            List<String> alerts = BounceNotes.alerts(
                            open, BounceQuery.ALL.withRun(report.run().id()))
                    .stream()
                    .map(BounceNotes.Alert::words)
                    .toList();
            RunAnswer answer = new RunAnswer(report, zone, RunMail.counts(open, report.run()), Optional.empty());
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    answer.write(json);
                    Json.text(json, "name", definition.map(StoredDefinition::name));
                    Json.text(json, "definition", definition.map(StoredDefinition::json));
                    Json.texts(json, "alerts", alerts);
                    json.writeEndObject();
                });
            } else {
                print(report.run(), definition, answer, zone);
                alerts.forEach(console()::note);
            }
        }
        return Exit.DONE;
    }

    private void print(Run shown, Optional<StoredDefinition> definition, RunAnswer answer, ZoneId zone) {
        Instant now = world().clock().instant();
        definition.ifPresent(stored -> console().line(stored.name()));
        console()
                .line("Run " + shown.id() + ", " + RunWords.state(shown, now) + ", of " + shown.automation()
                        + " version " + shown.version() + (shown.fromStoredPlan() ? ", by a stored plan" : ""));
        console()
                .line("Started " + Zones.time(shown.startedAt(), zone)
                        + shown.finishedAt()
                                .map(at -> ", finished " + Zones.time(at, zone))
                                .orElse("")
                        + shown.undoneAt()
                                .map(at -> ", undone " + Zones.time(at, zone))
                                .orElse("") + " (" + zone.getId() + ")");
        answer.printTally(console());
        definition.ifPresent(stored -> {
            console().line("");
            stored.json().lines().forEach(console()::line);
        });
        if (RunWords.state(shown, now).equals("stopped")) {
            console().note("");
            console().note("`heed resume " + shown.id() + "` goes on with it.");
        }
    }
}
