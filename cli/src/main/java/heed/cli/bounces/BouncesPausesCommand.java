package heed.cli.bounces;

import heed.bounces.marking.MarkingPause;
import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.cli.mail.BounceNotes;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.core.JsonGenerator;

/** Lists the pauses of marking. */
@Command(name = "pauses", description = "List the times at which marking waits, or waited, for a person.")
public final class BouncesPausesCommand extends HeedCommand {

    public BouncesPausesCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            ZoneId zone = open.account().account().zone();
            List<MarkingPause> pauses = open.bounces().read(reading -> reading.listPauses());
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeArrayPropertyStart("pauses");
                    pauses.forEach(pause -> write(json, pause));
                    json.writeEndArray();
                    json.writeEndObject();
                });
                return Exit.DONE;
            }
            Table table = Table.of(">Pause", "What", "Ended");
            pauses.forEach(pause -> table.row(
                    Long.toString(pause.number()),
                    BounceNotes.pause(pause, zone),
                    pause.end()
                            .map(end -> (end.confirmed() ? "confirmed by " : "discarded by ") + end.actor() + " at "
                                    + Zones.time(end.endedAt(), zone))
                            .orElse("lasts")));
            console().lines(table.lines());
            if (pauses.isEmpty()) {
                console().note("Marking has never paused.");
            }
        }
        return Exit.DONE;
    }

    static void write(JsonGenerator json, MarkingPause pause) {
        json.writeStartObject();
        json.writeNumberProperty("pause", pause.number());
        Json.text(json, "domain", pause.domain());
        json.writeStringProperty("reason", pause.reason().label());
        Json.instant(json, "since", pause.startedAt());
        json.writeNumberProperty("bounces", pause.bounces());
        json.writeNumberProperty("mails", pause.mails());
        Json.text(json, "ended", pause.end().map(end -> end.endedAt().toString()));
        Json.text(json, "real", pause.end().map(end -> end.confirmed() ? "yes" : "no"));
        json.writeEndObject();
    }
}
