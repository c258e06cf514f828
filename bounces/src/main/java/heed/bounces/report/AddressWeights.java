package heed.bounces.report;

import java.util.List;

/** Weighs an address of a report by the words around it: whether it failed, or is only mentioned. */
final class AddressWeights {
    private static final List<String> MENTION_WORDS = List.of(
            "contact",
            "from:",
            "from",
            "sender",
            "mail from",
            "mailto:",
            "help",
            "question",
            "assistance",
            "message-id",
            "in-reply-to",
            "reply-to",
            "return-path",
            "support",
            "administrator",
            "write to",
            "mail to:",
            "envelope-from",
            "sent by",
            "subject",
            "please send",
            "forward",
            "id:",
            "references",
            "reporting",
            "new address",
            "neue adresse",
            "nouvelle adresse",
            "nueva direcci",
            "please use",
            "verwenden",
            "wenden",
            "utiliser",
            "utilisez",
            "utilice",
            "utilizz",
            "gebruik",
            "http",
            "www.",
            "moved to",
            "changed to",
            "replaced by",
            "replaced with",
            "now at",
            "new email",
            "new e-mail",
            "by");
    private static final List<String> FAILURE_WORDS = List.of(
            "rcpt",
            "recipient",
            "to:",
            "address",
            "user",
            "mailbox",
            "deliver",
            "account",
            "failed",
            "sent to",
            "mail to",
            "message to",
            "for",
            "to",
            "reach",
            "unknown",
            "final-recipient",
            "original-recipient",
            "destinat",
            "an",
            "in",
            "empf",
            "宛先",
            "invalid",
            "list",
            "addressee",
            "send",
            "envoy",
            "no such");

    private AddressWeights() {}

    /**
     * How likely it is that the mail to this address failed: 5 and more is likely.
     *
     * @param before the line before it, in lower case
     * @param after the line after it
     * @param previous the line before that is not blank, in lower case
     */
    static int weight(String before, String after, String previous) {
        String lead = before.replaceAll("[\\s<>\"'(\\[*:=;.,-]+$", "").strip();
        String rest = after.replaceAll("^[>\\s\"')\\]]+", "");
        if (lead.isEmpty() || lead.matches("[>*#\\-\\d.)\\s]+")) {
            int weight = 6;
            if (rest.isEmpty()
                    || rest.startsWith(":")
                    || rest.startsWith("...")
                    || rest.startsWith(",")
                    || rest.startsWith(";")) {
                weight += 3;
            }
            if (endsWithAny(previous, MENTION_WORDS) || continuesAboutOthers(previous)) {
                weight -= 7;
            }
            return weight;
        }
        String context = lead.length() > 40 ? lead.substring(lead.length() - 40) : lead;
        int other = lastIndexOfAny(context, MENTION_WORDS);
        int failed = lastIndexOfAny(context, FAILURE_WORDS);
        if (failed < 0 && other < 0) {
            return 2;
        }
        return failed > other ? 5 : -5;
    }

    /** Whether a sentence of that line runs on, and is about others. */
    private static boolean continuesAboutOthers(String line) {
        if (line.isEmpty() || !Character.isLetter(line.charAt(line.length() - 1))) {
            return false;
        }
        String context = line.length() > 40 ? line.substring(line.length() - 40) : line;
        int other = lastIndexOfAny(context, MENTION_WORDS);
        return other >= 0 && other > lastIndexOfAny(context, FAILURE_WORDS);
    }

    private static boolean endsWithAny(String line, List<String> words) {
        String end = line.replaceAll("[\\s<:,]+$", "");
        return words.stream().anyMatch(word -> end.endsWith(word.strip()));
    }

    /** Where the last of the words ends; -1 if there is none. */
    private static int lastIndexOfAny(String text, List<String> words) {
        int last = -1;
        for (String word : words) {
            int at = text.lastIndexOf(word);
            boolean alone = at >= 0
                    && (word.length() > 3
                            || ((at == 0 || text.charAt(at - 1) <= ' ')
                                    && (at + word.length() == text.length()
                                            || text.charAt(at + word.length()) <= ' ')));
            if (alone) {
                last = Math.max(last, at + word.length());
            }
        }
        return last;
    }
}
