package heed.imports.format;

import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of a number, before it is decided whether a point or a comma is its decimal mark.
 *
 * @param digits the digits with their marks, without sign, currency and exponent
 * @param exponent the exponent with its letter; empty if there is none
 */
record NumericText(boolean negative, String digits, String exponent) {
    private static final int MAX_LENGTH = 500;
    private static final Pattern SHAPE = Pattern.compile(
            "(?<open>\\()?(?<sign>[+\\-\u2212])?(?<before>[^\\d.,+\\-\u2212()%]{0,6}?) ?(?<sign2>[+\\-\u2212])?"
                    + "(?<digits>(?:\\d|[.,]\\d)(?:[\\d.,]|[ '\u2019](?=\\d))*)(?<exponent>[eE][+-]?\\d{1,4})?"
                    + "(?<sign3>-)? ?(?<after>[^\\d.,+\\-\u2212()%]{0,6}?)(?<close>\\))?");
    private static final Pattern PER_CENT = Pattern.compile(".*\\d ?[%\u2030\u066a]|[%\u2030\u066a] ?\\d.*");
    private static final Set<String> CURRENCY_WORDS =
            Set.of("kr", "kr.", "zł", "kč", "ft", "lei", "fr.", "us$", "r$", "a$", "c$");
    private static final Set<String> CURRENCY_CODES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** Returns the parts of a text; empty if it is not a number with any decimal mark. */
    static Optional<NumericText> parse(String cell) {
        if (isDigits(cell)) {
            return Optional.of(new NumericText(false, cell, ""));
        }
        String text = SpaceText.toPlain(cell);
        Matcher parts = SHAPE.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches()) {
            return Optional.empty();
        }
        boolean parentheses = parts.group("open") != null;
        int signs = count(parts.group("sign")) + count(parts.group("sign2")) + count(parts.group("sign3"));
        if (parentheses != (parts.group("close") != null)
                || signs > 1
                || (parentheses && signs > 0)
                || !isCurrency(parts.group("before"))
                || !isCurrency(parts.group("after"))) {
            return Optional.empty();
        }
        boolean negative = parentheses
                || isMinus(parts.group("sign"))
                || isMinus(parts.group("sign2"))
                || isMinus(parts.group("sign3"));
        String exponent = parts.group("exponent");
        return Optional.of(new NumericText(
                negative, parts.group("digits").replace('\u2019', '\''), exponent == null ? "" : exponent));
    }

    /** Tests whether a text is a per cent value, which is never read as a number. */
    static boolean isPerCent(String cell) {
        return PER_CENT.matcher(SpaceText.toPlain(cell)).matches();
    }

    private static int count(@Nullable String sign) {
        return sign == null ? 0 : 1;
    }

    private static boolean isMinus(@Nullable String sign) {
        return sign != null && !sign.equals("+");
    }

    private static boolean isCurrency(String text) {
        String word = text.strip();
        return word.isEmpty()
                || (word.length() == 1 && Character.getType(word.charAt(0)) == Character.CURRENCY_SYMBOL)
                || CURRENCY_CODES.contains(word)
                || CURRENCY_WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_LENGTH;
    }

    /** Returns the number with a decimal point and without groups; empty if it has none with this decimal mark. */
    Optional<String> plain(DecimalMark mark) {
        int at = digits.indexOf(mark.character());
        String whole = at < 0 ? digits : digits.substring(0, at);
        String fraction = at < 0 ? "" : digits.substring(at + 1);
        if (!fraction.isEmpty() && !isDigits(fraction)) {
            return Optional.empty();
        }
        return ungrouped(whole, mark)
                .filter(ungrouped -> !ungrouped.isEmpty() || !fraction.isEmpty())
                .map(ungrouped -> (negative ? "-" : "")
                        + (ungrouped.isEmpty() ? "0" : ungrouped)
                        + (fraction.isEmpty() ? "" : "." + fraction)
                        + exponent);
    }

    /**
     * Returns the whole part without the marks between its groups. Groups have three digits and the first has one to
     * three; with commas, as in India, only the last group must have three, and the others two.
     */
    private Optional<String> ungrouped(String whole, DecimalMark mark) {
        if (whole.isEmpty() || isDigits(whole)) {
            return Optional.of(whole);
        }
        for (char group : new char[] {mark.group(), ' ', '\''}) {
            String[] groups = whole.split(Pattern.quote(String.valueOf(group)), -1);
            if (groups.length > 1 && exponent.isEmpty() && areGroups(groups, group)) {
                return Optional.of(String.join("", groups));
            }
        }
        return Optional.empty();
    }

    private static boolean areGroups(String[] groups, char mark) {
        boolean threes = true;
        boolean twos = mark == ',' && groups.length > 2 && groups[0].length() <= 2;
        for (int i = 0; i < groups.length; i++) {
            if (!isDigits(groups[i])) {
                return false;
            }
            int length = groups[i].length();
            threes &= i == 0 ? length <= 3 : length == 3;
            twos &= i == 0 || length == (i == groups.length - 1 ? 3 : 2);
        }
        return (threes || twos) && groups[0].charAt(0) != '0';
    }
}
