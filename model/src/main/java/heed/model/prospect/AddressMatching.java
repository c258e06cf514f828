package heed.model.prospect;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The rule by which an account decides whether two addresses belong to one mailbox. The suppression of one address
 * covers all addresses of its mailbox, and a message is sent to only one of them. Mail is sent to the address as it is
 * written.
 */
public enum AddressMatching {
    /** Each canonical address is a separate mailbox. */
    AS_WRITTEN("as-written") {
        @Override
        public EmailAddress mailboxOf(EmailAddress address) {
            return address;
        }

        @Override
        public Set<String> equivalentDomains(String domain) {
            return Set.of(domain);
        }
    },

    /**
     * Addresses that a large provider is known to deliver to the same mailbox are one mailbox: addresses with a plus
     * tag (RFC 5233) at Apple, Fastmail, Google, Microsoft and Proton, and at Google also addresses that differ only in
     * dots or in gmail.com and googlemail.com.
     */
    AS_DELIVERED("as-delivered") {
        @Override
        public EmailAddress mailboxOf(EmailAddress address) {
            int at = address.value().lastIndexOf('@');
            String domain = address.value().substring(at + 1);
            if (!PLUS_TAG_DOMAINS.contains(domain)) {
                return address;
            }
            String tagged = address.value().substring(0, at);
            int plus = tagged.indexOf('+');
            String local = plus > 0 ? tagged.substring(0, plus) : tagged;
            String mailbox =
                    GOOGLE_DOMAINS.contains(domain) ? local.replace(".", "") + "@gmail.com" : local + "@" + domain;
            return EmailAddress.parse(mailbox).orElse(address); // a dot before the tag leaves no address
        }

        @Override
        public Set<String> equivalentDomains(String domain) {
            return GOOGLE_DOMAINS.contains(domain) ? GOOGLE_DOMAINS : Set.of(domain);
        }
    };

    private static final Set<String> GOOGLE_DOMAINS = Set.of("gmail.com", "googlemail.com");
    private static final Set<String> PLUS_TAG_DOMAINS = Set.of(
            "fastmail.com",
            "fastmail.fm",
            "gmail.com",
            "googlemail.com",
            "hotmail.com",
            "icloud.com",
            "live.com",
            "mac.com",
            "me.com",
            "msn.com",
            "outlook.com",
            "pm.me",
            "proton.me",
            "protonmail.com");

    private final String id;

    AddressMatching(String id) {
        this.id = id;
    }

    /** Returns the name in commands and stores. */
    public String id() {
        return id;
    }

    /** Returns the address that represents the mailbox: the same for all addresses of one mailbox. */
    public abstract EmailAddress mailboxOf(EmailAddress address);

    /** Returns the domain and all others under which a mailbox of that domain has addresses. */
    public abstract Set<String> equivalentDomains(String domain);

    /** Finds the rule with that id; empty if there is none. */
    public static Optional<AddressMatching> find(String id) {
        return Arrays.stream(values())
                .filter(matching -> matching.id.equals(id))
                .findFirst();
    }
}
