package heed.bounces.report;

import heed.bounces.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A notification of Amazon SES about a mail. Its JSON is often truncated or folded in mail, so single values are extracted
 * instead of parsing it. Source: Amazon SES documentation, notification contents.
 *
 * @param recipients the fields of each recipient, named as in RFC 3464
 */
record SesNotification(VerdictKind kind, List<HeaderFields> recipients) {
    private static final int MAX_RECIPIENTS = 100;
    private static final Pattern TYPE =
            Pattern.compile("\"(?:notificationType|eventType)\"\\s*:\\s*\"(Bounce|Complaint|Delivery)\"");
    private static final Pattern RECIPIENT =
            Pattern.compile("\"emailAddress\"\\s*:\\s*\"([^\"\\p{Cntrl}]{3,320})\"([^}]{0,2000})");
    private static final Pattern DELIVERED =
            Pattern.compile("\"(?:recipients|destination)\"\\s*:\\s*\\[([^\\]]{0,4000})\\]");
    private static final Pattern VALUE =
            Pattern.compile("\"(status|diagnosticCode|action)\"\\s*:\\s*\"([^\"]{0,1000})\"");

    /** Returns the notification in a text; empty if there is none. */
    static Optional<SesNotification> findIn(String text) {
        String json = text.contains("\\\"") ? text.replace("\\\"", "\"") : text;
        Matcher type = TYPE.matcher(json);
        if (!type.find()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (type.group(1)) {
                    case "Bounce" -> new SesNotification(VerdictKind.FAILED, failedRecipients(json));
                    case "Complaint" -> new SesNotification(VerdictKind.COMPLAINT, failedRecipients(json));
                    default -> new SesNotification(VerdictKind.DELIVERED, deliveredRecipients(json));
                });
    }

    private static List<HeaderFields> failedRecipients(String json) {
        List<HeaderFields> recipients = new ArrayList<>();
        Matcher match = RECIPIENT.matcher(json);
        while (match.find() && recipients.size() < MAX_RECIPIENTS) {
            List<HeaderFields.HeaderField> fields = new ArrayList<>();
            fields.add(new HeaderFields.HeaderField("final-recipient", match.group(1)));
            Matcher value = VALUE.matcher(match.group(2));
            while (value.find()) {
                String name = value.group(1).equals("diagnosticCode") ? "diagnostic-code" : value.group(1);
                fields.add(new HeaderFields.HeaderField(name, value.group(2)));
            }
            recipients.add(new HeaderFields(fields));
        }
        return recipients;
    }

    private static List<HeaderFields> deliveredRecipients(String json) {
        Matcher list = DELIVERED.matcher(json);
        return list.find()
                ? AddressScanner.findAll(list.group(1)).stream()
                        .map(address -> new HeaderFields(List.of(
                                new HeaderFields.HeaderField("final-recipient", address),
                                new HeaderFields.HeaderField("action", "delivered"))))
                        .toList()
                : List.of();
    }
}
