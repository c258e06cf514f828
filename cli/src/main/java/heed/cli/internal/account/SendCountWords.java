package heed.cli.internal.account;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.mail.SkipReason;
import heed.mail.outbox.SendCount;
import heed.model.suppression.SuppressionReason;
import java.util.List;

/** Formats the counts of mails by state and reason, for people and as JSON. */
public final class SendCountWords {
    private SendCountWords() {}

    /** The number of mails in one state, as JSON. */
    public record SendCountAnswer(String state, String why, long mails) {}

    /** Prints a table with a row for each count; nothing if there are none. */
    public static void print(CommandConsole console, List<SendCount> counts) {
        if (counts.isEmpty()) {
            return;
        }
        TextTable table = TextTable.of("Mail", ">", "");
        counts.forEach(count ->
                table.addRow(count.state().id(), TerminalText.formatNumber(count.count()), shownReason(count)));
        console.printTable(table);
    }

    public static List<SendCountAnswer> toAnswers(List<SendCount> counts) {
        return counts.stream()
                .map(count -> new SendCountAnswer(count.state().id(), reasonText(count), count.count()))
                .toList();
    }

    /** Returns the reason; empty if it is the same word as the state. */
    private static String shownReason(SendCount count) {
        String reason = reasonText(count);
        return reason.equals(count.state().id()) ? "" : reason;
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
