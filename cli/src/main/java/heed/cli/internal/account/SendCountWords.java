package heed.cli.internal.account;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.mail.SkipReason;
import heed.mail.outbox.SendCount;
import heed.model.suppression.SuppressionReason;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** How many mails stand where, told. */
public final class SendCountWords {
    private SendCountWords() {}

    public static void print(CommandConsole console, List<SendCount> counts) {
        if (counts.isEmpty()) {
            return;
        }
        TextTable table = TextTable.of("Mail", ">", "");
        counts.forEach(
                count -> table.addRow(count.state().id(), TerminalText.formatNumber(count.count()), reasonText(count)));
        console.printLines(table.drainLines());
    }

    /** An array property. */
    public static void write(JsonGenerator json, List<SendCount> counts) {
        json.writeArrayPropertyStart("mail");
        for (SendCount count : counts) {
            json.writeStartObject();
            json.writeStringProperty("state", count.state().id());
            json.writeStringProperty("why", reasonText(count));
            json.writeNumberProperty("mails", count.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String reasonText(SendCount count) {
        return count.suppression()
                .map(SuppressionReason::label)
                .or(() -> count.code().map(SendCountWords::reasonLabel))
                .orElse("");
    }

    private static String reasonLabel(SkipReason.SkipCode reason) {
        return reason == SkipReason.SkipCode.DUPLICATE ? "duplicate" : reason.label();
    }
}
