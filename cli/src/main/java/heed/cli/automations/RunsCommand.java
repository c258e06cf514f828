package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/** Lists the runs of an account. */
@Command(name = "runs", description = "List the account's runs, in the order of their start.")
public final class RunsCommand extends HeedCommand {
    public RunsCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        List<Run> runs;
        Set<RunId> paused;
        ZoneId zone;
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            runs = open.account().read(StoreReading::listRuns);
            paused = open.mail().outbox().pausedRuns();
            zone = open.account().account().zone();
        }
        Instant now = world().clock().instant();
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("runs");
                for (Run run : runs) {
                    json.writeStartObject();
                    json.writeNumberProperty("run", run.id().value());
                    json.writeStringProperty("automation", run.automation());
                    json.writeNumberProperty("version", run.version());
                    json.writeStringProperty("state", RunWords.state(run, now));
                    json.writeBooleanProperty("mailPaused", paused.contains(run.id()));
                    Json.instant(json, "started", run.startedAt());
                    Json.text(json, "finished", run.finishedAt().map(Instant::toString));
                    Json.text(json, "undone", run.undoneAt().map(Instant::toString));
                    RunAnswer.tally(json, run.tally());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        } else if (runs.isEmpty()) {
            console().note("Nothing has run yet.");
        } else {
            Table table =
                    Table.of(">Run", "Automation", "State", "Started", ">Affected", ">Applied", ">Skipped", ">Failed");
            for (Run run : runs) {
                table.row(
                        run.id().toString(),
                        run.automation(),
                        RunWords.state(run, now) + (paused.contains(run.id()) ? ", mail paused" : ""),
                        Zones.time(run.startedAt(), zone),
                        Plain.number(run.tally().affected()),
                        Plain.number(run.tally().applied()),
                        Plain.number(run.tally().skipped()),
                        Plain.number(run.tally().failed()));
            }
            console().lines(table.lines());
        }
        return Exit.DONE;
    }
}
