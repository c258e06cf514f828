package heed.cli.prospects;

import heed.cli.accounts.FieldValues;
import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.prospect.Prospect;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** Everything that was asserted of a prospect. */
@Command(name = "history", description = "Show everything that was asserted of a prospect: who or what, when, and why.")
public final class HistoryCommand extends HeedCommand {
    @Option(names = "--prospect", required = true, paramLabel = "ID|EMAIL", description = "Whose.")
    private String prospect = "";

    public HistoryCommand(World world) {
        super(world);
    }

    private record History(Prospect prospect, List<Fact> facts) {}

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            History history = open.account().read(reading -> {
                Prospect one = ProspectChoice.one(reading, prospect);
                return new History(one, reading.listFacts(one.key()));
            });
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("id", history.prospect().id());
                    json.writeArrayPropertyStart("facts");
                    history.facts().forEach(fact -> write(json, fact));
                    json.writeEndArray();
                    json.writeEndObject();
                });
            } else {
                print(history, open.account().account().zone());
            }
        }
        return Exit.DONE;
    }

    private static void write(JsonGenerator json, Fact fact) {
        Provenance provenance = fact.provenance();
        json.writeStartObject();
        Json.instant(json, "at", provenance.at());
        Json.text(json, "field", fact.field().map(Field::label));
        Json.text(json, "from", fact.from());
        Json.text(json, "to", fact.to());
        json.writeStringProperty("source", provenance.origin().label());
        json.writeStringProperty("actor", provenance.actor());
        json.writeStringProperty("reason", provenance.reason());
        Json.text(json, "evidence", provenance.evidence());
        json.writeName("run");
        provenance.run().ifPresentOrElse(run -> json.writeNumber(run.value()), json::writeNull);
        json.writeEndObject();
    }

    private void print(History history, ZoneId zone) {
        console().line("Prospect " + history.prospect().id() + ", times in " + zone.getId());
        Table table = Table.of("When", "Field", "From", "To", "By", "Why").whole();
        for (Fact fact : history.facts()) {
            Provenance provenance = fact.provenance();
            table.row(
                    Zones.time(provenance.at(), zone),
                    fact.field().map(Field::label).orElse("(created)"),
                    shown(fact, fact.from(), zone),
                    shown(fact, fact.to(), zone),
                    provenance.actor() + ", " + provenance.origin().label(),
                    provenance.reason());
        }
        console().lines(table.lines());
    }

    private static String shown(Fact fact, Optional<String> text, ZoneId zone) {
        return fact.field()
                .map(field -> text.map(present -> FieldValues.display(field, present, zone))
                        .orElse("(empty)"))
                .orElse("");
    }
}
