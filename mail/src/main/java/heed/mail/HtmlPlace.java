package heed.mail;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Follows a template's HTML from its start, to know where a placeholder stands. Not thread-safe. */
final class HtmlPlace {
    private static final Set<String> LINKS = Set.of(
            "href", "src", "action", "formaction", "background", "cite", "poster", "data", "xlink:href", "longdesc");
    private static final Set<String> CODE = Set.of("style", "srcdoc", "srcset", "http-equiv");
    private static final Set<String> RAW =
            Set.of("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext");

    private enum State {
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

    private State state = State.TEXT;
    private final StringBuilder tag = new StringBuilder();
    private final StringBuilder attribute = new StringBuilder();
    private final StringBuilder seen = new StringBuilder(); // in text, comment and raw: what may end or begin something
    private char quote;
    private boolean valueBegun;

    void read(String html) {
        for (int i = 0; i < html.length(); i++) {
            read(html.charAt(i));
        }
    }

    /** A placeholder stands here; empty if none may, or a field may not where it is not a link. */
    Optional<Placeholder.Place> placeholder(boolean link) {
        boolean startsTag = state == State.TEXT && !seen.isEmpty();
        seen.setLength(0);
        if (state == State.TEXT && !startsTag) {
            return Optional.of(Placeholder.Place.HTML);
        }
        if (state != State.QUOTED) {
            return Optional.empty();
        }
        boolean begins = !valueBegun;
        valueBegun = true;
        String name = attribute.toString();
        if (name.startsWith("on") || CODE.contains(name)) {
            return Optional.empty();
        }
        if (!LINKS.contains(name)) {
            return Optional.of(Placeholder.Place.HTML);
        }
        if (begins) {
            return link ? Optional.of(Placeholder.Place.HTML) : Optional.empty();
        }
        return Optional.of(Placeholder.Place.URL_PART);
    }

    private void read(char c) {
        switch (state) {
            case TEXT -> text(c);
            case COMMENT -> {
                if (ends(c, "-->")) {
                    state = State.TEXT;
                }
            }
            case RAW -> {
                if (ends(c, "</" + tag)) {
                    state = State.TAG;
                    tag.insert(0, '/');
                }
            }
            case TAG_NAME -> {
                if (c == '>' || c == '/' || Character.isWhitespace(c)) {
                    tag(c);
                } else {
                    tag.append(Character.toLowerCase(c));
                }
            }
            case TAG, AFTER_ATTRIBUTE -> tag(c);
            case ATTRIBUTE -> {
                if (c == '=' || c == '>' || c == '/' || Character.isWhitespace(c)) {
                    state = State.AFTER_ATTRIBUTE;
                    tag(c);
                } else {
                    attribute.append(Character.toLowerCase(c));
                }
            }
            case BEFORE_VALUE -> value(c);
            case QUOTED -> {
                valueBegun |= !Character.isWhitespace(c);
                if (c == quote) {
                    state = State.TAG;
                }
            }
            case UNQUOTED -> {
                if (c == '>' || Character.isWhitespace(c)) {
                    tag(c);
                }
            }
        }
    }

    private void text(char c) {
        if (seen.toString().equals("<")) {
            seen.setLength(0);
            if (c == '!' || c == '?') {
                state = State.COMMENT;
                if (c == '?') {
                    seen.append("--"); // ends with the next >
                } else {
                    seen.append(c);
                }
                return;
            }
            if (c == '/' || Character.isLetter(c)) {
                tag.setLength(0);
                tag.append(Character.toLowerCase(c));
                state = State.TAG_NAME;
                return;
            }
        }
        if (c == '<') {
            seen.append(c);
        }
    }

    /** Whether the text just read ends with this; a declaration like a doctype is over with its first ">". */
    private boolean ends(char c, String end) {
        seen.append(Character.toLowerCase(c));
        String text = seen.toString();
        boolean declaration =
                state == State.COMMENT && text.startsWith("!") && !"!--".startsWith(text) && !text.startsWith("!--");
        boolean over = text.endsWith(end) || (c == '>' && (declaration || text.startsWith("--")));
        if (over) {
            seen.setLength(0);
        }
        return over;
    }

    private void tag(char c) {
        if (c == '>') {
            String name = tag.toString();
            state = RAW.contains(name) ? State.RAW : State.TEXT;
            seen.setLength(0);
        } else if (c == '=' && state == State.AFTER_ATTRIBUTE) {
            state = State.BEFORE_VALUE;
        } else if (c == '/' || Character.isWhitespace(c)) {
            state = state == State.AFTER_ATTRIBUTE ? State.AFTER_ATTRIBUTE : State.TAG;
        } else {
            attribute.setLength(0);
            attribute.append(Character.toString(c).toLowerCase(Locale.ROOT));
            state = State.ATTRIBUTE;
        }
    }

    private void value(char c) {
        if (c == '"' || c == '\'') {
            quote = c;
            valueBegun = false;
            state = State.QUOTED;
        } else if (c == '>') {
            tag(c);
        } else if (!Character.isWhitespace(c)) {
            state = State.UNQUOTED;
        }
    }
}
