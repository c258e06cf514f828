package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
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
    public RunsCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        List<Run> runs;
        Set<RunId> paused;
        ZoneId zone;
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            runs = session.account().read(StoreReading::listRuns);
            paused = session.mail().outbox().pausedRuns();
            zone = session.account().account().zone();
        }
        Instant now = environment().clock().instant();
        if (globalOptions().json()) {
            console().writeJson(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("runs");
                for (Run run : runs) {
                    json.writeStartObject();
                    json.writeNumberProperty("run", run.id().value());
                    json.writeStringProperty("automation", run.automation());
                    json.writeNumberProperty("version", run.version());
                    json.writeStringProperty("state", RunStateWords.state(run, now));
                    json.writeBooleanProperty("mailPaused", paused.contains(run.id()));
                    JsonOutput.writeInstant(json, "started", run.startedAt());
                    JsonOutput.writeText(json, "finished", run.finishedAt().map(Instant::toString));
                    JsonOutput.writeText(json, "undone", run.undoneAt().map(Instant::toString));
                    RunOutput.writeTally(json, run.tally());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        } else if (runs.isEmpty()) {
            console().printNote("Nothing has run yet.");
        } else {
            TextTable table = TextTable.of(
                    ">Run", "Automation", "State", "Started", ">Affected", ">Applied", ">Skipped", ">Failed");
            for (Run run : runs) {
                table.addRow(
                        run.id().toString(),
                        run.automation(),
                        RunStateWords.state(run, now) + (paused.contains(run.id()) ? ", mail paused" : ""),
                        TimeZones.format(run.startedAt(), zone),
                        TerminalText.formatNumber(run.tally().affected()),
                        TerminalText.formatNumber(run.tally().applied()),
                        TerminalText.formatNumber(run.tally().skipped()),
                        TerminalText.formatNumber(run.tally().failed()));
            }
            console().printLines(table.drainLines());
        }
        return ExitCode.DONE;
    }
}
