package heed.mail.bounce;

import java.util.Set;

/**
 * Whose a thing is that a text names. "Account disabled" is of the mailbox that we wrote to; "your account", "sender address" and
 * "client host" are of who sent the mail, and say nothing of its recipient.
 */
final class Owner {
    /** What a recipient or a domain may be called, and a sender too. */
    private static final Set<String> THINGS = Set.of(
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
    private static final Set<String> OTHERS = Set.of(
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

    private Owner() {}

    /** Whether a text, folded, speaks at a place of a thing that is another's than the recipient's. */
    static boolean another(String plain, int place) {
        int start = place;
        while (start < plain.length() && !part(plain.charAt(start))) {
            start++;
        }
        int behind = end(plain, start);
        if (!THINGS.contains(word(plain, start, behind))) {
            return false;
        }
        return ownedBefore(plain, start) || ownedBehind(plain, behind);
    }

    /** "Your account", "sender's e-mail address". */
    private static boolean ownedBefore(String plain, int place) {
        int start = place;
        while (true) {
            int end = start;
            while (end > 0 && plain.charAt(end - 1) == ' ') {
                end--;
            }
            start = end;
            while (start > 0 && part(plain.charAt(start - 1))) {
                start--;
            }
            String before = word(plain, start, end);
            if (OTHERS.contains(before)) {
                return true;
            }
            if (!THINGS.contains(before)) {
                return false;
            }
        }
    }

    /** "The account of the sender", "the account you use". */
    private static boolean ownedBehind(String plain, int place) {
        int start = next(plain, place);
        int end = end(plain, start);
        String first = plain.substring(start, end);
        start = next(plain, end);
        end = end(plain, start);
        String second = word(plain, start, end);
        if (first.equals("you")) {
            return second.equals("use") || second.equals("used");
        }
        if (!first.equals("of") && !first.equals("at")) {
            return false;
        }
        if (second.equals("the") || second.equals("this")) {
            start = next(plain, end);
            second = word(plain, start, end(plain, start));
        }
        return OTHERS.contains(second);
    }

    private static int next(String plain, int place) {
        int start = place;
        while (start < plain.length() && plain.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    private static int end(String plain, int start) {
        int end = start;
        while (end < plain.length() && part(plain.charAt(end))) {
            end++;
        }
        return end;
    }

    private static String word(String plain, int start, int end) {
        String word = plain.substring(start, end);
        return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }

    private static boolean part(char one) {
        return one == '\'' || Character.isLetterOrDigit(one);
    }
}
