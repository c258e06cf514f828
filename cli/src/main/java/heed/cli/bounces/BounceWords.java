package heed.cli.bounces;

import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceReview;
import heed.cli.accounts.Zones;
import heed.cli.console.Console;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Bounces as they are told. */
final class BounceWords {
    private static final int SHOWN = 20;

    private BounceWords() {}

    /** hard, user unknown */
    static String why(Bounce bounce) {
        return bounce.diagnosis()
                .map(why -> why.kind().label() + ", " + why.reason().label())
                .orElse(bounce.kind().label());
    }

    static Table table() {
        return Table.of(">Bounce", "Time", "Address", "What it says", "Text", "");
    }

    static void row(Table table, Bounce bounce, ZoneId zone) {
        table.row(
                bounce.id().toString(),
                Zones.time(bounce.recordedAt(), zone),
                bounce.bouncedMail().address().map(EmailAddress::value).orElse(""),
                bounce.diagnosis().isPresent() ? bounce.kind().label() + ": " + why(bounce) : why(bounce),
                bounce.report().text(),
                switch (bounce.status()) {
                    case COUNTS -> "";
                    case HELD, REVERSED, UNTRUSTED -> bounce.status().id();
                });
    }

    /** An object with everything that is kept of it. */
    static void write(JsonGenerator json, Bounce bounce) {
        json.writeStartObject();
        json.writeNumberProperty("bounce", bounce.id().value());
        Json.instant(json, "at", bounce.recordedAt());
        json.writeStringProperty("kind", bounce.kind().label());
        Json.text(json, "address", bounce.bouncedMail().address().map(EmailAddress::value));
        bounce.bouncedMail().mail().ifPresent(mail -> json.writeNumberProperty("mail", mail.value()));
        bounce.bouncedMail().run().ifPresent(run -> json.writeNumberProperty("run", run.value()));
        Json.text(json, "sent", bounce.bouncedMail().sentAt().map(Instant::toString));
        Json.text(json, "reason", bounce.diagnosis().map(why -> why.reason().label()));
        Json.text(json, "hardness", bounce.diagnosis().map(why -> why.kind().label()));
        Json.text(
                json,
                "group",
                bounce.diagnosis().map(why -> why.reason().group().label()));
        Json.text(
                json, "decidedBy", bounce.diagnosis().map(why -> why.evidence().label()));
        Json.text(json, "rule", bounce.diagnosis().map(Diagnosis::ruleId));
        Json.text(json, "status", bounce.report().status().map(EnhancedStatusCode::toString));
        bounce.report().replyCode().ifPresent(code -> json.writeNumberProperty("replyCode", code));
        Json.text(json, "reportingMta", bounce.report().reportingMta());
        Json.text(json, "remoteMta", bounce.report().remoteMta());
        json.writeStringProperty("text", bounce.report().text());
        Json.text(json, "message", bounce.messageHash());
        json.writeStringProperty("classifier", bounce.classifier());
        json.writeStringProperty("standing", bounce.status().id());
        json.writeEndObject();
    }

    /** What was put right, or would be. */
    static void tell(Console console, boolean asJson, BounceReview.ReviewResult result, boolean applied) {
        if (asJson) {
            console.json(json -> {
                json.writeStartObject();
                json.writeBooleanProperty("applied", applied);
                json.writeArrayPropertyStart("changes");
                for (BounceReview.BounceChange change : result.changes()) {
                    json.writeStartObject();
                    json.writeNumberProperty("bounce", change.before().id().value());
                    Json.text(
                            json,
                            "address",
                            change.before().bouncedMail().address().map(EmailAddress::value));
                    json.writeStringProperty(
                            "from",
                            why(change.before()) + ", "
                                    + change.before().status().id());
                    json.writeStringProperty(
                            "to",
                            why(change.after()) + ", " + change.after().status().id());
                    json.writeEndObject();
                }
                json.writeEndArray();
                Json.texts(json, "marked", values(result.marked()));
                Json.texts(json, "unmarked", values(result.unmarked()));
                json.writeEndObject();
            });
            return;
        }
        Map<String, Long> kinds = new TreeMap<>();
        result.changes().forEach(change -> kinds.merge(step(change), 1L, Long::sum));
        console.line(Plain.count(result.changes().size(), "bounce") + (applied ? " changed." : " would change."));
        kinds.forEach((step, number) -> console.line("  " + Plain.number(number) + " " + step));
        addresses(console, (applied ? "Marked" : "Would mark") + " Bounced", result.marked());
        addresses(console, (applied ? "Not" : "Would not be") + " Bounced any more", result.unmarked());
        if (!applied && !result.changes().isEmpty()) {
            console.note("Nothing was changed; --apply does it.");
        }
    }

    private static String step(BounceReview.BounceChange change) {
        return change.before().status() == change.after().status()
                ? why(change.before()) + " → " + why(change.after())
                : why(change.before()) + ": " + change.before().status().id() + " → "
                        + change.after().status().id();
    }

    private static void addresses(Console console, String what, Collection<EmailAddress> addresses) {
        if (!addresses.isEmpty()) {
            console.line(what + ": " + Plain.count(addresses.size(), "address"));
            values(addresses).stream().limit(SHOWN).forEach(address -> console.line("  " + address));
            if (addresses.size() > SHOWN) {
                console.line("  and " + Plain.number(addresses.size() - SHOWN) + " more");
            }
        }
    }

    private static List<String> values(Collection<EmailAddress> addresses) {
        return addresses.stream().map(EmailAddress::value).toList();
    }
}
