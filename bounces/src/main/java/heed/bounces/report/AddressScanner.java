package heed.bounces.report;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds email addresses in texts, in every form in which servers write them. It accepts more than a mailbox may have. Quotes
 * around a local part that needs none are removed (RFC 5321, 4.1.2).
 */
final class AddressScanner {
    private static final int MAX_LENGTH = 320;
    private static final int MAX_DOMAIN_LENGTH = 255;
    private static final int MAX_LITERAL_LENGTH = 60;

    /** The ends of the local parts of addresses that administer a mailing list (RFC 2142, 6, and list managers). */
    private static final List<String> LIST_SUFFIXES = List.of(
            "-owner", "-admin", "-request", "-bounces", "-ctl", "-help", "-subscribe", "-unsubscribe", "-confirm");

    private static final String OWNER_PREFIX = "owner-";
    private static final Set<String> LIST_MANAGERS =
            Set.of("listserv", "majordomo", "mailman", "sympa", "listproc", "lyris", "ecartis", "ezmlm", "listmaster");
    private static final Set<String> ROLES = Set.of(
            "postmaster",
            "mailer-daemon",
            "mail-daemon",
            "mailerdaemon",
            "maildaemon",
            "mdaemon",
            "root",
            "abuse",
            "noreply",
            "no-reply",
            "hostmaster",
            "support",
            "helpdesk");

    private AddressScanner() {}

    /**
     * An address in a text.
     *
     * @param address in lower case
     * @param start the index of its first character in the text
     * @param end the index behind its last character
     */
    record FoundAddress(String address, int start, int end) {}

    /** Returns the addresses in a text in their order. */
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

    /** Returns the one spelling of an address: lower case, NFC, without unneeded quotes. */
    private static String canonical(String local, String domain) {
        boolean quoted = local.length() > 2 && local.charAt(0) == '"' && local.charAt(local.length() - 1) == '"';
        String inner = quoted ? local.substring(1, local.length() - 1).replace("\\", "") : local;
        boolean needsQuotes = quoted
                && (inner.isEmpty()
                        || inner.startsWith(".")
                        || inner.endsWith(".")
                        || inner.contains("..")
                        || !inner.chars().allMatch(c -> isLocalPartCharacter((char) c)));
        String address = ((needsQuotes ? local : inner) + domain).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(address, Normalizer.Form.NFC);
    }

    /** Returns the different addresses in a text in their order. */
    static List<String> findAll(String text) {
        return scan(text).stream().map(FoundAddress::address).distinct().toList();
    }

    /**
     * Returns the index at which the address around an {@literal @} starts.
     *
     * @param at the index of the {@literal @}
     * @param from the end of the address before it
     */
    private static int start(String text, int at, int from) {
        if (at > from && text.charAt(at - 1) == '"') {
            int open = text.lastIndexOf('"', at - 2);
            return open >= from && at - open <= MAX_LENGTH / 4 && open < at - 2 ? open : at;
        }
        int start = at;
        while (start > from && at - start < MAX_LENGTH && isLocalPartCharacter(text.charAt(start - 1))) {
            start--;
        }
        // Some systems write a type that looks like a part of the address: "SMTP=ann@example.com".
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

    /** Returns the index behind the address around an {@literal @}. */
    private static int end(String text, int at) {
        int end = at + 1;
        if (end < text.length() && text.charAt(end) == '[') { // an address literal: ann@[192.0.2.1]
            int close = text.indexOf(']', end);
            return close > 0 && close - end < MAX_LITERAL_LENGTH ? close + 1 : end;
        }
        while (end < text.length()
                && end - at < MAX_DOMAIN_LENGTH
                && isDomainCharacter(text.charAt(end))
                && !text.startsWith("..", end)) {
            end++;
        }
        // Punctuation behind the domain belongs to the sentence.
        while (end > at + 1
                && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-' || text.charAt(end - 1) == '_')) {
            end--;
        }
        return end;
    }

    private static boolean isLocalPartCharacter(char c) {
        return c < 0x80 ? Character.isLetterOrDigit(c) || ".!#$%&'*+/=?^_`{|}~-\\".indexOf(c) >= 0 : isInternational(c);
    }

    /** Whether a character is a letter or digit of a script that separates words by spaces, or a combining accent. */
    private static boolean isInternational(char c) {
        return c < 0x3000 && (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK);
    }

    /** Whether a local part may contain a character but hardly starts with it, so that it belongs to the sentence. */
    private static boolean isUnlikelyStart(char c) {
        return c == '\'' || c == '`' || c == '*' || c == '.' || c == '/' || c == '|' || c == '\\' || c == '=';
    }

    private static boolean isDomainCharacter(char c) {
        return c < 0x80 ? Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' : isInternational(c);
    }

    private static String localPart(String address) {
        return address.substring(0, Math.max(0, address.lastIndexOf('@')));
    }

    /** Whether an address administers a mailing list, as "news-owner@" does, instead of receiving the mail of the list. */
    static boolean isListAddress(String address) {
        String local = localPart(address);
        return LIST_MANAGERS.contains(local)
                || local.startsWith(OWNER_PREFIX)
                || LIST_SUFFIXES.stream().anyMatch(local::endsWith);
    }

    /** Returns the address of a mailing list from one that administers it; any other address unchanged. */
    static String toListAddress(String address) {
        String local = localPart(address);
        if (local.startsWith(OWNER_PREFIX)) {
            return address.substring(OWNER_PREFIX.length());
        }
        return LIST_SUFFIXES.stream()
                .filter(local::endsWith)
                .findFirst()
                .map(suffix -> local.substring(0, local.length() - suffix.length()) + address.substring(local.length()))
                .orElse(address);
    }

    /** Whether an address belongs to a mail system or to a help desk, such as "postmaster@". */
    static boolean isRoleAddress(String address) {
        return ROLES.contains(localPart(address));
    }
}
