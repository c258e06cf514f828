package heed.cli.prospects;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.FieldValues;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
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

    public HistoryCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ProspectHistory(Prospect prospect, List<Fact> facts) {}

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ProspectHistory history = session.account().read(reading -> {
                Prospect foundProspect = ProspectLookup.get(reading, prospect);
                return new ProspectHistory(foundProspect, reading.listFacts(foundProspect.key()));
            });
            if (globalOptions().json()) {
                console().writeJson(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("id", history.prospect().id());
                    json.writeArrayPropertyStart("facts");
                    history.facts().forEach(fact -> write(json, fact));
                    json.writeEndArray();
                    json.writeEndObject();
                });
            } else {
                print(history, session.account().account().zone());
            }
        }
        return ExitCode.DONE;
    }

    private static void write(JsonGenerator json, Fact fact) {
        Provenance provenance = fact.provenance();
        json.writeStartObject();
        JsonOutput.writeInstant(json, "at", provenance.at());
        JsonOutput.writeText(json, "field", fact.field().map(Field::label));
        JsonOutput.writeText(json, "from", fact.from());
        JsonOutput.writeText(json, "to", fact.to());
        json.writeStringProperty("source", provenance.origin().label());
        json.writeStringProperty("actor", provenance.actor());
        json.writeStringProperty("reason", provenance.reason());
        JsonOutput.writeText(json, "evidence", provenance.evidence());
        json.writeName("run");
        provenance.run().ifPresentOrElse(run -> json.writeNumber(run.value()), json::writeNull);
        json.writeEndObject();
    }

    private void print(ProspectHistory history, ZoneId zone) {
        console().printLine("Prospect " + history.prospect().id() + ", times in " + zone.getId());
        TextTable table =
                TextTable.of("When", "Field", "From", "To", "By", "Why").keepLastColumnUncut();
        for (Fact fact : history.facts()) {
            Provenance provenance = fact.provenance();
            table.addRow(
                    TimeZones.format(provenance.at(), zone),
                    fact.field().map(Field::label).orElse("(created)"),
                    displayValue(fact, fact.from(), zone),
                    displayValue(fact, fact.to(), zone),
                    provenance.actor() + ", " + provenance.origin().label(),
                    provenance.reason());
        }
        console().printLines(table.drainLines());
    }

    private static String displayValue(Fact fact, Optional<String> text, ZoneId zone) {
        return fact.field()
                .map(field -> text.map(present -> FieldValues.displayText(field, present, zone))
                        .orElse("(empty)"))
                .orElse("");
    }
}
