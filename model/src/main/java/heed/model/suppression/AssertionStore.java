package heed.model.suppression;

import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The port through which {@link AssertionRules} use a store, in the transaction of the assertions. Every method that has
 * an address applies to its mailbox, in all spellings ({@link heed.model.prospect.AddressMatching}). A method sees the
 * earlier changes of the same transaction.
 *
 * @param <P> the store's own kind of prospect
 */
public interface AssertionStore<P extends AssertedProspect> {

    /**
     * A prospect whose Bounced is Yes.
     *
     * @param lastYesOrigin the origin of the latest assertion of its Bounced, where assertions of origin {@code BOUNCE}
     *     do not count; empty if that assertion was No, or if there is none
     */
    record BouncedHolder(ProspectId prospect, Optional<Provenance.Origin> lastYesOrigin) {}

    /** Appends a fact about a field, in the order of the calls. */
    void appendFact(P prospect, Field field, Optional<String> from, Optional<String> to, Provenance provenance);

    /** Returns who erased the person who had the address, when and why; empty if the address is no erased person's. */
    Optional<Provenance> findErasure(EmailAddress address);

    /** Returns whether bounces mark the address. */
    boolean isMarked(EmailAddress address);

    /** Returns the Id of the first prospect that was Bounced and left the address; empty if there is none. */
    Optional<String> findFormerHolder(EmailAddress address);

    /** Returns whether {@link #findFormerHolder} returns a prospect, for callers that do not need it. */
    boolean hasFormerHolder(EmailAddress address);

    /** Remembers that a prospect left the address while it was Bounced, since an instant. */
    void addFormerHolder(EmailAddress address, P prospect, Instant since);

    /** Ends the mark of the address and forgets the Bounced prospects that have left it. */
    void clearEvidence(EmailAddress address);

    /** Makes the bounces of the address so far no longer count. */
    void ignoreEarlierBounces(EmailAddress address);

    /** Returns {@link BouncedHolder#lastYesOrigin} of a prospect. */
    Optional<Provenance.Origin> findLastYesOrigin(P prospect);

    /** Returns the prospects that have the address now and whose Bounced is Yes, ascending. They are not locked. */
    List<BouncedHolder> findBouncedHolders(EmailAddress address);

    /** Returns whether an opt-out that was given for the address is in force. */
    boolean isOptedOut(EmailAddress address);

    /** Ends the opt-outs that were given for the address, because Email Opt Out of a prospect who has it was cleared. */
    void endOptOuts(EmailAddress address, P prospect, Provenance provenance);

    /** Restores the opt-outs of addresses that a run has ended by clearing Email Opt Out of the prospect. */
    void restoreOptOuts(P prospect, RunId run);

    /** Remembers that the transaction ended a reason for which the address was suppressed. */
    void addReleasedAddress(EmailAddress address);

    /** Locks all prospects that have the address now. */
    void lockHolders(EmailAddress address);

    /** Locks prospects, and reads what asserting Bounced of them needs; those that do not exist are left out. */
    List<P> lock(Collection<ProspectId> prospects);

    /** Skips the mails that wait for a prospect at an address that it has left. */
    void skipQueuedMail(P prospect, EmailAddress address);

    /** Remembers that a prospect was mailed at an address that it has left, if it was. */
    void addFormerAddress(P prospect, EmailAddress address);
}
