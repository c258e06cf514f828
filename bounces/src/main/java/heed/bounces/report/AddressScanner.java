package heed.bounces.report;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds email addresses in texts, as servers write them: more is accepted than a mailbox may have. A name in quotes that
 * needs none is the same without (RFC 5321, 4.1.2).
 */
final class AddressScanner {
    private static final int MAX_LENGTH = 320;
    private static final List<String> LIST_SUFFIXES = List.of(
            "-owner", "-admin", "-request", "-bounces", "-ctl", "-help", "-subscribe", "-unsubscribe", "-confirm");

    private static final String OWNER_PREFIX = "owner-";
    private static final Set<String> LIST_MANAGERS =
            Set.of("listserv", "majordomo", "mailman", "sympa", "listproc", "lyris", "ecartis", "ezmlm", "listmaster");

    private AddressScanner() {}

    /** An address in a text, in lower case, with the place where it starts. */
    record FoundAddress(String address, int start, int end) {}

    static List<FoundAddress> scan(String text) {
        List<FoundAddress> found = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', Math.max(at + 1, from))) {
            int start = start(text, at, from);
            int end = end(text, at);
            if (start < at && end > at + 1 && end - start <= MAX_LENGTH) {
                found.add(new FoundAddress(canonical(text.substring(start, at), text.substring(at, end)), start, end));
                from = end;
            }
        }
        return found;
    }

    /** One spelling of an address. */
    private static String canonical(String local, String domain) {
        boolean quoted = local.length() > 2 && local.charAt(0) == '"' && local.charAt(local.length() - 1) == '"';
        String inner = quoted ? local.substring(1, local.length() - 1).replace("\\", "") : local;
        boolean needed = quoted
                && (inner.isEmpty()
                        || inner.startsWith(".")
                        || inner.endsWith(".")
                        || inner.contains("..")
                        || !inner.chars().allMatch(c -> isLocalPartCharacter((char) c)));
        String address = ((needed ? local : inner) + domain).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(address, Normalizer.Form.NFC);
    }

    /** The addresses alone, each once. */
    static List<String> findAll(String text) {
        return scan(text).stream().map(FoundAddress::address).distinct().toList();
    }

    private static int start(String text, int at, int from) {
        if (at > from && text.charAt(at - 1) == '"') {
            int open = text.lastIndexOf('"', at - 2);
            return open >= from && at - open <= MAX_LENGTH / 4 && open < at - 2 ? open : at;
        }
        int start = at;
        while (start > from && at - start < MAX_LENGTH && isLocalPartCharacter(text.charAt(start - 1))) {
            start--;
        }
        String local = text.substring(start, at);
        int prefix = Math.max(
                local.toLowerCase(Locale.ROOT).lastIndexOf("smtp="),
                local.toLowerCase(Locale.ROOT).lastIndexOf("rfc822="));
        if (prefix >= 0) {
            start += local.indexOf('=', prefix) + 1;
        }
        while (start < at && isUnlikelyStart(text.charAt(start))) {
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
        while (end < text.length() && end - at < 255 && isDomainCharacter(text.charAt(end))) {
            end++;
        }
        while (end > at + 1
                && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-' || text.charAt(end - 1) == '_')) {
            end--;
        }
        return end;
    }

    private static boolean isLocalPartCharacter(char c) {
        return c < 0x80 ? Character.isLetterOrDigit(c) || ".!#$%&'*+/=?^_`{|}~-\\".indexOf(c) >= 0 : isInternational(c);
    }

    /** Letters of scripts that have spaces, and the accents that are written behind a letter. */
    private static boolean isInternational(char c) {
        return c < 0x3000 && (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK);
    }

    /** What a local part may hold and hardly starts with in a sentence. */
    private static boolean isUnlikelyStart(char c) {
        return c == '\'' || c == '`' || c == '*' || c == '.' || c == '/' || c == '|' || c == '\\' || c == '=';
    }

    private static boolean isDomainCharacter(char c) {
        return c < 0x80 ? Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' : isInternational(c);
    }

    /** Whether it is for the affairs of a mailing list, not for its mail (RFC 2142, 6, and the list managers' likes). */
    static boolean isListAddress(String address) {
        String local = address.substring(0, Math.max(0, address.lastIndexOf('@')));
        return LIST_MANAGERS.contains(local)
                || local.startsWith(OWNER_PREFIX)
                || LIST_SUFFIXES.stream().anyMatch(local::endsWith);
    }

    /** The address of a mailing list, by one for its affairs; other addresses as they are. */
    static String toListAddress(String address) {
        int at = Math.max(0, address.lastIndexOf('@'));
        String local = address.substring(0, at);
        if (local.startsWith(OWNER_PREFIX)) {
            return address.substring(OWNER_PREFIX.length());
        }
        return LIST_SUFFIXES.stream()
                .filter(local::endsWith)
                .findFirst()
                .map(end -> local.substring(0, at - end.length()) + address.substring(at))
                .orElse(address);
    }

    /** Whether it is a machine's or a helper's: postmaster, mailer-daemon. */
    static boolean isRoleAddress(String address) {
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
