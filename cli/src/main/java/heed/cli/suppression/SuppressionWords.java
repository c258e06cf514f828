package heed.cli.suppression;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.JsonRows;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Formats suppressions, with reason, source and start, for people and as JSON. */
final class SuppressionWords {
    private static final int PAGE_SIZE = 1_000;

    private SuppressionWords() {}

    /** Returns the source of an entry of the list: "listed by mira: asked by phone". */
    static String sourceText(Provenance provenance) {
        return "listed by " + provenance.actor() + ": " + provenance.reason();
    }

    /** Returns the number of addresses, and that of domains if there are any: "2 addresses and 1 domain". */
    static String formatCounts(long addresses, long domains) {
        return domains == 0
                ? TerminalText.formatCount(addresses, "address")
                : (addresses == 0 ? "" : TerminalText.formatCount(addresses, "address") + " and ")
                        + TerminalText.formatCount(domains, "domain");
    }

    static String formatCounts(SuppressionArguments arguments) {
        return formatCounts(arguments.addresses().size(), arguments.domains().size());
    }

    /**
     * Returns the Id of the prospect whose flag is or was the source; an empty text if the source is the address
     * itself.
     */
    static String prospectId(Suppression suppression) {
        return suppression.source().prospectId().orElse("");
    }

    /** Passes each suppressed address of the account to the consumer, ordered by address, with its reasons. */
    static void forEachAddress(StoreReading reading, BiConsumer<EmailAddress, List<Suppression>> consumer) {
        forEachAddress(reading, "", Long.MAX_VALUE, consumer);
    }

    /**
     * Passes the next suppressed addresses to the consumer as the method for all does.
     *
     * @param after the address before them; empty to start
     * @param limit the greatest number of them
     */
    static void forEachAddress(
            StoreReading reading, String after, long limit, BiConsumer<EmailAddress, List<Suppression>> consumer) {
        long left = limit;
        List<Suppression> page = reading.listSuppressions(after, (int) Math.min(left, PAGE_SIZE));
        while (!page.isEmpty()) {
            Map<EmailAddress, List<Suppression>> byAddress = page.stream()
                    .collect(Collectors.groupingBy(Suppression::address, LinkedHashMap::new, Collectors.toList()));
            byAddress.forEach(consumer);
            left -= byAddress.size();
            page = left == 0
                    ? List.of()
                    : reading.listSuppressions(
                            page.get(page.size() - 1).address().value(), (int) Math.min(left, PAGE_SIZE));
        }
    }

    /** Passes each suppressed domain of the account to the consumer, in order. */
    static void forEachDomain(StoreReading reading, Consumer<Suppression.DomainEntry> consumer) {
        forEachDomain(reading, "", Long.MAX_VALUE, consumer);
    }

    /**
     * Passes the next suppressed domains to the consumer, in order.
     *
     * @param after the domain before them; empty to start
     * @param limit the greatest number of them
     */
    static void forEachDomain(
            StoreReading reading, String after, long limit, Consumer<Suppression.DomainEntry> consumer) {
        long left = limit;
        List<Suppression.DomainEntry> page = reading.listSuppressedDomains(after, (int) Math.min(left, PAGE_SIZE));
        while (!page.isEmpty()) {
            page.forEach(consumer);
            left -= page.size();
            page = left == 0
                    ? List.of()
                    : reading.listSuppressedDomains(
                            page.get(page.size() - 1).domain().text(), (int) Math.min(left, PAGE_SIZE));
        }
    }

    /** The suppression list, as JSON. Its addresses and domains are read while they are written. */
    record SuppressionListAnswer(
            long count,
            JsonRows<SuppressedAddressAnswer> addresses,
            long domainCount,
            JsonRows<SuppressedDomainAnswer> domains) {}

    /** A suppressed domain, as JSON. */
    record SuppressedDomainAnswer(
            String domain, Instant since, @JsonUnwrapped ProvenanceAnswer provenance) {
        static SuppressedDomainAnswer of(Suppression.DomainEntry entry) {
            return new SuppressedDomainAnswer(
                    entry.domain().text(), entry.provenance().at(), ProvenanceAnswer.of(entry.provenance()));
        }
    }

    /** An address with the reasons why it is suppressed, as JSON. */
    record SuppressedAddressAnswer(String address, List<SuppressionAnswer> suppressions) {
        static SuppressedAddressAnswer of(EmailAddress address, List<Suppression> reasons) {
            return new SuppressedAddressAnswer(address.value(), toAnswers(reasons));
        }
    }

    /** One reason why an address is suppressed, as JSON. */
    record SuppressionAnswer(String reason, SourceAnswer source, Instant since) {}

    /** The source of a suppression, as JSON. */
    sealed interface SourceAnswer {
        String kind();
    }

    private record ProspectSourceAnswer(String kind, String id) implements SourceAnswer {}

    private record AddressSourceAnswer(
            String kind, @JsonUnwrapped ProvenanceAnswer provenance) implements SourceAnswer {}

    private record DomainSourceAnswer(
            String kind, String domain, @JsonUnwrapped ProvenanceAnswer provenance) implements SourceAnswer {}

    /** Who listed an address or a domain and why, as JSON. */
    record ProvenanceAnswer(String source, String actor, String reason, Optional<String> evidence) {
        static ProvenanceAnswer of(Provenance provenance) {
            return new ProvenanceAnswer(
                    provenance.origin().label(), provenance.actor(), provenance.reason(), provenance.evidence());
        }
    }

    static SuppressionListAnswer toAnswer(StoreReading reading) {
        return new SuppressionListAnswer(
                reading.countSuppressedAddresses(),
                rows -> forEachAddress(
                        reading, (address, reasons) -> rows.accept(SuppressedAddressAnswer.of(address, reasons))),
                reading.countSuppressedDomains(),
                rows -> forEachDomain(reading, entry -> rows.accept(SuppressedDomainAnswer.of(entry))));
    }

    static List<SuppressionAnswer> toAnswers(List<Suppression> reasons) {
        return reasons.stream()
                .map(suppression -> new SuppressionAnswer(
                        suppression.reason().label(), toSourceAnswer(suppression.source()), suppression.since()))
                .toList();
    }

    private static SourceAnswer toSourceAnswer(Suppression.Source source) {
        String kind = switch (source.kind()) {
            case FLAG_OF_PROSPECT -> "prospect";
            case BOUNCE_OF_FORMER_HOLDER -> "former prospect";
            case BOUNCE_OF_ADDRESS -> "bounce";
            case OPT_OUT_OF_ADDRESS -> "opt-out of the address";
            case LIST_ENTRY -> "listed address";
            case DOMAIN_ENTRY -> "listed domain";
            case ERASED_PERSON -> "erased person";
        };
        if (source instanceof Suppression.DomainEntry entry) {
            return new DomainSourceAnswer(kind, entry.domain().text(), ProvenanceAnswer.of(entry.provenance()));
        }
        return source.assertedBy()
                .<SourceAnswer>map(provenance -> new AddressSourceAnswer(kind, ProvenanceAnswer.of(provenance)))
                .orElseGet(
                        () -> new ProspectSourceAnswer(kind, source.prospectId().orElseThrow()));
    }

    /** Adds the row of a suppressed domain. */
    static void addRow(TextTable table, Suppression.DomainEntry entry, ZoneId zone) {
        table.addRow(
                entry.domain().text(),
                SuppressionReason.DOMAIN_LISTED.label(),
                sourceText(entry.provenance()),
                TimeZones.format(entry.provenance().at(), zone));
    }

    /** Adds a row for each reason; only the first shows the address. */
    static void addRows(TextTable table, EmailAddress address, List<Suppression> reasons, ZoneId zone) {
        String shownAddress = address.value();
        for (Suppression suppression : reasons) {
            table.addRow(
                    shownAddress,
                    suppression.reason().label(),
                    suppression.source().describe(),
                    TimeZones.format(suppression.since(), zone));
            shownAddress = "";
        }
    }
}
