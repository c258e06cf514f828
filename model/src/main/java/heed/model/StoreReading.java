package heed.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be asked of an account's store. Long answers are read in pages, in ascending order of a key. */
public interface StoreReading {

    long countProspects();

    /** How many prospects after a key the narrowing leaves in. */
    long countProspects(Narrowing narrowing, ProspectId after);

    /** The next prospects that the narrowing leaves in, by key. */
    List<Prospect> prospects(Narrowing narrowing, ProspectId after, int limit);

    /** Those of the keys that exist, by key. */
    List<Prospect> prospects(Collection<ProspectId> keys);

    /** By the Id field, else by email address, which several may share; by key. */
    List<Prospect> find(String idOrEmail);

    /** Everything that was asserted of a prospect, in order. */
    List<Fact> history(ProspectId prospect);

    /** Every fact of each prospect and field that the run asserted something of, in order, by prospect and field. */
    List<Fact> trails(RunId run, ProspectId after, int prospects);

    Optional<StoredDefinition> definition(String automation, int version);

    /** In the order of their start. */
    List<Run> runs();

    Optional<Run> run(RunId run);

    /** By prospect, each with its actions in the order they were recorded. */
    List<LedgerEntry> ledger(RunId run, ProspectId after, int prospects);

    /** The next prospects of the run's stored plan, by key. */
    List<PlannedEffects> planned(RunId run, ProspectId after, int limit);

    /** How many addresses are suppressed. */
    long countSuppressedAddresses();

    /** The suppressions of the next addresses, by address; pass an empty text to start. */
    List<Suppression> suppressions(String after, int addresses);

    /** Those of the addresses whose mailbox ({@link Account#mailboxes}) several prospects have. */
    Set<EmailAddress> shared(Collection<EmailAddress> addresses);

    /** Why this address is suppressed, in whatever spelling of its mailbox; empty if it is not. */
    List<Suppression> suppressions(EmailAddress address);

    /**
     * The oldest suppression of each of these addresses, by address; those that are not suppressed are left out. Of several
     * that are as old it is the first of {@link #suppressions(EmailAddress)}.
     */
    Map<EmailAddress, Suppression> suppressed(Collection<EmailAddress> addresses);

    /** Each time that this address was put on the suppression list itself or taken off it, in order. */
    List<Listing> listings(EmailAddress address);
}
