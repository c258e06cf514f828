package heed.filters;

import heed.filters.json.QuotedText;
import heed.model.field.TextKey;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several values that an author wrote into one text: "California, Oregon". */
final class ValueList {
    private static final int MAX_LENGTH = 1_000;
    private static final Pattern SIGN = Pattern.compile("\\s*[,;|\\n]\\s*(?:(?:and|or)\\s+)?");
    private static final Pattern SIGN_OR_WORD = Pattern.compile(SIGN.pattern() + "|\\s+(?:and|or|&)\\s+");
    /** Endings of company and person names that a comma precedes. */
    private static final Pattern ENDING = Pattern.compile(
            "(?i)(?:inc|ltd|llc|llp|corp|co|plc|gmbh|ag|kg|s\\.?a|n\\.?v|b\\.?v|jr|sr|ph\\.?d|m\\.?d|esq)\\.?");

    private ValueList() {}

    /** Returns the values between commas, semicolons, bars and line breaks; one value if the text is no list. */
    static List<String> split(String text) {
        return split(text, SIGN);
    }

    /** Returns the values between signs and the words "and" and "or"; one value if the text is no list. */
    static List<String> splitWords(String text) {
        return split(text, SIGN_OR_WORD);
    }

    private static List<String> split(String text, Pattern separator) {
        String clean = TextKey.clean(text);
        if (clean.length() > MAX_LENGTH) {
            return List.of(clean);
        }
        List<String> parts = Arrays.asList(separator.split(clean, -1));
        String last = parts.get(parts.size() - 1);
        boolean place = letters(last) == 2 && letters(parts.get(0)) > 2; // Washington, DC
        return place || ENDING.matcher(last).matches() || parts.stream().anyMatch(part -> letters(part) < 2)
                ? List.of(clean)
                : List.copyOf(parts);
    }

    private static long letters(String part) {
        return part.codePoints().filter(Character::isLetterOrDigit).count();
    }

    /** Returns the values as a JSON list. */
    static String toJson(List<String> values) {
        return values.stream().map(QuotedText::of).collect(Collectors.joining(", ", "[", "]"));
    }
}
