package heed.cli.bounces;

import heed.bounces.marking.MarkingPause;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.core.JsonGenerator;

/** Lists the pauses of marking. */
@Command(name = "pauses", description = "List the times at which marking waits, or waited, for a person.")
public final class BouncesPausesCommand extends HeedCommand {

    public BouncesPausesCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ZoneId zone = session.account().account().zone();
            List<MarkingPause> pauses = session.bounces().read(reading -> reading.listPauses());
            if (globalOptions().json()) {
                console().writeJson(json -> {
                    json.writeStartObject();
                    json.writeArrayPropertyStart("pauses");
                    pauses.forEach(pause -> write(json, pause));
                    json.writeEndArray();
                    json.writeEndObject();
                });
                return ExitCode.DONE;
            }
            TextTable table = TextTable.of(">Pause", "What", "Ended");
            pauses.forEach(pause -> table.addRow(
                    Long.toString(pause.number()),
                    BounceAlerts.describePause(pause, zone),
                    pause.end()
                            .map(end -> (end.confirmed() ? "confirmed by " : "discarded by ") + end.actor() + " at "
                                    + TimeZones.format(end.endedAt(), zone))
                            .orElse("lasts")));
            console().printLines(table.drainLines());
            if (pauses.isEmpty()) {
                console().printNote("Marking has never paused.");
            }
        }
        return ExitCode.DONE;
    }

    static void write(JsonGenerator json, MarkingPause pause) {
        json.writeStartObject();
        json.writeNumberProperty("pause", pause.number());
        JsonOutput.writeText(json, "domain", pause.domain());
        json.writeStringProperty("reason", pause.reason().label());
        JsonOutput.writeInstant(json, "since", pause.startedAt());
        json.writeNumberProperty("bounces", pause.bounces());
        json.writeNumberProperty("mails", pause.mails());
        JsonOutput.writeText(json, "ended", pause.end().map(end -> end.endedAt().toString()));
        JsonOutput.writeText(json, "real", pause.end().map(end -> end.confirmed() ? "yes" : "no"));
        json.writeEndObject();
    }
}
