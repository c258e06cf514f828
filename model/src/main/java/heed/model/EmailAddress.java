package heed.model;

import com.sanctionco.jmail.Email;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A canonical email address: stripped, NFC, its domain in A-labels, lower case. Two spellings of one canonical address are
 * one mailbox to this product: one suppression, one mail; an account can ask for more ({@link Mailboxes}). Parsing accepts an RFC 5321 mailbox with a dotted domain, without
 * quotes, comments, display name or address literal.
 */
public record EmailAddress(String value) implements Comparable<EmailAddress> {
    private static final int LONGEST = 254; // RFC 5321, 4.5.3.1.3, as corrected by erratum 1690
    private static final int LONGEST_LOCAL_PART = 64; // RFC 5321, 4.5.3.1.1
    private static final int LONGEST_LABEL = 63; // RFC 1035, 2.3.4
    private static final EmailValidator VALIDATOR = JMail.strictValidator()
            .requireTopLevelDomain()
            .disallowIpDomain()
            .disallowQuotedIdentifiers()
            .disallowExplicitSourceRouting()
            .disallowObsoleteWhitespace()
            .withRule(email -> email.comments().isEmpty())
            .withRule(email -> email.localPart().indexOf('"') < 0);

    /** @throws IllegalArgumentException if the value is not canonical */
    public EmailAddress {
        if (!canonical(value).equals(Optional.of(value))) {
            throw new IllegalArgumentException("not a canonical email address");
        }
    }

    /** The canonical form of what someone typed; empty if that is no email address. */
    public static Optional<EmailAddress> find(String typed) {
        return canonical(typed).map(EmailAddress::new);
    }

    /** Whether it is canonical as it stands, as most are: asked first, since to parse one takes many times as long. */
    private static boolean plain(String address) {
        int at = address.indexOf('@');
        return address.length() <= LONGEST
                && at <= LONGEST_LOCAL_PART
                && plainLocalPart(address, at)
                && plainDomain(address, at + 1);
    }

    /** Letters, digits, _, + and -, and dots between them. */
    private static boolean plainLocalPart(String address, int end) {
        char last = '.';
        for (int i = 0; i < end; i++) {
            char c = address.charAt(i);
            if (c == '.' ? last == '.' : !letterOrDigit(c) && c != '_' && c != '+' && c != '-') {
                return false;
            }
            last = c;
        }
        return last != '.';
    }

    /** Labels of letters, digits and - between them, at least two, the last one of two letters and more. */
    private static boolean plainDomain(String address, int start) {
        int label = start;
        boolean letters = true;
        for (int i = start; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '.') {
                if (!plainLabel(address, label, i)) {
                    return false;
                }
                label = i + 1;
                letters = true;
            } else if (!letterOrDigit(c) && c != '-') {
                return false;
            } else {
                letters &= c >= 'a';
            }
        }
        return label > start
                && letters
                && address.length() - label >= 2
                && plainLabel(address, label, address.length());
    }

    private static boolean plainLabel(String address, int start, int end) {
        return end > start
                && end - start <= LONGEST_LABEL
                && address.charAt(start) != '-'
                && address.charAt(end - 1) != '-';
    }

    private static boolean letterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** What {@link #find} has, as text. */
    static Optional<String> canonical(String typed) {
        if (plain(typed)) {
            return Optional.of(typed);
        }
        String clean = TextKey.clean(typed);
        if (clean.length() > 2 * LONGEST) {
            return Optional.empty();
        }
        return VALIDATOR.tryParse(clean).flatMap(EmailAddress::canonical);
    }

    private static Optional<String> canonical(Email email) {
        String local = Normalizer.normalize(email.localPart().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        try {
            String address = local + "@" + IDN.toASCII(email.domain()).toLowerCase(Locale.ROOT);
            return address.length() > LONGEST ? Optional.empty() : Optional.of(address);
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }

    /** The part behind the last @. */
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
