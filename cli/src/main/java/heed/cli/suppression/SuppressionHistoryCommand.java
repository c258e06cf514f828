package heed.cli.suppression;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.AddressArguments;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreReading;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows why an address or a domain is suppressed, and each time that it was added to the list or removed from it. */
@Command(
        name = "history",
        description = "Show why an address or a domain is suppressed, and who added or removed it when and why.")
public final class SuppressionHistoryCommand extends HeedCommand {
    @Parameters(paramLabel = "ADDRESS", description = "The address or the domain.")
    private String text = "";

    public SuppressionHistoryCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record SuppressionHistory(
            String subject, boolean suppressed, List<Suppression> reasons, List<SuppressionEntry> entries) {
        static SuppressionHistory of(StoreReading reading, EmailAddress address) {
            List<Suppression> reasons = reading.listSuppressions(address);
            return new SuppressionHistory(
                    address.value(), !reasons.isEmpty(), reasons, reading.listSuppressionEntries(address));
        }

        /** The reason of a domain is the last entry of its history. */
        static SuppressionHistory of(StoreReading reading, SuppressedDomain domain) {
            List<SuppressionEntry> entries = reading.listSuppressionEntries(domain);
            return new SuppressionHistory(
                    domain.text(),
                    !entries.isEmpty() && entries.get(entries.size() - 1).added(),
                    List.of(),
                    entries);
        }
    }

    private record SuppressionHistoryAnswer(
            String address, List<SuppressionWords.SuppressionAnswer> suppressions, List<ListingAnswer> listings) {}

    private record ListingAnswer(
            boolean listed, Instant at, @JsonUnwrapped SuppressionWords.ProvenanceAnswer provenance) {
        static ListingAnswer of(SuppressionEntry entry) {
            return new ListingAnswer(
                    entry.added(), entry.provenance().at(), SuppressionWords.ProvenanceAnswer.of(entry.provenance()));
        }
    }

    @Override
    protected ExitCode run() {
        Optional<SuppressedDomain> domain = SuppressedDomain.parse(text);
        Optional<EmailAddress> address =
                domain.isPresent() ? Optional.empty() : Optional.of(AddressArguments.parse(text));
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            SuppressionHistory history = session.account()
                    .read(reading -> domain.map(found -> SuppressionHistory.of(reading, found))
                            .orElseGet(() -> SuppressionHistory.of(reading, address.orElseThrow())));
            if (globalOptions().json()) {
                console()
                        .writeJson(new SuppressionHistoryAnswer(
                                history.subject(),
                                SuppressionWords.toAnswers(history.reasons()),
                                history.entries().stream()
                                        .map(ListingAnswer::of)
                                        .toList()));
            } else {
                print(history, session.account().account().zone());
            }
        }
        return ExitCode.DONE;
    }

    private void print(SuppressionHistory history, ZoneId zone) {
        console()
                .printLine(history.subject()
                        + (history.suppressed() ? " is suppressed." : " is not suppressed.")
                        + (history.entries().isEmpty() && history.reasons().isEmpty()
                                ? ""
                                : " Times are in " + zone.getId() + "."));
        TextTable reasons = TextTable.of("Address", "Reason", "Source", "Since");
        history.reasons().stream()
                .collect(Collectors.groupingBy(Suppression::address, TreeMap::new, Collectors.toList()))
                .forEach((address, suppressions) -> SuppressionWords.addRows(reasons, address, suppressions, zone));
        console().printTable(reasons);
        TextTable entries =
                TextTable.of("When", "What", "By", "Why", "Evidence").keepLastColumnUncut();
        for (SuppressionEntry entry : history.entries()) {
            Provenance provenance = entry.provenance();
            entries.addRow(
                    TimeZones.format(provenance.at(), zone),
                    entry.added() ? "added" : "removed",
                    provenance.actor() + ", " + provenance.origin().label(),
                    provenance.reason(),
                    provenance.evidence().orElse(""));
        }
        console().printTable(entries);
    }
}
