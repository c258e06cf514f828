package heed.mail.unsubscribe;

import heed.mail.NamedAddress;
import java.util.Optional;

/**
 * The names that the unsubscribe pages show.
 *
 * @param sender who sends the mails, in the sentences of the pages
 * @param account the name at the foot of each page; empty to leave it out
 */
public record PageNames(String sender, Optional<String> account) {
    /** The name of an account that nobody has named, which says nothing to a reader. */
    public static final String UNNAMED = "default";

    /**
     * Returns the names of an account.
     *
     * @param from the sender of its mails, by name or address; empty if it is unknown
     */
    public static PageNames of(String accountName, Optional<NamedAddress> from) {
        Optional<String> account = Optional.of(accountName).filter(name -> !name.equals(UNNAMED));
        Optional<String> sender = from.flatMap(NamedAddress::name)
                .or(() -> account)
                .or(() -> from.map(mailbox -> mailbox.address().value()));
        return new PageNames(sender.orElse(accountName), account);
    }
}
