package heed.cli.automations;

import heed.cli.internal.console.TerminalText;
import heed.engine.preview.RunPreview.MailPreview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The preview of a message, in words and as JSON. */
final class MailPreviewWords {
    private MailPreviewWords() {}

    /**
     * The preview of a message, as JSON.
     *
     * @param send the number of addresses that would receive it
     * @param skipped the number of prospects who would not receive it, by reason
     * @param gaps the number of recipients without a value, by the label of a field that the message shows
     */
    record MailPreviewAnswer(long send, Map<String, Long> skipped, Map<String, Long> gaps) {}

    /** Returns how many would receive the message, how many would not and why, and which fields it would lack. */
    static List<String> describe(String action, MailPreview mail) {
        List<String> lines = new ArrayList<>();
        lines.add(action + " would be sent to " + TerminalText.formatCount(mail.recipients(), "address")
                + "; each gets it once.");
        mail.skippedByReason()
                .forEach((reason, prospects) ->
                        lines.add("  " + TerminalText.formatNumber(prospects) + " skipped: " + reason));
        mail.missingFields()
                .forEach((field, prospects) -> lines.add("  " + TerminalText.formatCount(prospects, "recipient")
                        + (prospects == 1 ? " has" : " have") + " no " + field.label()
                        + ": the message shows nothing there"));
        return lines;
    }

    static MailPreviewAnswer toAnswer(MailPreview mail) {
        Map<String, Long> gaps = new LinkedHashMap<>();
        mail.missingFields().forEach((field, prospects) -> gaps.put(field.label(), prospects));
        return new MailPreviewAnswer(mail.recipients(), mail.skippedByReason(), gaps);
    }
}
