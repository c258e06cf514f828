package heed.mail.outbox;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.util.Map;
import java.util.Set;

/**
 * The recipients who already have a mail of a message, in whatever state. Immutable.
 *
 * @param prospects the mail of the message of each prospect who has one, also a skipped one
 * @param addresses the addresses that a mail of the message occupies, so that no other prospect's mail goes there
 */
public record ExistingRecipients(Map<ProspectId, ExistingMail> prospects, Set<EmailAddress> addresses) {
    public ExistingRecipients {
        prospects = Map.copyOf(prospects);
        addresses = Set.copyOf(addresses);
    }

    /** Returns the counts only: an address does not belong in a log. */
    @Override
    public String toString() {
        return prospects.size() + " prospects and " + addresses.size() + " addresses";
    }
}
