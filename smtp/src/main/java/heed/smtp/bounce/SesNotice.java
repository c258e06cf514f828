package heed.smtp.bounce;

import heed.mail.bounce.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Amazon SES mails about a message: JSON, often cut off or folded, so that it is read value by value. Source: Amazon SES
 * documentation, notification contents.
 *
 * @param recipients each with its fields named as in RFC 3464
 */
record SesNotice(VerdictKind kind, List<Headers> recipients) {
    private static final Pattern TYPE =
            Pattern.compile("\"(?:notificationType|eventType)\"\\s*:\\s*\"(Bounce|Complaint|Delivery)\"");
    private static final Pattern RECIPIENT =
            Pattern.compile("\"emailAddress\"\\s*:\\s*\"([^\"\\p{Cntrl}]{3,320})\"([^}]{0,2000})");
    private static final Pattern DELIVERED =
            Pattern.compile("\"(?:recipients|destination)\"\\s*:\\s*\\[([^\\]]{0,4000})\\]");
    private static final Pattern VALUE =
            Pattern.compile("\"(status|diagnosticCode|action)\"\\s*:\\s*\"([^\"]{0,1000})\"");

    static Optional<SesNotice> in(String text) {
        String json = text.contains("\\\"") ? text.replace("\\\"", "\"") : text;
        Matcher type = TYPE.matcher(json);
        if (!type.find()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (type.group(1)) {
                    case "Bounce" -> new SesNotice(VerdictKind.FAILED, named(json));
                    case "Complaint" -> new SesNotice(VerdictKind.COMPLAINT, named(json));
                    default -> new SesNotice(VerdictKind.DELIVERED, delivered(json));
                });
    }

    private static List<Headers> named(String json) {
        List<Headers> recipients = new ArrayList<>();
        Matcher one = RECIPIENT.matcher(json);
        while (one.find() && recipients.size() < 100) {
            List<Headers.Field> fields = new ArrayList<>();
            fields.add(new Headers.Field("final-recipient", one.group(1)));
            Matcher value = VALUE.matcher(one.group(2));
            while (value.find()) {
                String name = value.group(1).equals("diagnosticCode") ? "diagnostic-code" : value.group(1);
                fields.add(new Headers.Field(name, value.group(2)));
            }
            recipients.add(new Headers(fields));
        }
        return recipients;
    }

    private static List<Headers> delivered(String json) {
        Matcher list = DELIVERED.matcher(json);
        return list.find()
                ? Addresses.of(list.group(1)).stream()
                        .map(address -> new Headers(List.of(
                                new Headers.Field("final-recipient", address),
                                new Headers.Field("action", "delivered"))))
                        .toList()
                : List.of();
    }
}
