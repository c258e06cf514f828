package heed.model.store;

import heed.model.fact.Fact;
import heed.model.field.Field;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be asked of an account's store. Long answers are read in pages, in ascending order of a key. */
public interface StoreReading {

    long countProspects();

    /** How many prospects after a key the narrowing leaves in. */
    long countProspects(Prefilter prefilter, ProspectId after);

    /** The next prospects that the narrowing leaves in, by key. */
    List<Prospect> listProspects(Prefilter prefilter, ProspectId after, int limit);

    /** As without the fields, but the prospects hold these alone: every other field looks empty. */
    List<Prospect> listProspects(Prefilter prefilter, Set<Field> fields, ProspectId after, int limit);

    /** How many prospects there are, and how many of them the narrowing leaves in. */
    PrefilterCount countByPrefilter(Prefilter prefilter);

    /**
     * Of an even sample of all prospects those that the narrowing leaves in, by key. The sample is the same for every
     * narrowing; it may be smaller than asked, never larger.
     */
    List<Prospect> sampleProspects(Prefilter prefilter, int limit);

    /** How the database itself says that it would read what the narrowing leaves in. */
    QueryPlan explainQuery(Prefilter prefilter);

    /** Those of the keys that exist, by key. */
    List<Prospect> listProspects(Collection<ProspectId> keys);

    /** By the Id field, else by email address, which several may share; by key. */
    List<Prospect> findProspects(String idOrEmail);

    /** Everything that was asserted of a prospect, in order. */
    List<Fact> listFacts(ProspectId prospect);

    /** Every fact of each prospect and field that the run asserted something of, in order, by prospect and field. */
    List<Fact> listRunFacts(RunId run, ProspectId after, int limit);

    /** How many facts {@link UnitOfWork#deleteFacts} would drop in all. */
    long countDeletableFacts(Instant before);

    /** Whether facts of the run were dropped. */
    boolean hasDeletedFacts(RunId run);

    Optional<StoredDefinition> findDefinition(String automation, int version);

    /** In the order of their start. */
    List<Run> listRuns();

    Optional<Run> findRun(RunId run);

    /** By prospect, each with its actions in the order they were recorded. */
    List<LedgerEntry> listLedgerEntries(RunId run, ProspectId after, int limit);

    /** The next prospects of the run's stored plan, by key. */
    List<PlannedEffects> listPlannedEffects(RunId run, ProspectId after, int limit);

    /** How many addresses are suppressed. */
    long countSuppressedAddresses();

    /** The suppressions of the next addresses, by address; pass an empty text to start. */
    List<Suppression> listSuppressions(String after, int limit);

    /** Those of the addresses whose mailbox ({@link Account#addressMatching}) several prospects have. */
    Set<EmailAddress> findSharedAddresses(Collection<EmailAddress> addresses);

    /** Why this address is suppressed, in whatever spelling of its mailbox; empty if it is not. */
    List<Suppression> listSuppressions(EmailAddress address);

    /**
     * The oldest suppression of each of these addresses, by address; those that are not suppressed are left out. Of several
     * that are as old it is the first of {@link #listSuppressions(EmailAddress)}.
     */
    Map<EmailAddress, Suppression> findOldestSuppressions(Collection<EmailAddress> addresses);

    /** Each time that this address was put on the suppression list itself or taken off it, in order. */
    List<SuppressionEntry> listSuppressionEntries(EmailAddress address);
}
