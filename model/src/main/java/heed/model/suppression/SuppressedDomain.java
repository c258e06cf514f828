package heed.model.suppression;

import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A domain whose addresses are suppressed, whoever has them. It is written as {@code @acme.example}, which covers the
 * addresses of exactly that domain, or as {@code @*.acme.example}, which covers the addresses of all its subdomains but
 * not those of the domain itself.
 *
 * @param name the domain in canonical form, in lower case and in A-labels, with at least two labels
 * @param subdomains whether the subdomains are covered instead of the domain itself
 */
public record SuppressedDomain(String name, boolean subdomains) implements Comparable<SuppressedDomain> {
    private static final String SUBDOMAINS = "*.";

    /**
     * Creates a suppressed domain.
     *
     * @throws IllegalArgumentException if the name is not canonical or has only one label
     */
    public SuppressedDomain {
        if (!canonicalize(name).equals(Optional.of(name))) {
            throw new IllegalArgumentException("not a canonical domain");
        }
    }

    /**
     * Parses {@code @acme.example}, {@code *@acme.example}, {@code @*.acme.example} or {@code *@*.acme.example}. The
     * domain may be in any case and in Unicode.
     *
     * @return empty if the text has another form, or if the domain has only one label, such as {@code @com}
     */
    public static Optional<SuppressedDomain> parse(String text) {
        String stripped = text.strip();
        String at = stripped.startsWith("*@") ? stripped.substring(1) : stripped;
        if (!at.startsWith("@")) {
            return Optional.empty();
        }
        String domain = at.substring(1);
        boolean subdomains = domain.startsWith(SUBDOMAINS);
        return canonicalize(subdomains ? domain.substring(SUBDOMAINS.length()) : domain)
                .map(name -> new SuppressedDomain(name, subdomains));
    }

    /** Returns the canonical form of the domain of an address; empty if no address can have it. */
    private static Optional<String> canonicalize(String domain) {
        return domain.contains("@")
                ? Optional.empty()
                : EmailAddress.parse("x@" + domain).map(EmailAddress::domain);
    }

    /**
     * Returns every suppressed domain that would cover the addresses of a domain, ordered.
     *
     * @param domain the domain of an address
     * @param matching the rule of the account; addresses of all equivalent domains are covered alike
     */
    public static Set<SuppressedDomain> covering(String domain, AddressMatching matching) {
        Set<SuppressedDomain> covering = new TreeSet<>();
        for (String equivalent : matching.equivalentDomains(domain)) {
            covering.add(new SuppressedDomain(equivalent, false));
            int dot = equivalent.indexOf('.');
            while (equivalent.indexOf('.', dot + 1) > 0) {
                covering.add(new SuppressedDomain(equivalent.substring(dot + 1), true));
                dot = equivalent.indexOf('.', dot + 1);
            }
        }
        return covering;
    }

    /** Returns the form that {@link #parse} reads: {@code @acme.example} or {@code @*.acme.example}. */
    public String text() {
        return "@" + (subdomains ? SUBDOMAINS : "") + name;
    }

    @Override
    public int compareTo(SuppressedDomain other) {
        return text().compareTo(other.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
