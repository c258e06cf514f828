package heed.bounces.report;

import heed.bounces.EnhancedStatusCode;
import heed.bounces.ReplyCode;
import heed.bounces.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The fields of a delivery status notification (RFC 3464). Groups without a blank line between them, fields in a wrong group and
 * text around the fields are accepted. Immutable.
 *
 * @param message the fields about the message
 * @param recipients the fields about each recipient
 */
record StatusReport(HeaderFields message, List<HeaderFields> recipients) {

    private static final int MAX_RECIPIENTS = 2_000;
    private static final int MAX_LINE = 2_000;
    private static final int MAX_ADDRESS = 320;
    private static final int MAX_SERVER_NAME = 255;

    /** The greatest length of a type before a semicolon, as in "smtp; 550 no". */
    private static final int MAX_TYPE = 40;

    private static final Set<String> RECIPIENT_FIELDS = Set.of(
            "final-recipient",
            "original-recipient",
            "action",
            "status",
            "diagnostic-code",
            "remote-mta",
            "x-actual-recipient",
            "x-original-recipient",
            "last-attempt-date");

    static StatusReport parse(String text) {
        List<HeaderFields.HeaderField> message = new ArrayList<>();
        List<HeaderFields> recipients = new ArrayList<>();
        List<HeaderFields.HeaderField> group = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : (text + "\n\n").split("\n", -1)) {
            if (!line.isBlank()) {
                block.add(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line);
                continue;
            }
            List<HeaderFields.HeaderField> fields = fields(block);
            block.clear();
            // A block that names a recipient starts a group, but one that does not continues the group before it.
            if (namesRecipient(fields) && namesRecipient(group)) {
                recipients.add(new HeaderFields(group));
                group = new ArrayList<>();
            }
            for (HeaderFields.HeaderField field : fields) {
                // A second Final-Recipient starts a group even without a blank line before it.
                if (field.name().equals("final-recipient") && has(group, "final-recipient")) {
                    recipients.add(new HeaderFields(group));
                    group = new ArrayList<>();
                }
                boolean aboutMessage = group.isEmpty() && !RECIPIENT_FIELDS.contains(field.name());
                (aboutMessage ? message : group).add(field);
            }
        }
        if (!group.isEmpty()) {
            recipients.add(new HeaderFields(group));
        }
        return new StatusReport(new HeaderFields(message), recipients);
    }

    StatusReport {
        recipients = List.copyOf(recipients.subList(0, Math.min(recipients.size(), MAX_RECIPIENTS)));
    }

    private static boolean namesRecipient(List<HeaderFields.HeaderField> fields) {
        return has(fields, "final-recipient") || has(fields, "original-recipient");
    }

    private static boolean has(List<HeaderFields.HeaderField> fields, String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }

    /** Returns the fields in a block of lines; lines that belong to no field are skipped. */
    private static List<HeaderFields.HeaderField> fields(List<String> block) {
        List<HeaderFields.HeaderField> fields = new ArrayList<>();
        int from = 0;
        while (from < block.size()) {
            boolean startsField = HeaderFields.colonIndex(block.get(from)) > 0;
            int to = from + 1;
            while (startsField && to < block.size() && isFolded(block.get(to))) {
                to++;
            }
            if (startsField) {
                fields.addAll(HeaderFields.parse(block.subList(from, to)).fields());
            }
            from = to;
        }
        return fields;
    }

    private static boolean isFolded(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    /**
     * Returns the kind of a recipient's verdict, by its Action (RFC 3464, 2.3.3), or by its Status if it has no Action.
     *
     * @param humanReportKind the kind of the report for people, which decides whether a transient failure is final
     */
    static VerdictKind kind(HeaderFields recipient, Supplier<VerdictKind> humanReportKind) {
        String action = recipient.lowerCaseValue("action");
        if (action.startsWith("delay") || action.startsWith("expedit")) {
            return VerdictKind.DELAYED;
        }
        if (action.startsWith("deliver") || action.startsWith("relay") || action.startsWith("expand")) {
            return VerdictKind.DELIVERED;
        }
        int statusClass = action.isEmpty()
                ? status(recipient).map(EnhancedStatusCode::statusClass).orElse(5)
                : 5;
        return switch (statusClass) {
            case 2 -> VerdictKind.DELIVERED;
            case 4 -> humanReportKind.get() == VerdictKind.DELAYED ? VerdictKind.DELAYED : VerdictKind.FAILED;
            default -> VerdictKind.FAILED;
        };
    }

    /** Returns the status code of a recipient. */
    static Optional<EnhancedStatusCode> status(HeaderFields recipient) {
        return recipient.findFirst("status").flatMap(EnhancedStatusCode::findIn);
    }

    /** Returns the address in a field such as "rfc822; ann@example.com"; the value without its type if it has no address. */
    static Optional<String> address(HeaderFields recipient, String field) {
        return recipient.findFirst(field).map(StatusReport::addressIn).filter(address -> !address.isEmpty());
    }

    private static String addressIn(String value) {
        int type = value.indexOf(';');
        String rest = type >= 0 && value.lastIndexOf('@', type) < 0 ? value.substring(type + 1) : value;
        List<String> found = AddressScanner.findAll(unescape(rest));
        if (!found.isEmpty()) {
            return found.get(0);
        }
        String bare = rest.strip().toLowerCase(Locale.ROOT).replaceAll("^[<\"']+|[>\"']+$", "");
        return bare.length() > MAX_ADDRESS ? "" : bare;
    }

    /** Replaces the escaped characters of RFC 6533, such as {@code \x{E9}}. */
    private static String unescape(String address) {
        int from = address.indexOf("\\x{");
        int to = from < 0 ? -1 : address.indexOf('}', from);
        if (to < 0 || to - from > 9) {
            return address;
        }
        try {
            String character = Character.toString(Integer.parseInt(address.substring(from + 3, to), 16));
            return address.substring(0, from) + character + unescape(address.substring(to + 1));
        } catch (IllegalArgumentException notACharacter) {
            return address;
        }
    }

    /**
     * Returns the diagnostic text of the server, without the type before it; "" if there is none. Some mail systems write it into a
     * field of their own, such as X-Display-Diagnostic.
     */
    static String diagnostic(HeaderFields recipient) {
        String value = recipient
                .findFirst("diagnostic-code")
                .filter(text -> !text.isBlank())
                .or(() -> recipient.fields().stream()
                        .filter(StatusReport::isOwnDiagnostic)
                        .map(HeaderFields.HeaderField::value)
                        .findFirst())
                .orElse("");
        int type = value.indexOf(';');
        boolean typed = type > 0 && type < MAX_TYPE && value.lastIndexOf(' ', type) <= 0;
        return typed ? value.substring(type + 1).strip() : value;
    }

    /** Whether a field that RFC 3464 does not define has the words of a server: by its name, or by a code of a failure in it. */
    private static boolean isOwnDiagnostic(HeaderFields.HeaderField field) {
        return field.name().startsWith("x-")
                && (field.name().contains("diagnos")
                        || field.name().contains("supplementary")
                        || ReplyCode.indexIn(field.value()) >= 0);
    }

    /** Returns the server name in a field such as "dns; mx.example.com". */
    static Optional<String> serverName(HeaderFields fields, String field) {
        return fields.findFirst(field)
                .map(value -> value.substring(value.indexOf(';') + 1).strip())
                .filter(name -> !name.isEmpty() && name.length() <= MAX_SERVER_NAME);
    }
}
