package heed.mail.unsubscribe;

import heed.mail.MailTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the token in a link as it arrives. Mail programs, gateways and people change links: they add a slash, a full stop or a
 * bracket, escape characters once more, break lines, or leave what quoted-printable has added.
 *
 * <p>The rule: characters before, after and within a token do not matter, letters and digits before and after it neither, such as a
 * {@code 3D} that quoted-printable has left. A token is signed, so what contains a valid one is the link of that mail, and its no
 * is kept. Only a no is read like this; what takes a no back must be as it was issued ({@link #undamaged}).
 */
final class TokenText {
    private static final int MAX_TARGET = 4_000;
    private static final int MAX_SEGMENTS = 8;
    private static final int MAX_UNESCAPES = 3;
    /** How many characters before a token are passed over. */
    private static final int MAX_DIGITS_BEFORE = 64;

    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");
    /** A soft line break, and an equals sign as quoted-printable writes it (RFC 2045, section 6.7). */
    private static final Pattern QUOTED_PRINTABLE = Pattern.compile("=(3[dD]|\\r?\\n)");

    private static final Pattern NO_DIGIT_OF_TOKENS = Pattern.compile("[^a-z2-7]");

    private TokenText() {}

    /**
     * Returns what may be the token.
     *
     * @param target the path of a request with its query, as the client sent it
     */
    static List<String> candidates(String target) {
        String text = target.substring(0, Math.min(target.length(), MAX_TARGET));
        for (int i = 0; i < MAX_UNESCAPES; i++) {
            text = ESCAPE.matcher(text).replaceAll(escape -> unescape(escape.group(1)));
        }
        text = QUOTED_PRINTABLE.matcher(text).replaceAll("");
        List<String> candidates = new ArrayList<>();
        String[] segments = text.split("[/\\\\?#&]", -1);
        for (int i = segments.length - 1; i >= Math.max(0, segments.length - MAX_SEGMENTS); i--) {
            String digits = NO_DIGIT_OF_TOKENS
                    .matcher(segments[i].toLowerCase(Locale.ROOT))
                    .replaceAll("");
            for (int length : MailTokens.lengths()) {
                int last = digits.length() - length;
                for (int start = 0; start <= Math.min(last, MAX_DIGITS_BEFORE); start++) {
                    candidates.add(digits.substring(start, start + length));
                }
                if (last > MAX_DIGITS_BEFORE) {
                    candidates.add(digits.substring(last));
                }
            }
        }
        return candidates;
    }

    /** Returns the last name of the path, which is the token if nothing has changed the link. */
    static String undamaged(String target) {
        return target.substring(target.lastIndexOf('/') + 1);
    }

    private static String unescape(String hex) {
        char character = (char) Integer.parseInt(hex, 16);
        return Matcher.quoteReplacement(String.valueOf(character));
    }
}
