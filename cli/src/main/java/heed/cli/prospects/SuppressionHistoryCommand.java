package heed.cli.prospects;

import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why an address is suppressed, and each time that it was put on the list or taken off it. */
@Command(
        name = "history",
        description = "Show why an address is suppressed, and who put it on the suppression list or took it off, when"
                + " and why.")
public final class SuppressionHistoryCommand extends HeedCommand {
    @Parameters(paramLabel = "ADDRESS", description = "Which address.")
    private String text = "";

    public SuppressionHistoryCommand(World world) {
        super(world);
    }

    private record History(EmailAddress address, List<Suppression> reasons, List<SuppressionEntry> listings) {}

    @Override
    protected Exit run() {
        EmailAddress address = ListedWords.addresses(List.of(text)).iterator().next();
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            History history = open.account()
                    .read(reading -> new History(
                            address, reading.listSuppressions(address), reading.listSuppressionEntries(address)));
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("address", address.value());
                    SuppressionAnswer.write(json, history.reasons());
                    json.writeArrayPropertyStart("listings");
                    for (SuppressionEntry one : history.listings()) {
                        json.writeStartObject();
                        json.writeBooleanProperty("listed", one.added());
                        Json.instant(json, "at", one.provenance().at());
                        SuppressionAnswer.writeWhy(json, one.provenance());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
            } else {
                print(history, open.account().account().zone());
            }
        }
        return Exit.DONE;
    }

    private void print(History history, ZoneId zone) {
        console()
                .line(history.address() + (history.reasons().isEmpty() ? " is not suppressed" : " is suppressed")
                        + ", times in " + zone.getId());
        Table reasons = Table.of("Address", "Reason", "Source", "Since");
        history.reasons().stream()
                .collect(Collectors.groupingBy(Suppression::address, TreeMap::new, Collectors.toList()))
                .forEach((spelling, some) -> SuppressionAnswer.rows(reasons, spelling, some, zone));
        console().lines(reasons.lines());
        Table listings = Table.of("When", "What", "By", "Why", "Evidence").whole();
        for (SuppressionEntry one : history.listings()) {
            Provenance provenance = one.provenance();
            listings.row(
                    Zones.time(provenance.at(), zone),
                    one.added() ? "put on the list" : "taken off the list",
                    provenance.actor() + ", " + provenance.origin().label(),
                    provenance.reason(),
                    provenance.evidence().orElse(""));
        }
        console().lines(listings.lines());
    }
}
