package heed.bounces.marking;

import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import java.util.Arrays;
import java.util.List;

/** What a report is about, compared with the mail that it is taken to be about. Only one about its recipient marks at once. */
public enum ReportTarget {
    /** The address that the mail went to: the report names it, or names none. */
    RECIPIENT("recipient"),
    /** Another address. The mail may have been forwarded there. */
    FORWARD("forward"),
    /** A mail that the store does not have: the store was restored from a backup since the mail was sent. */
    MISSING_MAIL("missing mail");

    private final String id;

    ReportTarget(String id) {
        this.id = id;
    }

    /** Returns the word for this target in output. */
    public String id() {
        return id;
    }

    /**
     * Compares the addresses that a report names with the one that the mail went to. Spellings of one mailbox by any rule
     * ({@link AddressMatching}) are one address.
     *
     * @param named the original and the final recipient, as far as the report names them
     */
    public static ReportTarget of(EmailAddress recipient, List<EmailAddress> named) {
        return named.isEmpty() || named.stream().anyMatch(address -> isSameMailbox(address, recipient))
                ? RECIPIENT
                : FORWARD;
    }

    private static boolean isSameMailbox(EmailAddress one, EmailAddress other) {
        return Arrays.stream(AddressMatching.values())
                .anyMatch(rule -> rule.mailboxOf(one).equals(rule.mailboxOf(other)));
    }
}
