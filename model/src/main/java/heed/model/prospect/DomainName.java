package heed.model.prospect;

import com.ibm.icu.text.IDNA;
import heed.model.text.InvisibleCharacters;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The canonical form of a domain: A-labels in lower case, by the non-transitional processing of Unicode Technical Standard 46.
 * So faß.example and fass.example are two domains, and all spellings of each are one: upper case, A-labels, full-width
 * characters, an ideographic full stop, a dot at the end. Thread-safe.
 */
public final class DomainName {
    private static final Pattern HOST_NAME =
            Pattern.compile("[a-z0-9-]+(?:\\.[a-z0-9-]+)*"); // RFC 952 and RFC 1123, 2.1
    /** Registered domains have hyphens in the third and fourth place, which the standard leaves to the registries. */
    private static final Set<IDNA.Error> HARMLESS = Set.of(IDNA.Error.HYPHEN_3_4);

    /** What stands for another letter as well since IDNA 2008 (UTS 46, section 2.3: deviations). */
    private static final Pattern MERGED = Pattern.compile("ss|σ");

    private static final List<String> JOINERS = List.of("\u200C", "\u200D");
    private static final int MAX_PLACES = 6;

    private DomainName() {}

    /**
     * Returns the canonical form of a domain, or of the end of one; empty if the text is none. The canonical form of the
     * result is the result itself. A text whose mapping has another one, such as a domain that an ellipsis cuts off, is none.
     */
    public static Optional<String> canonicalize(String text) {
        return map(text).filter(domain -> map(domain).equals(Optional.of(domain)));
    }

    private static Optional<String> map(String text) {
        String visible = withoutDotAtEnd(InvisibleCharacters.removeMeaningless(text));
        String lower = visible.toLowerCase(Locale.ROOT);
        if (HOST_NAME.matcher(lower).matches() && !lower.startsWith("xn--") && !lower.contains(".xn--")) {
            return Optional.of(lower);
        }
        return toAscii(visible)
                .or(() -> toAscii(InvisibleCharacters.remove(visible))) // joiners where no script has them
                .or(() -> HOST_NAME.matcher(lower).matches() ? Optional.of(lower) : Optional.empty());
    }

    private static Optional<String> toAscii(String domain) {
        IDNA.Info info = new IDNA.Info();
        StringBuilder ascii = new StringBuilder();
        Processing.UTS_46.nameToASCII(domain, ascii, info);
        Set<IDNA.Error> errors = info.hasErrors() ? EnumSet.copyOf(info.getErrors()) : EnumSet.noneOf(IDNA.Error.class);
        errors.removeAll(HARMLESS);
        return errors.isEmpty() ? Optional.of(withoutDotAtEnd(ascii.toString())) : Optional.empty();
    }

    /** The dot stands for the root of the domain name system (RFC 1034, 3.1). */
    private static String withoutDotAtEnd(String domain) {
        return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    }

    /**
     * Returns the other domains that IDNA 2003 (RFC 3490), by which earlier versions read domains, took for this one: with ß
     * for ss, with a final sigma ς for σ, or with a joiner between two letters. Of a domain with more than
     * {@value #MAX_PLACES} such places, only the first ones vary; a joiner stands at one place at most.
     */
    public static Set<String> otherSpellings(String canonical) {
        IDNA.Info info = new IDNA.Info();
        String unicode = Processing.UTS_46
                .nameToUnicode(canonical, new StringBuilder(), info)
                .toString();
        if (info.hasErrors() && !HARMLESS.containsAll(info.getErrors())) {
            return Set.of();
        }
        Set<String> typed = new TreeSet<>();
        addSpellings("", unicode, MAX_PLACES, typed);
        unicode.codePoints().filter(c -> c > 127).findFirst().ifPresent(notAscii -> addJoiners(unicode, typed));
        Set<String> others = new TreeSet<>();
        typed.forEach(spelling -> canonicalize(spelling).ifPresent(others::add));
        others.remove(canonical);
        return others;
    }

    private static void addSpellings(String start, String rest, int places, Set<String> spellings) {
        Matcher place = MERGED.matcher(rest);
        if (places == 0 || !place.find()) {
            spellings.add(start + rest);
            return;
        }
        String before = start + rest.substring(0, place.start());
        String after = rest.substring(place.end());
        addSpellings(before + place.group(), after, places - 1, spellings);
        addSpellings(before + (place.group().equals("ss") ? "ß" : "ς"), after, places - 1, spellings);
    }

    private static void addJoiners(String unicode, Set<String> spellings) {
        for (int i = 1; i < unicode.length(); i++) {
            for (String joiner : JOINERS) {
                spellings.add(unicode.substring(0, i) + joiner + unicode.substring(i));
            }
        }
    }

    /** Loads the tables when the first domain needs them: most are plain. */
    private static final class Processing {
        static final IDNA UTS_46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.USE_STD3_RULES);
    }
}
