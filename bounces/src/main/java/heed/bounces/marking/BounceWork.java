package heed.bounces.marking;

import heed.bounces.BounceReason;
import heed.mail.MailId;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is done with an account's bounces in one transaction, kept together or not at all. */
public interface BounceWork extends BounceReading {

    /** Takes a message for good; false if it was taken before. */
    boolean claimMessage(ReturnedMessage message, Instant now);

    /** Says that a message that was taken needs a person. */
    void quarantine(ReturnedMessage message, String reason);

    /** A mail that a relay was asked to take. */
    Optional<SentMail> findMail(MailId id);

    /** The last mail to an address that a relay was asked to take, if that was at or after an instant. */
    Optional<SentMail> findLastMail(EmailAddress address, Instant since);

    /** Keeps a bounce, whose id is not looked at. */
    Bounce insert(Bounce bounce);

    /** Keeps another standing and diagnosis of a bounce. */
    void update(Bounce bounce);

    /** Holds a bounce until a pause ends. */
    void hold(Bounce bounce, MarkingPause pause);

    /** What a pause holds, by id. */
    List<Bounce> listHeld(MarkingPause pause);

    /**
     * Marks addresses: every prospect that has one, now or later, is Bounced. An address that is marked stays as it is, and
     * of several of one mailbox only the first is marked.
     *
     * @param provenance each is marked; all at one instant
     * @return those that were not marked before
     */
    Set<EmailAddress> mark(Map<EmailAddress, Provenance> provenance);

    /**
     * Ends what {@link #mark} did: of an address, and of the prospects whose Bounced nobody has asserted since.
     *
     * @return whether it was marked
     */
    boolean unmark(EmailAddress address, Provenance provenance);

    /** Opts out the person whom a mail went to, or everybody with the address if no mail is known. */
    void optOut(Bounce.BouncedMail bouncedMail, Provenance provenance);

    /** How many mails of an hour bounced for a reason, to a domain or, if that is empty, to all. */
    long countBounced(Optional<String> domain, BounceReason reason, Instant hour);

    /** How many mails of an hour a relay answered for good, to a domain or, if that is empty, to all. */
    long countMailed(Optional<String> domain, Instant hour);

    /** The pauses for any of these reasons, of any of these domains or of all, the newest first. */
    List<MarkingPause> listPauses(Set<BounceReason> reasons, Set<String> domains);

    MarkingPause startPause(Optional<String> domain, BounceReason reason, Instant hour, Volume volume, Instant now);

    /** @param bounces of the {@code mails} of an hour */
    record Volume(long bounces, long mails) {}

    void endPause(MarkingPause pause, MarkingPause.PauseEnd end);

    void setPolicy(BouncePolicy policy);
}
