package heed.cli.suppression;

import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TextTable;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Tells why addresses are suppressed: the reason, what gives it, since when. */
public final class SuppressionWords {
    private static final int PAGE_SIZE = 1_000;

    private SuppressionWords() {}

    /** "prospect A", "formerly prospect A", "hard bounce: user unknown" or "listed by mira: asked by phone". */
    public static String sourceText(Suppression suppression) {
        return suppression
                .source()
                .either(
                        carrier -> "prospect " + carrier.id(),
                        formerly -> "formerly prospect " + formerly.id(),
                        returned -> returned.provenance().reason(),
                        listed -> "listed by " + listed.provenance().actor() + ": "
                                + listed.provenance().reason());
    }

    /** The Id of the prospect whose flag it is or was; empty for what is of the address itself. */
    public static String prospectId(Suppression suppression) {
        return suppression.source().prospectId().orElse("");
    }

    /** Each suppressed address of the account, in order, with its reasons. */
    public static void forEachAddress(StoreReading reading, BiConsumer<EmailAddress, List<Suppression>> consumer) {
        List<Suppression> page = reading.listSuppressions("", PAGE_SIZE);
        while (!page.isEmpty()) {
            page.stream()
                    .collect(Collectors.groupingBy(Suppression::address, LinkedHashMap::new, Collectors.toList()))
                    .forEach(consumer);
            page = reading.listSuppressions(page.get(page.size() - 1).address().value(), PAGE_SIZE);
        }
    }

    /** The whole list as one document. */
    public static void writeJson(JsonGenerator json, StoreReading reading) {
        json.writeStartObject();
        json.writeNumberProperty("count", reading.countSuppressedAddresses());
        json.writeArrayPropertyStart("addresses");
        forEachAddress(reading, (address, reasons) -> {
            json.writeStartObject();
            json.writeStringProperty("address", address.value());
            writeJson(json, reasons);
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    /** An array property of an address's suppressions. */
    static void writeJson(JsonGenerator json, List<Suppression> reasons) {
        json.writeArrayPropertyStart("suppressions");
        for (Suppression suppression : reasons) {
            json.writeStartObject();
            json.writeStringProperty("reason", suppression.reason().label());
            json.writeName("source");
            json.writeStartObject();
            suppression
                    .source()
                    .either(
                            carrier -> writeProspect(json, "prospect", carrier.id()),
                            formerly -> writeProspect(json, "former prospect", formerly.id()),
                            returned -> writeProvenance(json, "bounce", returned.provenance()),
                            listed -> writeProvenance(json, "listed address", listed.provenance()));
            json.writeEndObject();
            JsonOutput.writeInstant(json, "since", suppression.since());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static boolean writeProspect(JsonGenerator json, String kind, String id) {
        json.writeStringProperty("kind", kind);
        json.writeStringProperty("id", id);
        return true;
    }

    private static boolean writeProvenance(JsonGenerator json, String kind, Provenance provenance) {
        json.writeStringProperty("kind", kind);
        writeProvenance(json, provenance);
        return true;
    }

    /** Who said it and why, as properties. */
    static void writeProvenance(JsonGenerator json, Provenance provenance) {
        json.writeStringProperty("source", provenance.origin().label());
        json.writeStringProperty("actor", provenance.actor());
        json.writeStringProperty("reason", provenance.reason());
        JsonOutput.writeText(json, "evidence", provenance.evidence());
    }

    /** A row for each reason; the address stands in the first. */
    static void addRows(TextTable table, EmailAddress address, List<Suppression> reasons, ZoneId zone) {
        String shown = address.value();
        for (Suppression suppression : reasons) {
            table.addRow(
                    shown,
                    suppression.reason().label(),
                    sourceText(suppression),
                    TimeZones.format(suppression.since(), zone));
            shown = "";
        }
    }
}
