package heed.bounces.classify;

import java.util.List;
import java.util.Set;

/**
 * Whose a thing is that a text names. "Account disabled" is of the mailbox that we wrote to; "your account", "sender address" and
 * "client host" are of who sent the mail, and say nothing of its recipient.
 */
final class SentenceSubject {
    /** What a recipient or a domain may be called, and a sender too. */
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

    /** What makes it another's; "sender's" is "sender" here. */
    private static final Set<String> SENDER_NOUNS = Set.of(
            "attachment",
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

    /** Words of a sentence that is about who sent the mail, or about what is in it. */
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
            " your email",
            " your e mail",
            " your name",
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

    private static final String SENTENCE_ENDS = ".!?;";

    private SentenceSubject() {}

    /** Whether the sentence at a place of a text, folded, is about the sender, and not about what went back to him. */
    static boolean isAboutSender(String plain, int position) {
        int start = position;
        while (start > 0 && !endsSentence(plain, start - 1)) {
            start--;
        }
        int end = position;
        while (end < plain.length() && !endsSentence(plain, end)) {
            end++;
        }
        String sentence = " " + plain.substring(start, end);
        return SENDER_PHRASES.stream().anyMatch(word -> {
            int at = sentence.indexOf(word);
            return at >= 0
                    && !sentence.startsWith("to", at - 2)
                    && !sentence.startsWith("to the", at - 6)
                    && !sentence.startsWith("notify", at - 6);
        });
    }

    private static boolean endsSentence(String plain, int at) {
        return SENTENCE_ENDS.indexOf(plain.charAt(at)) >= 0 && at + 1 < plain.length() && plain.charAt(at + 1) == ' ';
    }

    /** Whether a text, folded, speaks at a place of a thing that is another's than the recipient's. */
    static boolean isSendersThing(String plain, int position) {
        int start = position;
        while (start < plain.length() && !isWordPart(plain.charAt(start))) {
            start++;
        }
        int behind = wordEnd(plain, start);
        if (!SHARED_NOUNS.contains(word(plain, start, behind))) {
            return false;
        }
        return hasOwnerBefore(plain, start) || hasOwnerAfter(plain, behind);
    }

    /** "Your account", "sender's e-mail address". */
    private static boolean hasOwnerBefore(String plain, int position) {
        int start = position;
        while (true) {
            int end = start;
            while (end > 0 && plain.charAt(end - 1) == ' ') {
                end--;
            }
            start = end;
            while (start > 0 && isWordPart(plain.charAt(start - 1))) {
                start--;
            }
            String before = word(plain, start, end);
            if (SENDER_NOUNS.contains(before)) {
                return true;
            }
            if (!SHARED_NOUNS.contains(before)) {
                return false;
            }
        }
    }

    /** "The account of the sender", "the account you use". */
    private static boolean hasOwnerAfter(String plain, int position) {
        int start = skipSpaces(plain, position);
        int end = wordEnd(plain, start);
        String first = plain.substring(start, end);
        start = skipSpaces(plain, end);
        end = wordEnd(plain, start);
        String second = word(plain, start, end);
        if (first.equals("you")) {
            return second.equals("use") || second.equals("used");
        }
        if (!first.equals("of") && !first.equals("at")) {
            return false;
        }
        if (second.equals("the") || second.equals("this")) {
            start = skipSpaces(plain, end);
            second = word(plain, start, wordEnd(plain, start));
        }
        return SENDER_NOUNS.contains(second);
    }

    private static int skipSpaces(String plain, int position) {
        int start = position;
        while (start < plain.length() && plain.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    private static int wordEnd(String plain, int start) {
        int end = start;
        while (end < plain.length() && isWordPart(plain.charAt(end))) {
            end++;
        }
        return end;
    }

    private static String word(String plain, int start, int end) {
        String word = plain.substring(start, end);
        return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }

    private static boolean isWordPart(char c) {
        return c == '\'' || Character.isLetterOrDigit(c);
    }
}
