package heed.model.prospect;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses an account takes for one mailbox. A suppression of one of them covers all, and a message reaches one of
 * them; mail goes to an address as it is written.
 */
public enum AddressMatching {
    /** Each canonical address is a mailbox of its own. */
    AS_WRITTEN("as-written") {
        @Override
        public EmailAddress mailboxOf(EmailAddress address) {
            return address;
        }
    },

    /**
     * Addresses that a large provider is known to deliver to one mailbox are one: those with a plus tag (RFC 5233) at Apple,
     * Fastmail, Google, Microsoft and Proton, and those that differ in dots, or as gmail.com and googlemail.com, at Google.
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
            return GOOGLE_DOMAINS.contains(domain)
                    ? new EmailAddress(local.replace(".", "") + "@gmail.com")
                    : new EmailAddress(local + "@" + domain);
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

    /** The word for it in commands and stores. */
    public String id() {
        return id;
    }

    /** The address by which the mailbox of an address is known: the same for all that are one. */
    public abstract EmailAddress mailboxOf(EmailAddress address);

    /** By its word. */
    public static Optional<AddressMatching> find(String id) {
        return Arrays.stream(values())
                .filter(matching -> matching.id.equals(id))
                .findFirst();
    }
}
