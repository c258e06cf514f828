package heed.cli.prospects;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.imports.columns.FieldValues;
import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.run.RunId;
import heed.model.suppression.Suppression;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the facts about a prospect, in the order in which they were recorded. */
@Command(
        name = "history",
        description = {
            "Show every recorded change and assertion about a prospect.",
            "Each has its time, field, old and new value, author, source and reason."
        })
public final class HistoryCommand extends HeedCommand {
    @Option(
            names = "--prospect",
            required = true,
            paramLabel = "ID|EMAIL",
            description = "The prospect: its Id, or its email address if it is the only one with that address.")
    private String prospect = "";

    public HistoryCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ProspectHistory(Prospect prospect, List<Fact> facts, List<Suppression> suppressions) {}

    private record ProspectHistoryAnswer(String id, List<FactAnswer> facts, List<SuppressionAnswer> suppressions) {}

    private record SuppressionAnswer(String reason, String source, Instant since) {}

    private record FactAnswer(
            Instant at,
            Optional<String> field,
            Optional<String> from,
            Optional<String> to,
            String source,
            String actor,
            String reason,
            Optional<String> evidence,
            Optional<Long> run) {
        static FactAnswer of(Fact fact) {
            Provenance provenance = fact.provenance();
            return new FactAnswer(
                    provenance.at(),
                    fact.field().map(Field::label),
                    fact.from(),
                    fact.to(),
                    provenance.origin().label(),
                    provenance.actor(),
                    provenance.reason(),
                    provenance.evidence(),
                    provenance.run().map(RunId::value));
        }
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ProspectHistory history = session.account().read(reading -> {
                Prospect foundProspect = ProspectLookup.get(reading, prospect);
                return new ProspectHistory(
                        foundProspect,
                        reading.listFacts(foundProspect.key()),
                        foundProspect
                                .value(StandardFields.EMAIL)
                                .map(address -> reading.listSuppressions(new EmailAddress(address.text())))
                                .orElse(List.of()));
            });
            if (globalOptions().json()) {
                console()
                        .writeJson(new ProspectHistoryAnswer(
                                history.prospect().id(),
                                history.facts().stream().map(FactAnswer::of).toList(),
                                history.suppressions().stream()
                                        .map(suppression -> new SuppressionAnswer(
                                                suppression.reason().label(),
                                                suppression.source().describe(),
                                                suppression.since()))
                                        .toList()));
            } else {
                print(history, session.account().account().zone());
            }
        }
        return ExitCode.DONE;
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
        console().printTable(table);
        if (!history.suppressions().isEmpty()) {
            console().printLine("");
            console()
                    .printLine(
                            "No mail goes to " + history.suppressions().get(0).address() + ":");
            TextTable reasons = TextTable.of("Reason", "Source", "Since").keepLastColumnUncut();
            history.suppressions()
                    .forEach(suppression -> reasons.addRow(
                            suppression.reason().label(),
                            suppression.source().describe(),
                            TimeZones.format(suppression.since(), zone)));
            console().printTable(reasons);
        }
    }

    private static String displayValue(Fact fact, Optional<String> text, ZoneId zone) {
        return fact.field()
                .map(field -> text.map(present -> FieldValues.displayText(field, present, zone))
                        .orElse("(empty)"))
                .orElse("");
    }
}
