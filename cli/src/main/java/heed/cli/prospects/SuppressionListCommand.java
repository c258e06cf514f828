package heed.cli.prospects;

import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.model.EmailAddress;
import heed.model.StoreReading;
import heed.model.Suppression;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.core.JsonGenerator;

/** The addresses that are never emailed. */
@Command(
        name = "list",
        description = "List the addresses that are never emailed, each with its reasons, their sources and since when.")
public final class SuppressionListCommand extends HeedCommand {
    private static final int PAGE = 1_000;

    public SuppressionListCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            ZoneId zone = open.account().account().zone();
            return open.account().read(reading -> {
                if (common().json()) {
                    console().json(json -> write(json, reading));
                } else {
                    print(reading, zone);
                }
                return Exit.DONE;
            });
        }
    }

    private static void write(JsonGenerator json, StoreReading reading) {
        json.writeStartObject();
        json.writeNumberProperty("count", reading.countSuppressedAddresses());
        json.writeArrayPropertyStart("addresses");
        pages(reading, (address, reasons) -> {
            json.writeStartObject();
            json.writeStringProperty("address", address.value());
            json.writeArrayPropertyStart("suppressions");
            for (Suppression one : reasons) {
                json.writeStartObject();
                json.writeStringProperty("reason", one.reason().label());
                json.writeName("source");
                json.writeStartObject();
                json.writeStringProperty(
                        "kind", one.source().either(carrier -> "prospect", formerly -> "former prospect"));
                json.writeStringProperty("id", one.source().either(Suppression.Carrier::id, Suppression.Formerly::id));
                json.writeEndObject();
                Json.instant(json, "since", one.since());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    private void print(StoreReading reading, ZoneId zone) {
        Table table = Table.of("Address", "Reason", "Source", "Since");
        pages(reading, (address, reasons) -> {
            String shown = address.value();
            for (Suppression one : reasons) {
                table.row(shown, one.reason().label(), source(one), Zones.time(one.since(), zone));
                shown = "";
            }
            if (table.size() >= PAGE) {
                console().lines(table.lines());
            }
        });
        console().lines(table.lines());
        console()
                .note(Plain.count(reading.countSuppressedAddresses(), "address") + " suppressed; times in "
                        + zone.getId() + ".");
    }

    private static String source(Suppression suppression) {
        return suppression
                .source()
                .either(carrier -> "prospect " + carrier.id(), formerly -> "formerly prospect " + formerly.id());
    }

    private static void pages(StoreReading reading, BiConsumer<EmailAddress, List<Suppression>> each) {
        List<Suppression> page = reading.suppressions("", PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .collect(Collectors.groupingBy(Suppression::address, LinkedHashMap::new, Collectors.toList()))
                    .forEach(each);
            page = reading.suppressions(page.get(page.size() - 1).address().value(), PAGE);
        }
    }
}
