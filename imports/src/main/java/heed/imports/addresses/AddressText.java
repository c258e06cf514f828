package heed.imports.addresses;

import heed.filters.json.QuotedText;
import heed.model.field.TextKey;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.SuppressedDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The email addresses and domains in a text, as people and other programs write them: several addresses between spaces,
 * commas, semicolons, tabs or vertical bars; with a display name, in angle brackets, in quotes or as a {@code mailto:}
 * link (RFC 6068); behind a bullet, a number or a label; before a full stop.
 *
 * <p>{@code @acme.example} and {@code *@acme.example} are domains ({@link SuppressedDomain#parse}), but only in a text
 * without other words: in {@code "john" @acme.example} and in {@code john @acme.example} an address is misspelled, and
 * its domain is not meant.
 *
 * <p>An address that starts with an apostrophe, a hyphen or another sign of a list is read twice, with the sign and
 * without it, because either may be meant.
 *
 * @param addresses the addresses, ordered
 * @param domains the domains, ordered
 * @param unreadable the words with an {@code @} that are neither
 */
public record AddressText(Set<EmailAddress> addresses, Set<SuppressedDomain> domains, List<String> unreadable) {
    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\uFEFF,;<>\"“”„«»()\\[\\]|，；、]+");
    private static final Pattern DOMAIN_END = Pattern.compile("[?/\\\\'’:!&#=]");
    private static final Pattern NUMBER = Pattern.compile("\\p{Nd}{1,7}[.:]?");
    private static final Pattern NUMBERED = Pattern.compile("\\p{Nd}{1,7}\\.(?=\\p{L})");
    /** The signs that stand before an entry of a list or around it, although an address may start with them. */
    private static final String LIST_SIGNS = "'`*-#";

    private static final String OPENING = "'`‘´{*";
    private static final String CLOSING = "'`’´}*";

    /** What an address may start with besides letters and digits: the signs of {@code atext} in RFC 5322. */
    private static final String ADDRESS_SIGNS = "!$%&+/=?^_{|}~";

    /**
     * Reads the addresses and domains of a text.
     *
     * @param text a line or a cell
     */
    public static AddressText parse(String text) {
        if (!mayHaveAddress(text)) {
            return new AddressText(Set.of(), Set.of(), List.of());
        }
        String clean = TextKey.clean(text).replace('＠', '@').replace('﹫', '@');
        if (!clean.isEmpty()
                && LIST_SIGNS.indexOf(clean.charAt(0)) < 0
                && Character.isLetterOrDigit(clean.codePointBefore(clean.length()))) {
            Optional<EmailAddress> whole = EmailAddress.parse(clean);
            if (whole.isPresent()) {
                return new AddressText(Set.of(whole.get()), Set.of(), List.of());
            }
        }
        Reader reader = new Reader(SEPARATORS.split(MailtoLinks.expand(clean)));
        return new AddressText(reader.addresses, reader.domains, reader.unreadable);
    }

    private static boolean mayHaveAddress(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '@' || c == '＠' || c == '﹫' || (c == '%' && text.startsWith("%40", i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the text has an address or a domain. */
    public boolean isReadable() {
        return !addresses.isEmpty() || !domains.isEmpty();
    }

    /**
     * Returns why a text, or a part of it, cannot be read.
     *
     * @param text the text that was parsed
     * @return empty if there are addresses or domains, and nothing else with an {@code @}
     */
    public Optional<String> findProblem(String text) {
        String clean = TextKey.clean(text);
        if (isReadable() && unreadable.isEmpty()) {
            return Optional.empty();
        }
        if (clean.isEmpty()) {
            return Optional.of("has no email address");
        }
        if (unreadable.isEmpty()) {
            return Optional.of(QuotedText.of(clean)
                    + SuppressedDomain.parse("@" + clean)
                            .map(domain -> " is not an email address; a domain is written " + domain)
                            .orElse(" is not an email address such as ann@example.com"));
        }
        return Optional.of(
                String.join(", ", unreadable.stream().map(QuotedText::of).toList())
                        + (unreadable.size() == 1
                                ? " is not an email address such as ann@example.com"
                                : " are not email addresses such as ann@example.com"));
    }

    private static final class Reader {
        private final Set<EmailAddress> addresses = new TreeSet<>();
        private final Set<SuppressedDomain> domains = new TreeSet<>();
        private final List<String> unreadable = new ArrayList<>();

        Reader(String[] words) {
            List<String> withAt = Arrays.stream(words)
                    .map(word -> word.contains("@") ? word : MailtoLinks.decode(word))
                    .filter(word -> word.contains("@"))
                    .flatMap(word -> word.indexOf('@') == word.lastIndexOf('@')
                            ? Stream.of(word)
                            : Arrays.stream(word.split("[/\\\\]", -1)).filter(part -> part.contains("@")))
                    .map(Reader::stripPair)
                    .toList();
            boolean onlyAddresses = Arrays.stream(words)
                    .allMatch(word -> word.contains("@")
                            || word.codePoints().noneMatch(Character::isLetterOrDigit)
                            || NUMBER.matcher(word).matches());
            withAt.forEach(word -> read(word, onlyAddresses));
        }

        private void read(String word, boolean mayBeDomain) {
            Optional<SuppressedDomain> domain = SuppressedDomain.parse(withoutEnd(stripApostrophes(word)));
            if (domain.isPresent()) {
                if (mayBeDomain) {
                    domains.add(domain.get());
                } else {
                    unreadable.add(word);
                }
                return;
            }
            List<EmailAddress> readings = readings(word);
            addresses.addAll(readings);
            if (readings.isEmpty()) {
                unreadable.add(word);
            }
        }

        private static List<EmailAddress> readings(String word) {
            int at = word.indexOf('@');
            String local = word.substring(word.lastIndexOf(':', at) + 1, at);
            String domain = withoutEnd(DOMAIN_END.split(word.substring(at + 1), 2)[0]);
            String withoutSign = withoutStart(local);
            return List.of(local, withoutSign, NUMBERED.matcher(withoutSign).replaceFirst("")).stream()
                    .distinct()
                    .flatMap(reading -> EmailAddress.parse(reading + "@" + domain).stream())
                    .distinct()
                    .toList();
        }

        /** Removes a sign before the word that belongs to one behind it: {@code 'ann@example.com'}. */
        private static String stripPair(String word) {
            int pair = OPENING.indexOf(word.charAt(0));
            return pair >= 0 && word.indexOf(CLOSING.charAt(pair), word.indexOf('@')) > 0 ? word.substring(1) : word;
        }

        /** Removes the apostrophes that keep a spreadsheet from running a cell as a formula. */
        private static String stripApostrophes(String word) {
            int start = 0;
            while (start < word.length() && word.charAt(start) == '\'') {
                start++;
            }
            return word.substring(start);
        }

        private static String withoutStart(String local) {
            int start = 0;
            while (start < local.length()
                    && !Character.isLetterOrDigit(local.codePointAt(start))
                    && ADDRESS_SIGNS.indexOf(local.charAt(start)) < 0) {
                start += Character.charCount(local.codePointAt(start));
            }
            return local.substring(start);
        }

        private static String withoutEnd(String domain) {
            int end = domain.length();
            while (end > 0 && !Character.isLetterOrDigit(domain.codePointBefore(end))) {
                end -= Character.charCount(domain.codePointBefore(end));
            }
            return domain.substring(0, end);
        }
    }
}
