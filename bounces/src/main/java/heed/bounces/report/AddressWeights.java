package heed.bounces.report;

import java.util.List;

/** Estimates from the words around an address in a report whether mail to it failed or the report only mentions it. */
final class AddressWeights {
    /** Words before an address that is only mentioned, such as the address of a help desk. */
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
    /** Words that ask the reader to write to an address, wherever they stand before it. */
    private static final List<String> REQUEST_WORDS = List.of(
            "forward",
            "write to",
            "delist",
            "removal",
            "unblock",
            "appeal",
            "complain",
            "please mail",
            "please email",
            "please e-mail",
            "for help",
            "for assistance",
            "for information",
            "questions",
            "report this",
            "if you think",
            "if you believe",
            "if you feel",
            "kontakt",
            "contact");

    /** Words before the address that a forwarder names instead of the one that it forwards to (Exim). */
    private static final String GENERATED_FROM = "generated from";

    /** Words before the address of a failed recipient. */
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

    /** The number of characters before an address, or at the end of a line, in which words count. */
    private static final int CONTEXT_LENGTH = 40;

    /** The weight of an entry in a list of failed recipients. */
    static final int ENTRY_WEIGHT = 9;

    private AddressWeights() {}

    /**
     * Returns how likely it is that mail to an address failed; 5 or more is likely.
     *
     * @param before the text before the address in its line, in lower case
     * @param after the text behind the address in its line
     * @param previous the line before it that is not blank, in lower case
     */
    static int weight(String before, String after, String previous) {
        String lead = before.replaceAll("[\\s<>\"'(\\[*:=;.,-]+$", "").strip();
        String rest = after.replaceAll("^[>\\s\"')\\]]+", "");
        // An address at the start of a line is an entry of a list of failed recipients, the more so if nothing but an
        // explanation follows. The line before it may show that the list is one of other addresses.
        if (lead.isEmpty() || lead.matches("[>*#\\-\\d.)\\s]+")) {
            int weight = ENTRY_WEIGHT - 3;
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
        // Within a sentence, the word nearest to the address decides.
        String context = lastCharacters(lead);
        int mention = lastIndexOfAny(context, MENTION_WORDS);
        int failure = lastIndexOfAny(context, FAILURE_WORDS);
        if (context.endsWith(GENERATED_FROM)) {
            return 1;
        }
        if (REQUEST_WORDS.stream().anyMatch(lead::contains)) {
            return -5;
        }
        if (failure < 0 && mention < 0) {
            return 2;
        }
        return failure > mention ? 5 : -5;
    }

    /** Whether a line ends within a sentence that mentions an address. */
    private static boolean continuesAboutOthers(String line) {
        if (line.isEmpty() || !Character.isLetter(line.charAt(line.length() - 1))) {
            return false;
        }
        String context = lastCharacters(line);
        int mention = lastIndexOfAny(context, MENTION_WORDS);
        return REQUEST_WORDS.stream().anyMatch(line::contains)
                || (mention >= 0 && mention > lastIndexOfAny(context, FAILURE_WORDS));
    }

    private static String lastCharacters(String text) {
        return text.length() > CONTEXT_LENGTH ? text.substring(text.length() - CONTEXT_LENGTH) : text;
    }

    private static boolean endsWithAny(String line, List<String> words) {
        String end = line.replaceAll("[\\s<:,]+$", "");
        return words.stream().anyMatch(word -> end.endsWith(word.strip()));
    }

    /** Returns the index behind the last of the words in a text; -1 if there is none. Short words must be whole words. */
    private static int lastIndexOfAny(String text, List<String> words) {
        int last = -1;
        for (String word : words) {
            int at = text.lastIndexOf(word);
            boolean counts = at >= 0
                    && (word.length() > 3
                            || ((at == 0 || text.charAt(at - 1) <= ' ')
                                    && (at + word.length() == text.length()
                                            || text.charAt(at + word.length()) <= ' ')));
            if (counts) {
                last = Math.max(last, at + word.length());
            }
        }
        return last;
    }
}
