package heed.mail.bounce;

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
    boolean take(ReturnedMessage message, Instant now);

    /** Says that a message that was taken needs a person. */
    void aside(ReturnedMessage message, String why);

    /** A mail that a relay was asked to take. */
    Optional<SentMail> mail(MailId id);

    /** The last mail to an address that a relay was asked to take, if that was at or after an instant. */
    Optional<SentMail> lastMail(EmailAddress address, Instant since);

    /** Keeps a bounce, whose id is not looked at. */
    Bounce add(Bounce bounce);

    /** Keeps another standing and diagnosis of a bounce. */
    void change(Bounce bounce);

    /** Holds a bounce until a pause ends. */
    void hold(Bounce bounce, MarkingPause pause);

    /** What a pause holds, by id. */
    List<Bounce> held(MarkingPause pause);

    /**
     * Marks addresses: every prospect that has one, now or later, is Bounced. An address that is marked stays as it is, and
     * of several of one mailbox only the first is marked.
     *
     * @param why each is marked; all at one instant
     * @return those that were not marked before
     */
    Set<EmailAddress> mark(Map<EmailAddress, Provenance> why);

    /**
     * Ends what {@link #mark} did: of an address, and of the prospects whose Bounced nobody has asserted since.
     *
     * @return whether it was marked
     */
    boolean unmark(EmailAddress address, Provenance why);

    /** Opts out the person whom a mail went to, or everybody with the address if no mail is known. */
    void optOut(Bounce.Subject subject, Provenance why);

    /** How many mails of an hour bounced for a reason, to a domain or, if that is empty, to all. */
    long bounced(Optional<String> domain, BounceReason reason, Instant hour);

    /** How many mails of an hour a relay answered for good, to a domain or, if that is empty, to all. */
    long mailed(Optional<String> domain, Instant hour);

    /** The pauses for any of these reasons, of any of these domains or of all, the newest first. */
    List<MarkingPause> pauses(Set<BounceReason> reasons, Set<String> domains);

    MarkingPause pause(Optional<String> domain, BounceReason reason, Instant hour, Volume volume, Instant now);

    /** @param bounces of the {@code mails} of an hour */
    record Volume(long bounces, long mails) {}

    void end(MarkingPause pause, MarkingPause.End end);

    void setPolicy(BouncePolicy policy);
}
