package heed.mail.outbox;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.util.Set;

/**
 * Who has a message already, whatever became of it.
 *
 * @param prospects who have a mail of it, skipped ones too
 * @param addresses that one of its mails holds, so that nobody else's goes there
 */
public record ExistingRecipients(Set<ProspectId> prospects, Set<EmailAddress> addresses) {
    public ExistingRecipients {
        prospects = Set.copyOf(prospects);
        addresses = Set.copyOf(addresses);
    }

    /** Counts only: an address does not belong in a log. */
    @Override
    public String toString() {
        return prospects.size() + " prospects and " + addresses.size() + " addresses";
    }
}
