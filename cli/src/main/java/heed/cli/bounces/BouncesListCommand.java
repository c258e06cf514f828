package heed.cli.bounces;

import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.Quarantined;
import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.cli.mail.BounceNotes;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** Lists what came back. */
@Command(name = "list", description = "List what came back, of whom, and what it says.")
public final class BouncesListCommand extends HeedCommand {
    private static final int MOST = 10_000;

    @Mixin
    private final BounceFilter filter = new BounceFilter();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only those of this kind: failed, delayed, complaint, …")
    private @Nullable String kind;

    @Option(names = "--aside", description = "List the messages that were kept aside for a person instead.")
    private boolean aside;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many are listed (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "BOUNCE",
            defaultValue = "0",
            description = "Only those after the one with this number.")
    private long after;

    public BouncesListCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        if (limit < 1 || limit > MOST) {
            throw Failure.invalid("limit", "--limit is from 1 to " + Plain.number(MOST));
        }
        Optional<VerdictKind> only = Optional.ofNullable(kind).map(BouncesListCommand::kind);
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            ZoneId zone = open.account().account().zone();
            if (aside) {
                aside(open.bounces().read(reading -> reading.listQuarantined(limit)), zone);
                return Exit.DONE;
            }
            BounceQuery query = filter.query(open, only);
            List<Bounce> bounces =
                    open.bounces().read(reading -> reading.listBounces(query, new BounceId(after), limit));
            if (common().json()) {
                console().json(json -> write(json, bounces));
            } else {
                print(bounces, zone);
                BounceNotes.lasting(console(), open);
            }
        }
        return Exit.DONE;
    }

    private static VerdictKind kind(String label) {
        return Arrays.stream(VerdictKind.values())
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow(() -> Failure.invalid(
                        "kind",
                        "what comes back is "
                                + Arrays.stream(VerdictKind.values())
                                        .map(VerdictKind::label)
                                        .collect(Collectors.joining(", "))));
    }

    private static void write(JsonGenerator json, List<Bounce> bounces) {
        json.writeStartObject();
        json.writeArrayPropertyStart("bounces");
        bounces.forEach(bounce -> BounceWords.write(json, bounce));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void print(List<Bounce> bounces, ZoneId zone) {
        if (bounces.isEmpty()) {
            console().note("There is no such bounce.");
            return;
        }
        Table table = BounceWords.table();
        bounces.forEach(bounce -> BounceWords.row(table, bounce, zone));
        console().lines(table.lines());
        if (bounces.size() == limit) {
            console()
                    .note("There may be more: --after " + bounces.get(limit - 1).id());
        }
    }

    /** The last part of where it lay. */
    private static String name(String uid) {
        return uid.substring(uid.lastIndexOf('/') + 1);
    }

    private void aside(List<Quarantined> messages, ZoneId zone) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("aside");
                for (Quarantined message : messages) {
                    json.writeStartObject();
                    Json.instant(json, "at", message.quarantinedAt());
                    Json.text(json, "uid", message.uid());
                    Json.text(json, "messageId", message.messageId());
                    json.writeNumberProperty("size", message.size());
                    json.writeStringProperty("why", message.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
            return;
        }
        Table table = Table.of("Time", ">Bytes", "Message", "Why");
        messages.forEach(message -> table.row(
                Zones.time(message.quarantinedAt(), zone),
                Plain.number(message.size()),
                message.messageId()
                        .or(() -> message.uid().map(BouncesListCommand::name))
                        .orElse(""),
                message.reason()));
        console().lines(table.lines());
        if (messages.isEmpty()) {
            console().note("No message was kept aside.");
        }
    }
}
