package heed.cli.prospects;

import heed.cli.accounts.Zones;
import heed.cli.console.Json;
import heed.cli.console.Table;
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
public final class SuppressionAnswer {
    private static final int PAGE = 1_000;

    private SuppressionAnswer() {}

    /** "prospect A", "formerly prospect A", "hard bounce: user unknown" or "listed by mira: asked by phone". */
    public static String source(Suppression suppression) {
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
    public static String prospect(Suppression suppression) {
        return suppression
                .source()
                .either(Suppression.FlaggedProspect::id, Suppression.FormerHolder::id, returned -> "", listed -> "");
    }

    /** Each suppressed address of the account, in order, with its reasons. */
    public static void each(StoreReading reading, BiConsumer<EmailAddress, List<Suppression>> each) {
        List<Suppression> page = reading.listSuppressions("", PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .collect(Collectors.groupingBy(Suppression::address, LinkedHashMap::new, Collectors.toList()))
                    .forEach(each);
            page = reading.listSuppressions(page.get(page.size() - 1).address().value(), PAGE);
        }
    }

    /** The whole list as one document. */
    public static void write(JsonGenerator json, StoreReading reading) {
        json.writeStartObject();
        json.writeNumberProperty("count", reading.countSuppressedAddresses());
        json.writeArrayPropertyStart("addresses");
        each(reading, (address, reasons) -> {
            json.writeStartObject();
            json.writeStringProperty("address", address.value());
            write(json, reasons);
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    /** An array property of an address's suppressions. */
    static void write(JsonGenerator json, List<Suppression> reasons) {
        json.writeArrayPropertyStart("suppressions");
        for (Suppression one : reasons) {
            json.writeStartObject();
            json.writeStringProperty("reason", one.reason().label());
            json.writeName("source");
            json.writeStartObject();
            one.source()
                    .either(
                            carrier -> writeProspect(json, "prospect", carrier.id()),
                            formerly -> writeProspect(json, "former prospect", formerly.id()),
                            returned -> writeWhy(json, "bounce", returned.provenance()),
                            listed -> writeWhy(json, "listed address", listed.provenance()));
            json.writeEndObject();
            Json.instant(json, "since", one.since());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static boolean writeProspect(JsonGenerator json, String kind, String id) {
        json.writeStringProperty("kind", kind);
        json.writeStringProperty("id", id);
        return true;
    }

    private static boolean writeWhy(JsonGenerator json, String kind, Provenance provenance) {
        json.writeStringProperty("kind", kind);
        writeWhy(json, provenance);
        return true;
    }

    /** Who said it and why, as properties. */
    static void writeWhy(JsonGenerator json, Provenance provenance) {
        json.writeStringProperty("source", provenance.origin().label());
        json.writeStringProperty("actor", provenance.actor());
        json.writeStringProperty("reason", provenance.reason());
        Json.text(json, "evidence", provenance.evidence());
    }

    /** A row for each reason; the address stands in the first. */
    static void rows(Table table, EmailAddress address, List<Suppression> reasons, ZoneId zone) {
        String shown = address.value();
        for (Suppression one : reasons) {
            table.row(shown, one.reason().label(), source(one), Zones.time(one.since(), zone));
            shown = "";
        }
    }
}
