package heed.cli.bounces;

import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceReview;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
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
    private static final int MAX_SHOWN = 20;

    private BounceWords() {}

    /** hard, user unknown */
    static String describe(Bounce bounce) {
        return bounce.diagnosis()
                .map(diagnosis ->
                        diagnosis.kind().label() + ", " + diagnosis.reason().label())
                .orElse(bounce.kind().label());
    }

    static TextTable createTable() {
        return TextTable.of(">Bounce", "Time", "Address", "What it says", "Text", "");
    }

    static void addRow(TextTable table, Bounce bounce, ZoneId zone) {
        table.addRow(
                bounce.id().toString(),
                TimeZones.format(bounce.recordedAt(), zone),
                bounce.bouncedMail().address().map(EmailAddress::value).orElse(""),
                bounce.diagnosis().isPresent() ? bounce.kind().label() + ": " + describe(bounce) : describe(bounce),
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
        JsonOutput.writeInstant(json, "at", bounce.recordedAt());
        json.writeStringProperty("kind", bounce.kind().label());
        JsonOutput.writeText(json, "address", bounce.bouncedMail().address().map(EmailAddress::value));
        bounce.bouncedMail().mail().ifPresent(mail -> json.writeNumberProperty("mail", mail.value()));
        bounce.bouncedMail().run().ifPresent(run -> json.writeNumberProperty("run", run.value()));
        JsonOutput.writeText(json, "sent", bounce.bouncedMail().sentAt().map(Instant::toString));
        JsonOutput.writeText(
                json,
                "reason",
                bounce.diagnosis().map(diagnosis -> diagnosis.reason().label()));
        JsonOutput.writeText(
                json,
                "hardness",
                bounce.diagnosis().map(diagnosis -> diagnosis.kind().label()));
        JsonOutput.writeText(
                json,
                "group",
                bounce.diagnosis().map(diagnosis -> diagnosis.reason().group().label()));
        JsonOutput.writeText(
                json,
                "decidedBy",
                bounce.diagnosis().map(diagnosis -> diagnosis.evidence().label()));
        JsonOutput.writeText(json, "rule", bounce.diagnosis().map(Diagnosis::ruleId));
        JsonOutput.writeText(json, "status", bounce.report().status().map(EnhancedStatusCode::toString));
        bounce.report().replyCode().ifPresent(code -> json.writeNumberProperty("replyCode", code));
        JsonOutput.writeText(json, "reportingMta", bounce.report().reportingMta());
        JsonOutput.writeText(json, "remoteMta", bounce.report().remoteMta());
        json.writeStringProperty("text", bounce.report().text());
        JsonOutput.writeText(json, "message", bounce.messageHash());
        json.writeStringProperty("classifier", bounce.classifier());
        json.writeStringProperty("standing", bounce.status().id());
        json.writeEndObject();
    }

    /** What was put right, or would be. */
    static void writeReview(CommandConsole console, boolean asJson, BounceReview.ReviewResult result, boolean applied) {
        if (asJson) {
            console.writeJson(json -> {
                json.writeStartObject();
                json.writeBooleanProperty("applied", applied);
                json.writeArrayPropertyStart("changes");
                for (BounceReview.BounceChange change : result.changes()) {
                    json.writeStartObject();
                    json.writeNumberProperty("bounce", change.before().id().value());
                    JsonOutput.writeText(
                            json,
                            "address",
                            change.before().bouncedMail().address().map(EmailAddress::value));
                    json.writeStringProperty(
                            "from",
                            describe(change.before()) + ", "
                                    + change.before().status().id());
                    json.writeStringProperty(
                            "to",
                            describe(change.after()) + ", "
                                    + change.after().status().id());
                    json.writeEndObject();
                }
                json.writeEndArray();
                JsonOutput.writeTexts(json, "marked", values(result.marked()));
                JsonOutput.writeTexts(json, "unmarked", values(result.unmarked()));
                json.writeEndObject();
            });
            return;
        }
        Map<String, Long> kinds = new TreeMap<>();
        result.changes().forEach(change -> kinds.merge(describeChange(change), 1L, Long::sum));
        console.printLine(TerminalText.formatCount(result.changes().size(), "bounce")
                + (applied ? " changed." : " would change."));
        kinds.forEach((step, number) -> console.printLine("  " + TerminalText.formatNumber(number) + " " + step));
        printAddresses(console, (applied ? "Marked" : "Would mark") + " Bounced", result.marked());
        printAddresses(console, (applied ? "Not" : "Would not be") + " Bounced any more", result.unmarked());
        if (!applied && !result.changes().isEmpty()) {
            console.printNote("Nothing was changed; --apply does it.");
        }
    }

    private static String describeChange(BounceReview.BounceChange change) {
        return change.before().status() == change.after().status()
                ? describe(change.before()) + " → " + describe(change.after())
                : describe(change.before()) + ": " + change.before().status().id() + " → "
                        + change.after().status().id();
    }

    private static void printAddresses(CommandConsole console, String heading, Collection<EmailAddress> addresses) {
        if (!addresses.isEmpty()) {
            console.printLine(heading + ": " + TerminalText.formatCount(addresses.size(), "address"));
            values(addresses).stream().limit(MAX_SHOWN).forEach(address -> console.printLine("  " + address));
            if (addresses.size() > MAX_SHOWN) {
                console.printLine("  and " + TerminalText.formatNumber(addresses.size() - MAX_SHOWN) + " more");
            }
        }
    }

    private static List<String> values(Collection<EmailAddress> addresses) {
        return addresses.stream().map(EmailAddress::value).toList();
    }
}
