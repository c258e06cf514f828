package heed.mail.unsubscribe;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rules by which a request to be mailed no more opts out prospects and addresses. Pure.
 *
 * <p>The request comes from a person who read a mail: by its unsubscribe link or by a complaint about it.
 *
 * <ul>
 *   <li>The prospect of the mail is opted out. While that prospect has the mail's address, this covers the address too.
 *   <li>If the prospect has another address by now, or the mail was a one-off mail without a prospect, the reader may
 *       be the prospect or anybody who has the address now: all of them are opted out. A person who is wrongly not
 *       mailed can be put right by a word; a person who is mailed against their word cannot.
 *   <li>An address that no prospect has any more is put on the suppression list itself.
 * </ul>
 */
public final class OptOutRules {
    private OptOutRules() {}

    /**
     * The changes that a request makes.
     *
     * @param prospects whose Email Opt Out is set, in order
     * @param listed the address that is put on the suppression list itself
     */
    public record OptOutDecision(Set<ProspectId> prospects, Optional<EmailAddress> listed) {

        /** Returns counts only: an address does not belong in a log. */
        @Override
        public String toString() {
            return prospects.size() + " prospects" + (listed.isPresent() ? " and the address" : "");
        }
    }

    /**
     * Decides a request.
     *
     * @param recipient the prospect of the mail; empty for a one-off mail or an unknown one
     * @param address the address that the mail went to; empty if it is unknown
     * @param holders the prospects that have an address of the same mailbox now, in order
     */
    public static OptOutDecision decide(
            Optional<ProspectId> recipient, Optional<EmailAddress> address, Collection<ProspectId> holders) {
        Set<ProspectId> prospects = new LinkedHashSet<>();
        recipient.ifPresent(prospects::add);
        if (recipient.isEmpty() || !holders.contains(recipient.get())) {
            prospects.addAll(holders);
        }
        return new OptOutDecision(prospects, holders.isEmpty() ? address : Optional.empty());
    }
}
