package heed.cli.automations;

import heed.cli.console.Plain;
import heed.engine.preview.RunPreview.MailPreview;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What would become of a message, told. */
final class MailWords {
    private MailWords() {}

    /** How many would get it, how many would not and why, and what it would lack. */
    static List<String> lines(String action, MailPreview mail) {
        List<String> lines = new ArrayList<>();
        lines.add(action + " would be sent to " + Plain.count(mail.recipients(), "address") + "; each gets it once.");
        mail.skippedByReason()
                .forEach((why, prospects) -> lines.add("  " + Plain.number(prospects) + " skipped: " + why));
        mail.missingFields()
                .forEach((field, prospects) -> lines.add("  " + Plain.number(prospects)
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
