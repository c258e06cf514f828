package heed.cli.automations;

import heed.cli.internal.console.TerminalText;
import heed.engine.preview.RunPreview.MailPreview;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What would become of a message, told. */
final class MailPreviewWords {
    private MailPreviewWords() {}

    /** How many would get it, how many would not and why, and what it would lack. */
    static List<String> describe(String action, MailPreview mail) {
        List<String> lines = new ArrayList<>();
        lines.add(action + " would be sent to " + TerminalText.formatCount(mail.recipients(), "address")
                + "; each gets it once.");
        mail.skippedByReason()
                .forEach((reason, prospects) ->
                        lines.add("  " + TerminalText.formatNumber(prospects) + " skipped: " + reason));
        mail.missingFields()
                .forEach((field, prospects) -> lines.add("  " + TerminalText.formatNumber(prospects)
                        + " of those it is sent to have no " + field.label() + ": the message shows nothing there"));
        return lines;
    }

    /** An object property. */
    static void write(JsonGenerator json, MailPreview mail) {
        json.writeName("mail");
        json.writeStartObject();
        json.writeNumberProperty("send", mail.recipients());
        json.writeName("skipped");
        json.writeStartObject();
        mail.skippedByReason().forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeName("gaps");
        json.writeStartObject();
        mail.missingFields().forEach((field, prospects) -> json.writeNumberProperty(field.label(), prospects));
        json.writeEndObject();
        json.writeEndObject();
    }
}
