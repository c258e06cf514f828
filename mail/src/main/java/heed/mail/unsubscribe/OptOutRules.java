package heed.mail.unsubscribe;

import heed.mail.MailMark;
import heed.mail.gate.MailIdentity;
import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules by which a request to be mailed no more opts out prospects and addresses, and by which the person takes it
 * back. Pure.
 *
 * <p>The request comes from a person who read a mail, by its unsubscribe link or by a complaint about it, or from a
 * person who wrote to the bounce mailbox.
 *
 * <ul>
 *   <li>The prospect of the mail is opted out, whichever address it has by now.
 *   <li>The address that the mail went to is opted out itself, whichever prospects have it now or later. So it makes no
 *       difference whether a prospect leaves or takes the address before the request or after it.
 *   <li>If no prospect is known to have made the request, as with a one-off mail, the prospects that have the address are
 *       opted out as well.
 *   <li>If the mail of a link is not in the store, because the store was restored from a backup, the request is that of the
 *       address in the link. It does not concern the mail that has the number of the lost one.
 *   <li>A request is taken back within {@link #TAKE_BACK_TIME} of it. What ends is what this request has set: the opt-out
 *       of the address by this mail, and the prospect's Email Opt Out if it was No before and nobody else has asserted it
 *       since.
 * </ul>
 */
public final class OptOutRules {
    /** The time within which a person can take a request back. */
    public static final Duration TAKE_BACK_TIME = Duration.ofHours(1);

    private static final Optional<String> YES = Optional.of(Value.of(true).text());

    private OptOutRules() {}

    /**
     * The changes that a request makes.
     *
     * @param prospects whose Email Opt Out is set, in order
     * @param address the address that is opted out itself; empty if it is unknown
     */
    public record OptOutDecision(Set<ProspectId> prospects, Optional<EmailAddress> address) {

        /** Returns counts only: an address does not belong in a log. */
        @Override
        public String toString() {
            return prospects.size() + " prospects" + (address.isPresent() ? " and the address" : "");
        }
    }

    /**
     * Whom the link of a mail concerns.
     *
     * @param prospect of the mail; empty for a one-off mail, and for one that is not in the store
     * @param address that the mail went to; empty if it is unknown
     * @param evidence names the mail in the provenance of what is stored
     */
    public record OptOutSubject(Optional<ProspectId> prospect, Optional<EmailAddress> address, String evidence) {

        /** Returns the evidence only: an address does not belong in a log. */
        @Override
        public String toString() {
            return evidence;
        }
    }

    /**
     * Returns whom the link of a mail concerns; empty if the mail is not in the store, and the link names no address.
     *
     * @param stored the mail with the id of the mark; empty if there is none
     */
    public static Optional<OptOutSubject> findSubject(MailMark mark, Optional<MailIdentity> stored) {
        return stored.filter(mail -> mail.isNamedBy(mark))
                .map(mail -> new OptOutSubject(mail.prospect(), mail.address(), "mail " + mail.id()))
                .or(() -> mark.address()
                        .map(address -> new OptOutSubject(Optional.empty(), Optional.of(address), "missing " + mark)));
    }

    /**
     * Decides a request.
     *
     * @param recipient the prospect of the mail; empty for a one-off mail or an unknown one
     * @param address the address that the mail went to, or that the person wrote from; empty if it is unknown
     * @param holders the prospects that have an address of the same mailbox now, in order
     */
    public static OptOutDecision decide(
            Optional<ProspectId> recipient, Optional<EmailAddress> address, Collection<ProspectId> holders) {
        Set<ProspectId> prospects = new LinkedHashSet<>(recipient.isPresent() ? List.of(recipient.get()) : holders);
        return new OptOutDecision(prospects, address);
    }

    /**
     * Returns whether a request adds an opt-out to its address: whether none of those in force came from the same mail in
     * the same way.
     */
    public static boolean addsToAddress(Provenance request, Collection<Provenance> inForce) {
        return inForce.stream().noneMatch(given -> isSameRequest(given, request));
    }

    private static boolean isSameRequest(Provenance given, Provenance request) {
        return given.origin() == request.origin()
                && given.evidence().isPresent()
                && given.evidence().equals(request.evidence());
    }

    /**
     * Returns whether taking a request back ends an opt-out of an address.
     *
     * @param given the opt-out's provenance
     * @param takingBack the provenance of the taking back: with the request's origin and evidence, and the present time
     */
    public static boolean endsOfAddress(Provenance given, Provenance takingBack) {
        return isSameRequest(given, takingBack) && isInTime(given.at(), takingBack.at());
    }

    /**
     * Returns whether taking a request back clears Email Opt Out of a prospect.
     *
     * @param facts all facts about Email Opt Out of the prospect, in order
     * @param takingBack as in {@link #endsOfAddress}
     */
    public static boolean clearsFlag(List<Fact> facts, Provenance takingBack) {
        Optional<Fact> first = Optional.empty();
        for (Fact fact : facts) {
            boolean byRequest = fact.to().equals(YES) && isSameRequest(fact.provenance(), takingBack);
            if (!byRequest) {
                first = Optional.empty();
            } else if (first.isEmpty()) {
                first = Optional.of(fact);
            }
        }
        return first.filter(fact ->
                        !fact.from().equals(YES) && isInTime(fact.provenance().at(), takingBack.at()))
                .isPresent();
    }

    private static boolean isInTime(Instant given, Instant now) {
        return now.isBefore(given.plus(TAKE_BACK_TIME));
    }
}
