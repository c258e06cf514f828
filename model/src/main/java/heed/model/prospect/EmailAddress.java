package heed.model.prospect;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import heed.model.field.TextKey;
import heed.model.text.InvisibleCharacters;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A canonical email address. Addresses with the same canonical form are one mailbox, which has one suppression and gets
 * one mail; an account can treat more addresses as one mailbox ({@link AddressMatching}).
 *
 * <p>The canonical form has no white space around it and no invisible characters ({@link InvisibleCharacters}). The local
 * part is as the profile UsernameCaseMapped of RFC 8265 has it: full-width and half-width characters are the ordinary ones,
 * in lower case and in NFC. The domain is as {@link DomainName} has it.
 *
 * <p>Parsing accepts a mailbox of RFC 5321 with a dotted domain, without quotes, comments, display name or address
 * literal.
 */
public record EmailAddress(String value) implements Comparable<EmailAddress> {
    private static final int MAX_LENGTH = 254; // RFC 5321, 4.5.3.1.3, as corrected by erratum 1690
    private static final int MAX_LOCAL_PART_LENGTH = 64; // RFC 5321, 4.5.3.1.1
    private static final int MAX_LABEL_LENGTH = 63; // RFC 1035, 2.3.4
    /** The blocks of full-width, half-width and small forms. */
    private static final Pattern OTHER_WIDTHS = Pattern.compile("[\uFF00-\uFFEF\uFE50-\uFE6F]+");

    private static final EmailValidator VALIDATOR = JMail.strictValidator()
            .requireTopLevelDomain()
            .disallowIpDomain()
            .disallowQuotedIdentifiers()
            .disallowExplicitSourceRouting()
            .disallowObsoleteWhitespace()
            .withRule(email -> email.comments().isEmpty())
            .withRule(email -> email.localPart().indexOf('"') < 0);

    /**
     * Creates an address from its canonical form.
     *
     * @throws IllegalArgumentException if the value is not canonical
     */
    public EmailAddress {
        if (!canonicalize(value).equals(Optional.of(value))) {
            throw new IllegalArgumentException("not a canonical email address");
        }
    }

    /** Returns the canonical form of a typed address; empty if the text is not an email address. */
    public static Optional<EmailAddress> parse(String text) {
        return canonicalize(text).map(EmailAddress::new);
    }

    /**
     * Returns whether the address is certainly canonical. Most are, and this check is many times faster than parsing.
     */
    private static boolean isPlain(String address) {
        int at = address.indexOf('@');
        return address.length() <= MAX_LENGTH
                && at <= MAX_LOCAL_PART_LENGTH
                && isPlainLocalPart(address, at)
                && isPlainDomain(address, at + 1);
    }

    /**
     * Returns whether the local part consists of letters, digits, {@code _}, {@code +} and {@code -}, with single dots
     * between them.
     */
    private static boolean isPlainLocalPart(String address, int end) {
        char previous = '.';
        for (int i = 0; i < end; i++) {
            char c = address.charAt(i);
            if (c == '.' ? previous == '.' : !isLetterOrDigit(c) && c != '_' && c != '+' && c != '-') {
                return false;
            }
            previous = c;
        }
        return previous != '.';
    }

    /**
     * Returns whether the domain consists of at least two labels of letters, digits and inner hyphens, the last one of
     * two or more letters.
     */
    private static boolean isPlainDomain(String address, int start) {
        int labelStart = start;
        boolean onlyLetters = true;
        for (int i = start; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '.') {
                if (!isPlainLabel(address, labelStart, i)) {
                    return false;
                }
                labelStart = i + 1;
                onlyLetters = true;
            } else if (!isLetterOrDigit(c) && c != '-') {
                return false;
            } else {
                onlyLetters &= c >= 'a';
            }
        }
        return labelStart > start
                && onlyLetters
                && address.length() - labelStart >= 2
                && isPlainLabel(address, labelStart, address.length());
    }

    private static boolean isPlainLabel(String address, int start, int end) {
        return end > start
                && end - start <= MAX_LABEL_LENGTH
                && !address.startsWith("xn--", start)
                && address.charAt(start) != '-'
                && address.charAt(end - 1) != '-';
    }

    /** Returns the text with its letters A to Z in lower case. */
    private static String asciiLowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                char[] lower = text.toCharArray();
                for (int j = i; j < lower.length; j++) {
                    lower[j] = lower[j] >= 'A' && lower[j] <= 'Z' ? (char) (lower[j] + 'a' - 'A') : lower[j];
                }
                return new String(lower);
            }
        }
        return text;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** Returns the text of {@link #parse}'s result. */
    static Optional<String> canonicalize(String text) {
        if (isPlain(text)) {
            return Optional.of(text);
        }
        String lower = asciiLowerCase(text);
        if (isPlain(lower)) {
            return Optional.of(lower);
        }
        String clean = ordinaryWidth(TextKey.clean(text));
        int at = clean.lastIndexOf('@');
        if (at < 0 || clean.length() > 2 * MAX_LENGTH) {
            return Optional.empty();
        }
        String local = InvisibleCharacters.remove(clean.substring(0, at)).toLowerCase(Locale.ROOT);
        return DomainName.canonicalize(clean.substring(at + 1))
                .map(domain -> Normalizer.normalize(local, Normalizer.Form.NFC) + "@" + domain)
                .filter(address -> address.length() <= MAX_LENGTH)
                .filter(address -> VALIDATOR.tryParse(address).isPresent());
    }

    /**
     * Replaces full-width and half-width forms, such as ＠, and small ones by the ordinary characters. Their compatibility
     * mappings are those of NFKC; other characters keep theirs.
     */
    private static String ordinaryWidth(String text) {
        return OTHER_WIDTHS
                .matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(Normalizer.normalize(match.group(), Normalizer.Form.NFKC)));
    }

    /** Returns the part after the last {@code @}. */
    public String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    @Override
    public int compareTo(EmailAddress other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
