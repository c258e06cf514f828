package heed.mail.template;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Follows a template's HTML character by character and decides how a placeholder at the current position must be
 * escaped, or that no escaping makes it safe there. The states are a simplification of the tokenizer of the HTML
 * standard (section 13.2.5). Not thread-safe.
 */
final class HtmlContext {
    /** Elements and their attributes whose value is a link that a reader follows or an image that a reader sees. */
    private static final Set<String> LINKS = Set.of(
            "a href",
            "area href",
            "img src",
            "body background",
            "table background",
            "tr background",
            "td background",
            "th background");
    /**
     * Attributes whose value is text that is shown or read aloud, or a name or measure without a syntax of its own. All
     * others are closed: styles, event handlers, documents, lists of links, refreshes, and what browsers will add.
     */
    private static final Set<String> TEXT_ATTRIBUTES = Set.of(
            "alt",
            "title",
            "abbr",
            "summary",
            "label",
            "placeholder",
            "value",
            "name",
            "id",
            "class",
            "lang",
            "align",
            "valign",
            "width",
            "height",
            "color",
            "bgcolor");

    private static final List<String> TEXT_ATTRIBUTE_FAMILIES = List.of("aria-", "data-");
    /**
     * The start of a link up to a place where a value can stand: scheme and host are fixed (RFC 3986, sections 3.1 and
     * 3.2), and the host is complete. A browser takes {@code \} for {@code /}, which is why none may follow the scheme.
     */
    private static final Pattern FIXED_START =
            Pattern.compile("(?is)\\s*(https?://[a-z0-9.-]+(:[0-9]+)?[/?#].*|(mailto|tel|sms):.*)");
    /** Elements whose content has no character references, so that escaped text would be shown or run as it is. */
    private static final Set<String> RAW_TEXT_ELEMENTS =
            Set.of("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext");
    /** The characters that end the name of an end tag. Browsers count no other white space of Unicode. */
    private static final String END_OF_TAG_NAME = "\t\n\f\r />";
    /** What stands for a placeholder in the value so far. Our own link has a fixed scheme and host. */
    private static final String UNSUBSCRIBE_LINK = "https://heed/";

    private static final String VALUE = "x";

    private enum HtmlState {
        /** Between tags. */
        TEXT,
        /** In a comment, a declaration such as a doctype, or a processing instruction. */
        COMMENT,
        /** In the content of a raw text element. */
        RAW,
        /** In the name of a start tag or end tag. */
        TAG_NAME,
        /** In a tag, before an attribute or the end of the tag. */
        TAG,
        /** In the name of an attribute. */
        ATTRIBUTE,
        /** Behind the name of an attribute, where an equals sign may follow. */
        AFTER_ATTRIBUTE,
        /** Behind the equals sign of an attribute. */
        BEFORE_VALUE,
        /** In a quoted value. */
        QUOTED,
        /** In a value without quotes. */
        UNQUOTED
    }

    private HtmlState state = HtmlState.TEXT;
    private final StringBuilder tag = new StringBuilder(); // the current tag's name, in lower case; "/p" for an end tag
    private final StringBuilder attribute = new StringBuilder(); // the current attribute's name, in lower case
    // In TEXT, a "<" that may start a tag; in COMMENT and RAW, the content so far, whose end may close it.
    private final StringBuilder buffer = new StringBuilder();
    private char quote; // the quotation mark that ends the current value
    private final StringBuilder value = new StringBuilder(); // the quoted value so far

    /** Reads the next part of the template's HTML, up to a placeholder or the end. */
    void read(String html) {
        for (int i = 0; i < html.length(); i++) {
            read(html.charAt(i));
        }
    }

    /**
     * Returns how a placeholder at the current position is escaped, and continues behind it.
     *
     * @param link whether the placeholder is the unsubscribe link, which is a complete URL of our own
     * @return empty if the placeholder cannot stand here
     */
    Optional<Placeholder.Escaping> escapingHere(boolean link) {
        // Directly behind a "<", the value would become the name of a tag.
        boolean startsTag = state == HtmlState.TEXT && !buffer.isEmpty();
        // The value separates the texts before and behind it, so that a marker such as "-->" cannot span it.
        buffer.setLength(0);
        if (state == HtmlState.TEXT && !startsTag) {
            return Optional.of(Placeholder.Escaping.HTML);
        }

        // In a tag only a quoted value is safe: a space in a value ends an unquoted one and starts another attribute.
        if (state != HtmlState.QUOTED) {
            return Optional.empty();
        }
        boolean startsValue = value.toString().isBlank();
        String start = value.toString();
        value.append(link ? UNSUBSCRIBE_LINK : VALUE);
        String name = attribute.toString();
        if (TEXT_ATTRIBUTES.contains(name) || TEXT_ATTRIBUTE_FAMILIES.stream().anyMatch(name::startsWith)) {
            return Optional.of(Placeholder.Escaping.HTML);
        }
        if (!LINKS.contains(tag + " " + name)) {
            return Optional.empty();
        }

        // The start of a link decides where it leads, so a prospect's value must not be there. Behind it, the value is
        // percent-encoded, so that it cannot add a parameter or a path segment.
        if (startsValue && link) {
            return Optional.of(Placeholder.Escaping.HTML);
        }
        return FIXED_START.matcher(start).matches() ? Optional.of(Placeholder.Escaping.URL_PART) : Optional.empty();
    }

    private void read(char c) {
        switch (state) {
            case TEXT -> readText(c);
            case COMMENT -> readComment(c);
            case RAW -> {
                // Only the end tag of the same element ends raw text: "</scripts" does not end a script. The rest of
                // the end tag is read as a tag.
                if (END_OF_TAG_NAME.indexOf(c) >= 0 && buffer.toString().endsWith("</" + tag)) {
                    tag.insert(0, '/');
                    state = HtmlState.TAG;
                    readTag(c);
                } else {
                    buffer.append(Character.toLowerCase(c));
                }
            }
            case TAG_NAME -> {
                if (c == '>' || c == '/' || Character.isWhitespace(c)) {
                    readTag(c);
                } else {
                    tag.append(Character.toLowerCase(c));
                }
            }
            case TAG, AFTER_ATTRIBUTE -> readTag(c);
            case ATTRIBUTE -> {
                // The name ends where its value, the next attribute or the end of the tag may start.
                if (c == '=' || c == '>' || c == '/' || Character.isWhitespace(c)) {
                    state = HtmlState.AFTER_ATTRIBUTE;
                    readTag(c);
                } else {
                    attribute.append(Character.toLowerCase(c));
                }
            }
            case BEFORE_VALUE -> readBeforeValue(c);
            case QUOTED -> {
                if (c == quote) {
                    state = HtmlState.TAG;
                } else {
                    value.append(c);
                }
            }
            case UNQUOTED -> {
                if (c == '>' || Character.isWhitespace(c)) {
                    readTag(c);
                }
            }
        }
    }

    private void readText(char c) {
        // The character behind a "<" decides whether it starts a declaration, a tag or is text, as in "a < b".
        if (buffer.toString().equals("<")) {
            buffer.setLength(0);
            if (c == '!' || c == '?') {
                state = HtmlState.COMMENT;
                if (c == '?') {
                    buffer.append("--"); // the mark of a processing instruction, which the next ">" ends
                } else {
                    buffer.append(c);
                }
                return;
            }
            if (c == '/' || Character.isLetter(c)) {
                tag.setLength(0);
                tag.append(Character.toLowerCase(c));
                state = HtmlState.TAG_NAME;
                return;
            }
        }
        if (c == '<') {
            buffer.append(c);
        }
    }

    /**
     * Reads a character of a comment, which ends with {@code -->}, or of a declaration such as a doctype or a processing
     * instruction, which end with their first {@code >}.
     */
    private void readComment(char c) {
        buffer.append(c);
        String text = buffer.toString();
        // Behind "<!", everything but "--" is a declaration; while only "!" or "!-" was read, that is still open.
        boolean declaration = text.startsWith("!") && !"!--".startsWith(text) && !text.startsWith("!--");
        boolean instruction = text.startsWith("--");
        if (text.endsWith("-->") || (c == '>' && (declaration || instruction))) {
            buffer.setLength(0);
            state = HtmlState.TEXT;
        }
    }

    /** Reads a character in a tag that is not part of a name or value. */
    private void readTag(char c) {
        if (c == '>') {
            // An end tag has a slash in its name here, so that "</script>" does not start raw text.
            String name = tag.toString();
            state = RAW_TEXT_ELEMENTS.contains(name) ? HtmlState.RAW : HtmlState.TEXT;
            buffer.setLength(0);
        } else if (c == '=' && state == HtmlState.AFTER_ATTRIBUTE) {
            state = HtmlState.BEFORE_VALUE;
        } else if (c == '/' || Character.isWhitespace(c)) {
            // White space may stand between the name of an attribute and its equals sign.
            state = state == HtmlState.AFTER_ATTRIBUTE ? HtmlState.AFTER_ATTRIBUTE : HtmlState.TAG;
        } else {
            attribute.setLength(0);
            attribute.append(Character.toString(c).toLowerCase(Locale.ROOT));
            state = HtmlState.ATTRIBUTE;
        }
    }

    /** Reads a character behind an equals sign: white space, a quotation mark, or the start of an unquoted value. */
    private void readBeforeValue(char c) {
        if (c == '"' || c == '\'') {
            quote = c;
            value.setLength(0);
            state = HtmlState.QUOTED;
        } else if (c == '>') {
            readTag(c);
        } else if (!Character.isWhitespace(c)) {
            state = HtmlState.UNQUOTED;
        }
    }
}
