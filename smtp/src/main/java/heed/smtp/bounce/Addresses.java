package heed.smtp.bounce;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds email addresses in texts, as servers write them: more is accepted than a mailbox may have. A name in quotes that
 * needs none is the same without (RFC 5321, 4.1.2).
 */
final class Addresses {
    private static final int LONGEST = 320;
    private static final List<String> LIST_AFFAIRS = List.of(
            "-owner", "-admin", "-request", "-bounces", "-ctl", "-help", "-subscribe", "-unsubscribe", "-confirm");

    private static final String OWNER = "owner-";
    private static final Set<String> LIST_MANAGERS =
            Set.of("listserv", "majordomo", "mailman", "sympa", "listproc", "lyris", "ecartis", "ezmlm", "listmaster");

    private Addresses() {}

    /** An address in a text, in lower case, with the place where it starts. */
    record Found(String address, int start, int end) {}

    static List<Found> in(String text) {
        List<Found> found = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', Math.max(at + 1, from))) {
            int start = start(text, at, from);
            int end = end(text, at);
            if (start < at && end > at + 1 && end - start <= LONGEST) {
                found.add(new Found(one(text.substring(start, at), text.substring(at, end)), start, end));
                from = end;
            }
        }
        return found;
    }

    /** One spelling of an address. */
    private static String one(String local, String domain) {
        boolean quoted = local.length() > 2 && local.charAt(0) == '"' && local.charAt(local.length() - 1) == '"';
        String inner = quoted ? local.substring(1, local.length() - 1).replace("\\", "") : local;
        boolean needed = quoted
                && (inner.isEmpty()
                        || inner.startsWith(".")
                        || inner.endsWith(".")
                        || inner.contains("..")
                        || !inner.chars().allMatch(one -> local((char) one)));
        String address = ((needed ? local : inner) + domain).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(address, Normalizer.Form.NFC);
    }

    /** The addresses alone, each once. */
    static List<String> of(String text) {
        return in(text).stream().map(Found::address).distinct().toList();
    }

    private static int start(String text, int at, int from) {
        if (at > from && text.charAt(at - 1) == '"') {
            int open = text.lastIndexOf('"', at - 2);
            return open >= from && at - open <= LONGEST / 4 && open < at - 2 ? open : at;
        }
        int start = at;
        while (start > from && at - start < LONGEST && local(text.charAt(start - 1))) {
            start--;
        }
        String local = text.substring(start, at);
        int prefix = Math.max(
                local.toLowerCase(Locale.ROOT).lastIndexOf("smtp="),
                local.toLowerCase(Locale.ROOT).lastIndexOf("rfc822="));
        if (prefix >= 0) {
            start += local.indexOf('=', prefix) + 1;
        }
        while (start < at && unfit(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int end(String text, int at) {
        int end = at + 1;
        if (end < text.length() && text.charAt(end) == '[') {
            int close = text.indexOf(']', end);
            return close > 0 && close - end < 60 ? close + 1 : end;
        }
        while (end < text.length() && end - at < 255 && domain(text.charAt(end))) {
            end++;
        }
        while (end > at + 1
                && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-' || text.charAt(end - 1) == '_')) {
            end--;
        }
        return end;
    }

    private static boolean local(char one) {
        return one < 0x80
                ? Character.isLetterOrDigit(one) || ".!#$%&'*+/=?^_`{|}~-\\".indexOf(one) >= 0
                : international(one);
    }

    /** Letters of scripts that have spaces, and the accents that are written behind a letter. */
    private static boolean international(char one) {
        return one < 0x3000 && (Character.isLetterOrDigit(one) || Character.getType(one) == Character.NON_SPACING_MARK);
    }

    /** What a local part may hold and hardly starts with in a sentence. */
    private static boolean unfit(char one) {
        return one == '\''
                || one == '`'
                || one == '*'
                || one == '.'
                || one == '/'
                || one == '|'
                || one == '\\'
                || one == '=';
    }

    private static boolean domain(char one) {
        return one < 0x80
                ? Character.isLetterOrDigit(one) || one == '.' || one == '-' || one == '_'
                : international(one);
    }

    /** Whether it is for the affairs of a mailing list, not for its mail (RFC 2142, 6, and the list managers' likes). */
    static boolean ofList(String address) {
        String local = address.substring(0, Math.max(0, address.lastIndexOf('@')));
        return LIST_MANAGERS.contains(local)
                || local.startsWith(OWNER)
                || LIST_AFFAIRS.stream().anyMatch(local::endsWith);
    }

    /** The address of a mailing list, by one for its affairs; other addresses as they are. */
    static String list(String address) {
        int at = Math.max(0, address.lastIndexOf('@'));
        String local = address.substring(0, at);
        if (local.startsWith(OWNER)) {
            return address.substring(OWNER.length());
        }
        return LIST_AFFAIRS.stream()
                .filter(local::endsWith)
                .findFirst()
                .map(end -> local.substring(0, at - end.length()) + address.substring(at))
                .orElse(address);
    }

    /** Whether it is a machine's or a helper's: postmaster, mailer-daemon. */
    static boolean official(String address) {
        String local = address.substring(0, Math.max(0, address.lastIndexOf('@')));
        return local.equals("postmaster")
                || local.equals("mailer-daemon")
                || local.equals("mail-daemon")
                || local.equals("mailerdaemon")
                || local.equals("maildaemon")
                || local.equals("mdaemon")
                || local.equals("root")
                || local.equals("abuse")
                || local.equals("noreply")
                || local.equals("no-reply")
                || local.equals("hostmaster")
                || local.equals("support")
                || local.equals("helpdesk");
    }
}
