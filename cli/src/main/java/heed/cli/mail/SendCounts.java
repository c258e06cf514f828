package heed.cli.mail;

import heed.cli.console.Console;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.mail.SkipReason;
import heed.mail.outbox.SendCount;
import heed.model.suppression.SuppressionReason;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** How many mails stand where, told. */
public final class SendCounts {
    private SendCounts() {}

    public static void print(Console console, List<SendCount> counts) {
        if (counts.isEmpty()) {
            return;
        }
        Table table = Table.of("Mail", ">", "");
        counts.forEach(count -> table.row(count.state().id(), Plain.number(count.count()), why(count)));
        console.lines(table.lines());
    }

    /** An array property. */
    public static void write(JsonGenerator json, List<SendCount> counts) {
        json.writeArrayPropertyStart("mail");
        for (SendCount count : counts) {
            json.writeStartObject();
            json.writeStringProperty("state", count.state().id());
            json.writeStringProperty("why", why(count));
            json.writeNumberProperty("mails", count.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String why(SendCount count) {
        return count.suppression()
                .map(SuppressionReason::label)
                .or(() -> count.code().map(SendCounts::reason))
                .orElse("");
    }

    private static String reason(SkipReason.SkipCode reason) {
        return reason == SkipReason.SkipCode.DUPLICATE ? "duplicate" : reason.label();
    }
}
