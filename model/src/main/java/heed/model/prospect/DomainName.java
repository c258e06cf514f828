package heed.model.prospect;

import com.ibm.icu.text.IDNA;
import heed.model.text.InvisibleCharacters;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

    private DomainName() {}

    /** Returns the canonical form of a domain, or of the end of one; empty if the text is none. */
    public static Optional<String> canonicalize(String text) {
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

    /** Loads the tables when the first domain needs them: most are plain. */
    private static final class Processing {
        static final IDNA UTS_46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.USE_STD3_RULES);
    }
}
