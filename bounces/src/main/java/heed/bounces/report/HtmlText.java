package heed.bounces.report;

import java.util.Optional;

/** Extracts the text of an HTML page. */
final class HtmlText {
    private static final int MAX_ENTITY = 8;
    private static final int MAX_LINK = 400;
    private static final String[] SKIPPED_ELEMENTS = {"style", "script", "head", "!--"};
    private static final String[] BLOCK_TAGS = {
        "br", "p", "div", "tr", "td", "li", "h", "table", "/p", "/div", "/tr", "/h", "/li"
    };

    private HtmlText() {}

    /**
     * Returns the text without tags, styles and scripts, with a line for each block element. The commonest entities are decoded.
     * The address of a mailto link is added if the text of the link contains none.
     */
    static String extract(String html) {
        StringBuilder text = new StringBuilder(html.length() / 2);
        int at = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<') {
                int end = html.indexOf('>', at);
                if (end < 0) {
                    break;
                }
                at = afterTag(html, at, end, text);
            } else if (c == '&') {
                at = decodeEntity(html, at, text);
            } else {
                text.append(c == '\n' || c == '\t' ? ' ' : c);
                at++;
            }
        }
        return text.toString();
    }

    /**
     * Handles a tag.
     *
     * @param open the index of its {@code <}
     * @param end the index of its {@code >}
     * @return the index at which the text continues
     */
    private static int afterTag(String html, int open, int end, StringBuilder text) {
        for (String skipped : SKIPPED_ELEMENTS) {
            if (html.regionMatches(true, open + 1, skipped, 0, skipped.length())
                    && !html.regionMatches(true, open + 1, "header", 0, 6)) {
                String close = skipped.equals("!--") ? "-->" : "</" + skipped;
                int found = indexOfIgnoreCase(html, close, open);
                if (found < 0) {
                    return skipped.equals("head") ? end + 1 : html.length();
                }
                int closed = html.indexOf('>', found);
                return closed < 0 ? html.length() : closed + 1;
            }
        }
        for (String block : BLOCK_TAGS) {
            if (html.regionMatches(true, open + 1, block, 0, block.length())) {
                text.append('\n');
                break;
            }
        }
        mailto(html, open, end)
                .ifPresent(address -> text.append(" <").append(address).append("> "));
        return end + 1;
    }

    /** Returns the address of a mailto link whose text contains no address. */
    private static Optional<String> mailto(String html, int open, int end) {
        if (!html.regionMatches(true, open + 1, "a ", 0, 2)) {
            return Optional.empty();
        }
        String tag = html.substring(open, Math.min(end, open + MAX_LINK));
        int link = indexOfIgnoreCase(tag, "mailto:", 0);
        if (link < 0) {
            return Optional.empty();
        }
        String linkText = html.substring(end, Math.min(html.length(), end + MAX_LINK));
        int closed = indexOfIgnoreCase(linkText, "</a", 0);
        return (closed < 0 ? linkText : linkText.substring(0, closed)).indexOf('@') >= 0
                ? Optional.empty()
                : AddressScanner.findAll(tag.substring(link + "mailto:".length())).stream()
                        .findFirst();
    }

    /** Returns the index of words that start with a character without case; -1 if there are none. */
    private static int indexOfIgnoreCase(String html, String words, int from) {
        for (int at = html.indexOf(words.charAt(0), from); at >= 0; at = html.indexOf(words.charAt(0), at + 1)) {
            if (html.regionMatches(true, at, words, 0, words.length())) {
                return at;
            }
        }
        return -1;
    }

    /** Appends the character of the entity at an index, a space if it is unknown; returns the index behind it. */
    private static int decodeEntity(String html, int at, StringBuilder text) {
        int end = at + 1;
        while (end < html.length() && end - at <= MAX_ENTITY && html.charAt(end) != ';') {
            end++;
        }
        if (end == html.length() || html.charAt(end) != ';') {
            text.append('&');
            return at + 1;
        }
        String name = html.substring(at + 1, end);
        switch (name) {
            case "lt" -> text.append('<');
            case "gt" -> text.append('>');
            case "amp" -> text.append('&');
            case "quot" -> text.append('"');
            case "apos" -> text.append('\'');
            case "nbsp" -> text.append(' ');
            default -> text.append(numericEntity(name).orElse(" "));
        }
        return end + 1;
    }

    private static Optional<String> numericEntity(String name) {
        try {
            int code = name.startsWith("#x") || name.startsWith("#X")
                    ? Integer.parseInt(name.substring(2), 16)
                    : name.startsWith("#") ? Integer.parseInt(name.substring(1)) : -1;
            return Character.isValidCodePoint(code) ? Optional.of(Character.toString(code)) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
