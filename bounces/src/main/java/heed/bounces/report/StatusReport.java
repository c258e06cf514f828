package heed.bounces.report;

import heed.bounces.EnhancedStatusCode;
import heed.bounces.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A delivery status notification (RFC 3464), by its fields: the message's, and those of each recipient. Groups that run into
 * each other, fields in a wrong group and text around them are read as well. Immutable.
 */
record StatusReport(HeaderFields message, List<HeaderFields> recipients) {

    private static final int MAX_RECIPIENTS = 2_000;
    private static final int MAX_LINE = 2_000;

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
            if (namesRecipient(fields) && namesRecipient(group)) {
                recipients.add(new HeaderFields(group));
                group = new ArrayList<>();
            }
            for (HeaderFields.HeaderField field : fields) {
                if (field.name().equals("final-recipient") && has(group, "final-recipient")) {
                    recipients.add(new HeaderFields(group));
                    group = new ArrayList<>();
                }
                boolean ofMessage = group.isEmpty() && !isRecipientField(field.name());
                (ofMessage ? message : group).add(field);
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

    /** The fields of a block; a line of it that is none is passed over. */
    private static List<HeaderFields.HeaderField> fields(List<String> block) {
        List<HeaderFields.HeaderField> fields = new ArrayList<>();
        int from = 0;
        while (from < block.size()) {
            boolean starts = HeaderFields.colonIndex(block.get(from)) > 0;
            int to = from + 1;
            while (starts && to < block.size() && isFolded(block.get(to))) {
                to++;
            }
            if (starts) {
                fields.addAll(HeaderFields.parse(block.subList(from, to)).fields());
            }
            from = to;
        }
        return fields;
    }

    private static boolean isFolded(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    private static boolean isRecipientField(String name) {
        return switch (name) {
            case "final-recipient",
                    "original-recipient",
                    "action",
                    "status",
                    "diagnostic-code",
                    "remote-mta",
                    "x-actual-recipient",
                    "x-original-recipient",
                    "last-attempt-date" -> true;
            default -> false;
        };
    }

    /**
     * What a recipient's Action says; by its Status if there is none (RFC 3464, 2.3.3).
     *
     * @param humanReportKind what the report for people is, which tells where a passing trouble ended
     */
    static VerdictKind kind(HeaderFields recipient, Supplier<VerdictKind> humanReportKind) {
        String action = recipient.lowerCaseValue("action");
        if (action.startsWith("delay") || action.startsWith("expedit")) {
            return VerdictKind.DELAYED;
        }
        if (action.startsWith("deliver") || action.startsWith("relay") || action.startsWith("expand")) {
            return VerdictKind.DELIVERED;
        }
        int success = action.isEmpty()
                ? status(recipient).map(EnhancedStatusCode::statusClass).orElse(5)
                : 5;
        return switch (success) {
            case 2 -> VerdictKind.DELIVERED;
            case 4 -> humanReportKind.get() == VerdictKind.DELAYED ? VerdictKind.DELAYED : VerdictKind.FAILED;
            default -> VerdictKind.FAILED;
        };
    }

    static Optional<EnhancedStatusCode> status(HeaderFields recipient) {
        return recipient.findFirst("status").flatMap(EnhancedStatusCode::findIn);
    }

    /** The address in "rfc822; ann@example.com"; without one, what stands there. */
    static Optional<String> address(HeaderFields recipient, String field) {
        return recipient.findFirst(field).map(StatusReport::address).filter(address -> !address.isEmpty());
    }

    private static String address(String value) {
        int type = value.indexOf(';');
        String rest = type >= 0 && value.lastIndexOf('@', type) < 0 ? value.substring(type + 1) : value;
        List<String> found = AddressScanner.findAll(unescape(rest));
        if (!found.isEmpty()) {
            return found.get(0);
        }
        String bare = rest.strip().toLowerCase(Locale.ROOT).replaceAll("^[<\"']+|[>\"']+$", "");
        return bare.length() > 320 ? "" : bare;
    }

    /** Characters that RFC 6533 writes as {@code \x{E9}}. */
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

    /** What the server said, without the type before it. */
    static String diagnostic(HeaderFields recipient) {
        String value = recipient.findFirst("diagnostic-code").orElse("");
        int type = value.indexOf(';');
        boolean typed = type > 0 && type < 40 && value.lastIndexOf(' ', type) <= 0;
        return typed ? value.substring(type + 1).strip() : value;
    }

    /** The name in "dns; mx.example.com". */
    static Optional<String> serverName(HeaderFields fields, String field) {
        return fields.findFirst(field)
                .map(value -> value.substring(value.indexOf(';') + 1).strip())
                .filter(name -> !name.isEmpty() && name.length() <= 255);
    }
}
