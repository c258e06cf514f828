package heed.bounces.marking;

import heed.bounces.BounceReason;
import heed.bounces.PersonalMail;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Read and write access to the bounces of an account within one transaction. For the thread of the transaction only. */
public interface BounceWork extends BounceReading {

    /** Claims a returned message for good, so that it is processed only once; returns false if it was claimed before. */
    boolean claimMessage(ReturnedMessage message, Instant now);

    /**
     * Records that a claimed message needs a person.
     *
     * @param reason why, in words for people
     * @param personal what the person needs to know of it; empty if it could not be read
     * @param replied the mail to which it replies
     */
    void quarantine(
            ReturnedMessage message, String reason, Optional<PersonalMail> personal, Quarantined.RepliedMail replied);

    /** Records that a person has handled a quarantined message, which is not listed any more. */
    void fileQuarantined(long number, String outcome, Instant now);

    /** Returns a mail; empty if there is none with this id, or if it has no address. */
    Optional<SentMail> findMail(MailId id);

    /**
     * Returns the mail of a mark; empty if the store does not have it, or if it has no address. The store may have the mail as it
     * was before it was sent, if it was restored from a backup.
     */
    Optional<SentMail> findMail(MailMark mark);

    /** Returns the last mail to an address that was offered to a relay at or after an instant; empty if there is none. */
    Optional<SentMail> findLastMail(EmailAddress address, Instant since);

    /** Returns those of the addresses that are suppressed because the people who had them were erased. */
    Set<EmailAddress> findErased(Set<EmailAddress> addresses);

    /** Stores a bounce under a new id, whatever its own id is, and returns it as stored. */
    Bounce insert(Bounce bounce);

    /** Stores the changed status and diagnosis of a bounce. */
    void update(Bounce bounce);

    /** Holds a bounce until a pause ends. */
    void hold(Bounce bounce, MarkingPause pause);

    /** Returns the bounces that a pause holds, ordered by id. */
    List<Bounce> listHeld(MarkingPause pause);

    /**
     * Marks addresses, so that every prospect who has one of them, now or later, is Bounced. An address that is already marked is
     * not changed. Of several addresses of one mailbox, only the first is marked.
     *
     * @param provenances the provenance of each mark; all have the same time
     * @return the addresses that were not marked before
     */
    Set<EmailAddress> mark(Map<EmailAddress, Provenance> provenances);

    /**
     * Ends the mark of an address. Prospects whose Bounced field somebody has asserted since stay Bounced.
     *
     * @return whether the address was marked
     */
    boolean unmark(EmailAddress address, Provenance provenance);

    /** Opts out the prospect whom a mail was sent to; if the mail is unknown, everybody who has the address. */
    void optOut(Bounce.BouncedMail bouncedMail, Provenance provenance);

    /**
     * Returns how many mails that were sent in an hour bounced for a reason.
     *
     * @param domain the domain of the recipients; empty for all domains
     */
    long countBounced(Optional<String> domain, BounceReason reason, Instant hour);

    /**
     * Returns how many mails got a final reply of a relay in an hour.
     *
     * @param domain the domain of the recipients; empty for all domains
     */
    long countMailed(Optional<String> domain, Instant hour);

    /** Returns the pauses for any of the reasons and for any of the domains or all domains, the newest first. */
    List<MarkingPause> listPauses(Set<BounceReason> reasons, Set<String> domains);

    /**
     * Starts a pause and returns it.
     *
     * @param domain the domain of the recipients; empty for all domains
     */
    MarkingPause startPause(Optional<String> domain, BounceReason reason, Instant hour, Volume volume, Instant now);

    /** The number of bounces among the number of mails that were sent in an hour. */
    record Volume(long bounces, long mails) {}

    /** Ends a pause. The bounces that it held are not changed. */
    void endPause(MarkingPause pause, MarkingPause.PauseEnd end);

    /** Replaces the thresholds of the account. */
    void setPolicy(BouncePolicy policy);
}
