package heed.smtp.bounce;

import heed.mail.bounce.EnhancedStatusCode;
import heed.mail.bounce.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A delivery status notification (RFC 3464), by its fields: the message's, and those of each recipient. Groups that run into
 * each other, fields in a wrong group and text around them are read as well. Immutable.
 */
record StatusReport(Headers message, List<Headers> recipients) {

    private static final int MOST_RECIPIENTS = 2_000;
    private static final int LONGEST_LINE = 2_000;

    static StatusReport of(String text) {
        List<Headers.Field> message = new ArrayList<>();
        List<Headers> recipients = new ArrayList<>();
        List<Headers.Field> group = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : (text + "\n\n").split("\n", -1)) {
            if (!line.isBlank()) {
                block.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
                continue;
            }
            List<Headers.Field> fields = fields(block);
            block.clear();
            if (names(fields) && names(group)) {
                recipients.add(new Headers(group));
                group = new ArrayList<>();
            }
            for (Headers.Field field : fields) {
                if (field.name().equals("final-recipient") && has(group, "final-recipient")) {
                    recipients.add(new Headers(group));
                    group = new ArrayList<>();
                }
                boolean ofMessage = group.isEmpty() && !ofRecipient(field.name());
                (ofMessage ? message : group).add(field);
            }
        }
        if (!group.isEmpty()) {
            recipients.add(new Headers(group));
        }
        return new StatusReport(new Headers(message), recipients);
    }

    StatusReport {
        recipients = List.copyOf(recipients.subList(0, Math.min(recipients.size(), MOST_RECIPIENTS)));
    }

    private static boolean names(List<Headers.Field> fields) {
        return has(fields, "final-recipient") || has(fields, "original-recipient");
    }

    private static boolean has(List<Headers.Field> fields, String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }

    /** The fields of a block; a line of it that is none is passed over. */
    private static List<Headers.Field> fields(List<String> block) {
        List<Headers.Field> fields = new ArrayList<>();
        int from = 0;
        while (from < block.size()) {
            boolean starts = Headers.colon(block.get(from)) > 0;
            int to = from + 1;
            while (starts && to < block.size() && folded(block.get(to))) {
                to++;
            }
            if (starts) {
                fields.addAll(Headers.of(block.subList(from, to)).fields());
            }
            from = to;
        }
        return fields;
    }

    private static boolean folded(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    private static boolean ofRecipient(String name) {
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
     * @param told what the report for people is, which tells where a passing trouble ended
     */
    static VerdictKind kind(Headers recipient, Supplier<VerdictKind> told) {
        String action = recipient.word("action");
        if (action.startsWith("delay") || action.startsWith("expedit")) {
            return VerdictKind.DELAYED;
        }
        if (action.startsWith("deliver") || action.startsWith("relay") || action.startsWith("expand")) {
            return VerdictKind.DELIVERED;
        }
        int success = action.isEmpty()
                ? status(recipient).map(EnhancedStatusCode::success).orElse(5)
                : 5;
        return switch (success) {
            case 2 -> VerdictKind.DELIVERED;
            case 4 -> told.get() == VerdictKind.DELAYED ? VerdictKind.DELAYED : VerdictKind.FAILED;
            default -> VerdictKind.FAILED;
        };
    }

    static Optional<EnhancedStatusCode> status(Headers recipient) {
        return recipient.first("status").flatMap(EnhancedStatusCode::in);
    }

    /** The address in "rfc822; ann@example.com"; without one, what stands there. */
    static Optional<String> address(Headers recipient, String field) {
        return recipient.first(field).map(StatusReport::address).filter(address -> !address.isEmpty());
    }

    private static String address(String value) {
        int type = value.indexOf(';');
        String rest = type >= 0 && value.lastIndexOf('@', type) < 0 ? value.substring(type + 1) : value;
        List<String> found = Addresses.of(unescaped(rest));
        if (!found.isEmpty()) {
            return found.get(0);
        }
        String bare = rest.strip().toLowerCase(Locale.ROOT).replaceAll("^[<\"']+|[>\"']+$", "");
        return bare.length() > 320 ? "" : bare;
    }

    /** Characters that RFC 6533 writes as {@code \x{E9}}. */
    private static String unescaped(String address) {
        int from = address.indexOf("\\x{");
        int to = from < 0 ? -1 : address.indexOf('}', from);
        if (to < 0 || to - from > 9) {
            return address;
        }
        try {
            String one = Character.toString(Integer.parseInt(address.substring(from + 3, to), 16));
            return address.substring(0, from) + one + unescaped(address.substring(to + 1));
        } catch (IllegalArgumentException notACharacter) {
            return address;
        }
    }

    /** What the server said, without the type before it. */
    static String diagnostic(Headers recipient) {
        String said = recipient.first("diagnostic-code").orElse("");
        int type = said.indexOf(';');
        boolean typed = type > 0 && type < 40 && said.lastIndexOf(' ', type) <= 0;
        return typed ? said.substring(type + 1).strip() : said;
    }

    /** The name in "dns; mx.example.com". */
    static Optional<String> server(Headers fields, String field) {
        return fields.first(field)
                .map(value -> value.substring(value.indexOf(';') + 1).strip())
                .filter(name -> !name.isEmpty() && name.length() <= 255);
    }
}
