package heed.bounces.classify;

import java.util.List;
import java.util.Set;

/**
 * Decides whether a sentence is about the sender or the recipient of a mail. "Account disabled" is about the recipient's mailbox.
 * "Your account", "sender address" and "client host" are about the sender, not about the recipient. All texts are in
 * the form of {@link NormalizedText}.
 */
final class SentenceSubject {
    /** Nouns for something that both a recipient and a sender have. */
    private static final Set<String> SHARED_NOUNS = Set.of(
            "account",
            "accounts",
            "address",
            "addresses",
            "customer",
            "domain",
            "domains",
            "e",
            "email",
            "host",
            "hostname",
            "id",
            "inbox",
            "login",
            "mail",
            "mailbox",
            "mx",
            "name",
            "site",
            "subscription",
            "system",
            "user",
            "userid",
            "username",
            "users");

    /** Words that assign such a noun to the sender, to a server or to the message; "sender's" counts as "sender". */
    private static final Set<String> SENDER_NOUNS = Set.of(
            "attachment",
            "auth",
            "authenticated",
            "authentication",
            "client",
            "connecting",
            "database",
            "ehlo",
            "file",
            "from",
            "header",
            "helo",
            "ip",
            "message",
            "origin",
            "originating",
            "originator",
            "return",
            "sender",
            "senders",
            "sending",
            "source",
            "submitter",
            "url",
            "your");

    /** Words that make a sentence one about the sender or about the content of the mail. */
    private static final List<String> SENDER_PHRASES = List.of(
            " sender",
            " originator",
            " your server",
            " your host",
            " your ip",
            " your domain",
            " your account",
            " your mailbox",
            " your address",
            " your email address",
            " your e mail address",
            " your mail address",
            " your name",
            " your network",
            " your connection",
            " your rate",
            " your limit",
            " your quota",
            " your hourly",
            " your daily",
            " you send from",
            " you sent from",
            " you may not",
            " you are not",
            " may not send",
            " helo",
            " ehlo",
            " mail from",
            " from address",
            " from header",
            " header from",
            " url",
            " link",
            " expediteur",
            "'expediteur",
            " absender",
            " remitente",
            " mittente",
            " remetente",
            " afzender",
            " nadawc",
            " avsandar",
            " gonderen",
            " отправител",
            "发件人",
            "寄件者",
            "送信者",
            "発信者",
            "差出人",
            "발신자",
            "보낸 사람");

    private SentenceSubject() {}

    /**
     * Whether the sentence at a position is about the sender. A sender who is only notified, as in "returned to sender" or
     * "notify sender", does not count.
     */
    static boolean isAboutSender(String normalized, int position) {
        String sentence = " "
                + normalized.substring(
                        SentenceBounds.start(normalized, position), SentenceBounds.end(normalized, position));
        return mentionsSender(sentence);
    }

    /** Whether a text mentions the sender, other than to notify it. */
    static boolean mentionsSender(String sentence) {
        return SENDER_PHRASES.stream().anyMatch(word -> {
            int at = sentence.indexOf(word);
            return at >= 0
                    && !sentence.startsWith("to", at - 2)
                    && !sentence.startsWith("to the", at - 6)
                    && !sentence.startsWith("notify", at - 6);
        });
    }

    /** Whether the noun at a position belongs to somebody else than the recipient. */
    static boolean isOwnedBySender(String normalized, int position) {
        int start = position;
        while (start < normalized.length() && !isWordPart(normalized.charAt(start))) {
            start++;
        }
        int end = wordEnd(normalized, start);
        if (!SHARED_NOUNS.contains(word(normalized, start, end))) {
            return false;
        }
        return hasOwnerBefore(normalized, start) || hasOwnerAfter(normalized, end);
    }

    /** Whether the words before a noun name the sender: "your account", "sender's e-mail address". */
    private static boolean hasOwnerBefore(String normalized, int position) {
        int start = position;
        while (true) {
            int end = start;
            while (end > 0 && normalized.charAt(end - 1) == ' ') {
                end--;
            }
            start = end;
            while (start > 0 && isWordPart(normalized.charAt(start - 1))) {
                start--;
            }
            String before = word(normalized, start, end);
            if (SENDER_NOUNS.contains(before)) {
                return true;
            }
            // Further shared nouns may stand between, as in "sender mail address".
            if (!SHARED_NOUNS.contains(before)) {
                return false;
            }
        }
    }

    /** Whether the words behind a noun name the sender: "the account of the sender", "the account you use". */
    private static boolean hasOwnerAfter(String normalized, int position) {
        int start = skipSpaces(normalized, position);
        int end = wordEnd(normalized, start);
        String first = normalized.substring(start, end);
        start = skipSpaces(normalized, end);
        end = wordEnd(normalized, start);
        String second = word(normalized, start, end);
        if (first.equals("you")) {
            return second.equals("use") || second.equals("used");
        }
        if (!first.equals("of") && !first.equals("at")) {
            return false;
        }
        if (second.equals("the") || second.equals("this")) {
            start = skipSpaces(normalized, end);
            second = word(normalized, start, wordEnd(normalized, start));
        }
        return SENDER_NOUNS.contains(second);
    }

    private static int skipSpaces(String normalized, int position) {
        int start = position;
        while (start < normalized.length() && normalized.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    private static int wordEnd(String normalized, int start) {
        int end = start;
        while (end < normalized.length() && isWordPart(normalized.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Returns a word without a possessive "'s". */
    private static String word(String normalized, int start, int end) {
        String word = normalized.substring(start, end);
        return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }

    private static boolean isWordPart(char c) {
        return c == '\'' || Character.isLetterOrDigit(c);
    }
}
