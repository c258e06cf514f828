package heed.imports.addresses;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code mailto:} links (RFC 6068) by the addresses to which they lead. */
final class MailtoLinks {
    private static final Pattern LINK = Pattern.compile("(?i)mailto:([^\\s<>\"?]*)(?:\\?([^\\s<>\"]*))?");

    private MailtoLinks() {}

    /** Returns the text with a blank-separated list of recipients in the place of each link. */
    static String expand(String text) {
        return text.toLowerCase(Locale.ROOT).contains("mailto:")
                ? LINK.matcher(text).replaceAll(link -> Matcher.quoteReplacement(recipients(link)))
                : text;
    }

    private static String recipients(MatchResult link) {
        List<String> recipients = new ArrayList<>(List.of(link.group(1).split("[,;]", -1)));
        if (link.group(2) != null) {
            for (String parameter : link.group(2).split("&", -1)) {
                if (parameter.regionMatches(true, 0, "to=", 0, 3)) {
                    recipients.addAll(List.of(parameter.substring(3).split("[,;]", -1)));
                }
            }
        }
        return " "
                + String.join(" ", recipients.stream().map(MailtoLinks::decode).toList()) + " ";
    }

    /** Decodes percent-encoded UTF-8; a plus sign stays one. A text that is not encoded properly is returned as it is. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
