package heed.mail.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an author has to correct in a template that Handlebars cannot parse. Handlebars reports the token at which its
 * parser stopped, which is often far from the mistake and means nothing to an author; this class looks for the tags that
 * are wrong. Immutable.
 *
 * @param index the index of the tag in the template
 * @param message what is wrong and what would be right
 */
record SyntaxProblem(int index, String message) {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String COMMENT = "{{!--";
    private static final String COMMENT_END = "--}}";
    private static final String QUOTED = "(\"[^\"]*\"|'[^']*')";
    /** A name, or a name of several words in brackets, and a fallback. Parameters that parse are reported elsewhere. */
    private static final Pattern FIELD =
            Pattern.compile("(\\[[^\\]]+]|[\\p{L}_$@][^\\s=|?,;!\"'“”{}\\[\\]]*)(\\s+(\\w+=)?" + QUOTED + ")*");

    private static final Pattern NAME = Pattern.compile("^(\\[[^\\]]+]|[\\p{L}_][\\p{L}\\p{N}_-]*)(?=\\W|$)");

    /** Returns the message for a tag of Handlebars that is not a field. */
    static String unavailable(String tag) {
        return tag + " is not available: a message has fields only";
    }

    /**
     * Finds the wrong tags of a template that cannot be parsed; at least one problem. Of a block only the beginning is
     * reported.
     */
    static List<SyntaxProblem> find(String source) {
        List<SyntaxProblem> problems = new ArrayList<>();
        int at = source.indexOf(OPEN);
        while (at >= 0) {
            if (source.startsWith(COMMENT, at)) {
                int commentEnd = source.indexOf(COMMENT_END, at);
                if (commentEnd < 0) {
                    problems.add(new SyntaxProblem(at, "the comment is not closed: write {{!-- … --}}"));
                    return problems;
                }
                at = source.indexOf(OPEN, commentEnd);
                continue;
            }
            int start = at + OPEN.length();
            int end = source.indexOf(CLOSE, start);
            int next = source.indexOf(OPEN, source.startsWith("{", start) ? start + 1 : start);
            if (end < 0 || (next >= 0 && next < end && !source.startsWith("{", start))) {
                problems.add(new SyntaxProblem(at, "\"{{\" is not closed by \"}}\""));
                at = next;
                continue;
            }
            String content = source.substring(start, end);
            if (problems.isEmpty() || !continuesBlock(content)) {
                int tag = at;
                describe(content, source.startsWith("}", end + CLOSE.length()))
                        .ifPresent(message -> problems.add(new SyntaxProblem(tag, message)));
            }
            at = source.indexOf(OPEN, end);
        }
        return problems.isEmpty() ? List.of(new SyntaxProblem(0, "this template cannot be parsed")) : problems;
    }

    private static boolean continuesBlock(String content) {
        return content.startsWith("/") || content.strip().equals("else");
    }

    /**
     * Returns what is wrong with a tag; empty if nothing is.
     *
     * @param content the text between the braces
     * @param thirdBrace whether a third brace closes the tag
     */
    private static Optional<String> describe(String content, boolean thirdBrace) {
        String text = content.replaceAll("^~|~$", "").strip();
        if (text.isEmpty()) {
            return Optional.of("{{}} names no field: write {{firstName}}");
        }
        char first = text.charAt(0);
        if (first == '!') {
            return Optional.empty();
        } else if (text.startsWith(OPEN)) {
            return Optional.of(unavailable(OPEN + firstWord(text) + CLOSE + CLOSE));
        } else if ("#^/>*".indexOf(first) >= 0 || text.equals("else")) {
            return Optional.of(unavailable(OPEN + firstWord(text) + CLOSE));
        }
        String field = text.replaceAll("^[{&]\\s*", "");
        if (first == '{' || first == '&' || thirdBrace) {
            return Optional.of("fields are always escaped: write " + example(field));
        }
        return FIELD.matcher(field).matches()
                ? Optional.empty()
                : Optional.of("this tag cannot be read: write " + example(field) + " or "
                        + example(field).replace(CLOSE, " fallback=\"…\"}}"));
    }

    private static String firstWord(String text) {
        String name = text.substring(1).strip();
        int end = 0;
        while (end < name.length() && !Character.isWhitespace(name.charAt(end))) {
            end++;
        }
        return text.charAt(0) + name.substring(0, end);
    }

    /** Returns the tag of the field that a text begins with, or of a field that every account has. */
    private static String example(String text) {
        var name = NAME.matcher(text);
        return OPEN + (name.find() ? name.group(1) : "firstName") + CLOSE;
    }
}
