package heed.mail.template;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Follows a template's HTML from its start, to know where a placeholder stands. Not thread-safe. */
final class HtmlContext {
    private static final Set<String> LINK_ATTRIBUTES = Set.of(
            "href", "src", "action", "formaction", "background", "cite", "poster", "data", "xlink:href", "longdesc");
    private static final Set<String> CODE_ATTRIBUTES = Set.of("style", "srcdoc", "srcset", "http-equiv");
    private static final Set<String> RAW_TEXT_ELEMENTS =
            Set.of("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext");

    private enum HtmlState {
        TEXT,
        COMMENT,
        RAW,
        TAG_NAME,
        TAG,
        ATTRIBUTE,
        AFTER_ATTRIBUTE,
        BEFORE_VALUE,
        QUOTED,
        UNQUOTED
    }

    private HtmlState state = HtmlState.TEXT;
    private final StringBuilder tag = new StringBuilder();
    private final StringBuilder attribute = new StringBuilder();
    private final StringBuilder buffer =
            new StringBuilder(); // in text, comment and raw: what may end or begin something
    private char quote;
    private boolean valueStarted;

    void read(String html) {
        for (int i = 0; i < html.length(); i++) {
            read(html.charAt(i));
        }
    }

    /** A placeholder stands here; empty if none may, or a field may not where it is not a link. */
    Optional<Placeholder.Escaping> escapingHere(boolean link) {
        boolean startsTag = state == HtmlState.TEXT && !buffer.isEmpty();
        buffer.setLength(0);
        if (state == HtmlState.TEXT && !startsTag) {
            return Optional.of(Placeholder.Escaping.HTML);
        }
        if (state != HtmlState.QUOTED) {
            return Optional.empty();
        }
        boolean startsValue = !valueStarted;
        valueStarted = true;
        String name = attribute.toString();
        if (name.startsWith("on") || CODE_ATTRIBUTES.contains(name)) {
            return Optional.empty();
        }
        if (!LINK_ATTRIBUTES.contains(name)) {
            return Optional.of(Placeholder.Escaping.HTML);
        }
        if (startsValue) {
            return link ? Optional.of(Placeholder.Escaping.HTML) : Optional.empty();
        }
        return Optional.of(Placeholder.Escaping.URL_PART);
    }

    private void read(char c) {
        switch (state) {
            case TEXT -> readText(c);
            case COMMENT -> {
                if (endsWith(c, "-->")) {
                    state = HtmlState.TEXT;
                }
            }
            case RAW -> {
                if (endsWith(c, "</" + tag)) {
                    state = HtmlState.TAG;
                    tag.insert(0, '/');
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
                if (c == '=' || c == '>' || c == '/' || Character.isWhitespace(c)) {
                    state = HtmlState.AFTER_ATTRIBUTE;
                    readTag(c);
                } else {
                    attribute.append(Character.toLowerCase(c));
                }
            }
            case BEFORE_VALUE -> readBeforeValue(c);
            case QUOTED -> {
                valueStarted |= !Character.isWhitespace(c);
                if (c == quote) {
                    state = HtmlState.TAG;
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
        if (buffer.toString().equals("<")) {
            buffer.setLength(0);
            if (c == '!' || c == '?') {
                state = HtmlState.COMMENT;
                if (c == '?') {
                    buffer.append("--"); // ends with the next >
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

    /** Whether the text just read ends with this; a declaration like a doctype is over with its first ">". */
    private boolean endsWith(char c, String end) {
        buffer.append(Character.toLowerCase(c));
        String text = buffer.toString();
        boolean declaration = state == HtmlState.COMMENT
                && text.startsWith("!")
                && !"!--".startsWith(text)
                && !text.startsWith("!--");
        boolean over = text.endsWith(end) || (c == '>' && (declaration || text.startsWith("--")));
        if (over) {
            buffer.setLength(0);
        }
        return over;
    }

    private void readTag(char c) {
        if (c == '>') {
            String name = tag.toString();
            state = RAW_TEXT_ELEMENTS.contains(name) ? HtmlState.RAW : HtmlState.TEXT;
            buffer.setLength(0);
        } else if (c == '=' && state == HtmlState.AFTER_ATTRIBUTE) {
            state = HtmlState.BEFORE_VALUE;
        } else if (c == '/' || Character.isWhitespace(c)) {
            state = state == HtmlState.AFTER_ATTRIBUTE ? HtmlState.AFTER_ATTRIBUTE : HtmlState.TAG;
        } else {
            attribute.setLength(0);
            attribute.append(Character.toString(c).toLowerCase(Locale.ROOT));
            state = HtmlState.ATTRIBUTE;
        }
    }

    private void readBeforeValue(char c) {
        if (c == '"' || c == '\'') {
            quote = c;
            valueStarted = false;
            state = HtmlState.QUOTED;
        } else if (c == '>') {
            readTag(c);
        } else if (!Character.isWhitespace(c)) {
            state = HtmlState.UNQUOTED;
        }
    }
}
