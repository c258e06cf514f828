package heed.model.store;

import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.person.PersonalData;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.ImportCount;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Queries on an account's store. Long results are read in pages, in ascending order of a key. */
public interface StoreReading {

    /** Returns the number of prospects. */
    long countProspects();

    /** Returns the number of prospects after a key that the prefilter passes. */
    long countProspects(Prefilter prefilter, ProspectId after);

    /** Returns the next prospects after a key that the prefilter passes, ordered by key. */
    List<Prospect> listProspects(Prefilter prefilter, ProspectId after, int limit);

    /**
     * Returns the same prospects as the method without fields, but with these fields only: every other field appears
     * empty.
     */
    List<Prospect> listProspects(Prefilter prefilter, Set<Field> fields, ProspectId after, int limit);

    /** Returns the number of prospects, and the number that the prefilter passes. */
    PrefilterCount countByPrefilter(Prefilter prefilter);

    /**
     * Returns the prospects of an even sample that the prefilter passes, ordered by key. The sample is the same for
     * every prefilter. It has at most {@code limit} prospects and may have fewer.
     */
    List<Prospect> sampleProspects(Prefilter prefilter, int limit);

    /**
     * Counts the prospects whose value of a field names no known country.
     *
     * @param field a field for countries
     */
    UnknownCountries countUnknownCountries(Field field);

    /** Returns the database's own plan for reading the prospects that the prefilter passes. */
    QueryPlan explainQuery(Prefilter prefilter);

    /** Returns the prospects with these keys that exist, ordered by key. */
    List<Prospect> listProspects(Collection<ProspectId> keys);

    /**
     * Returns the prospects with that Id or, if there is none, with that email address, which several prospects may
     * share; ordered by key.
     */
    List<Prospect> findProspects(String idOrEmail);

    /** Returns the prospects whose Email is one of these addresses, ordered by key. */
    List<Prospect> listProspectsByAddress(Collection<EmailAddress> addresses);

    /** Returns all facts about a prospect in the order of their assertion. */
    List<Fact> listFacts(ProspectId prospect);

    /**
     * Returns, for each prospect and field about which the run asserted something, all facts of that prospect and field
     * in the order of their assertion; ordered by prospect, then by field. Of a prospect that the run created, it returns
     * all facts, its creation first.
     */
    List<Fact> listRunFacts(RunId run, ProspectId after, int limit);

    /** Returns the number of facts that {@link UnitOfWork#deleteFacts} would delete in total. */
    long countDeletableFacts(Instant before);

    /** Returns whether facts of the run were deleted. */
    boolean hasDeletedFacts(RunId run);

    /** Returns the counts of a run that is an import; those that are zero are left out. */
    Map<ImportCount, Long> countImported(RunId run);

    /** Returns the counts of all runs that are imports. */
    Map<RunId, Map<ImportCount, Long>> countImported();

    /**
     * Returns the outcome that each row would have if {@link UnitOfWork#importRows} imported the earlier rows and then
     * these. Writes nothing.
     *
     * @param earlier the earlier rows of the file that these rows can depend on
     */
    List<ImportOutcome> previewImport(
            List<ImportRow> earlier, List<ImportRow> rows, ImportOptions options, Provenance provenance);

    /**
     * Returns everything that is kept about a person: the prospects who have one of the addresses and the given prospects, with
     * every row that refers to them or has an address that only they have or had. It is what {@link UnitOfWork#erasePerson}
     * would erase. What belongs to other people in such a row is withheld.
     *
     * @throws IllegalArgumentException if a prospect is not the account's
     */
    PersonalData findPersonalData(Collection<EmailAddress> addresses, Collection<ProspectId> prospects);

    /** Returns those of these prospects that a ledger, a plan, a mail or a bounce refers to. Facts do not count. */
    Set<ProspectId> findReferenced(Collection<ProspectId> prospects);

    /**
     * Returns the next addresses that an import added to the suppression list and that are on it because of that import
     * now, ordered. Pass an empty text to start.
     */
    List<EmailAddress> listImportedSuppressions(RunId run, String after, int limit);

    /** Finds a version of an automation's definition; empty if it is not stored. */
    Optional<StoredDefinition> findDefinition(String automation, int version);

    /** Returns all runs in the order of their start. */
    List<Run> listRuns();

    /** Finds a run; empty if there is none with that id. */
    Optional<Run> findRun(RunId run);

    /**
     * Returns the ledger entries of the next prospects of a run, ordered by prospect, then in the order in which they
     * were recorded.
     */
    List<LedgerEntry> listLedgerEntries(RunId run, ProspectId after, int limit);

    /** Returns whether a plan file with this hash was {@linkplain UnitOfWork#recordPlan recorded}. */
    boolean isPlanRecorded(String sha256);

    /** Returns the planned effects of the next prospects of the run's stored plan, ordered by prospect. */
    List<PlannedEffects> listPlannedEffects(RunId run, ProspectId after, int limit);

    /** Returns the number of suppressed addresses, without those that only their domain suppresses. */
    long countSuppressedAddresses();

    /**
     * Returns the suppressions of the next addresses, ordered by address, without those by a domain. Pass an empty text
     * to start.
     */
    List<Suppression> listSuppressions(String after, int limit);

    /** Returns those of the addresses whose mailbox ({@link Account#addressMatching}) belongs to several prospects. */
    Set<EmailAddress> findSharedAddresses(Collection<EmailAddress> addresses);

    /**
     * Returns the suppressions of the address's mailbox, whichever of its addresses they are recorded for, and last those
     * of its domain; empty if the mailbox is not suppressed.
     */
    List<Suppression> listSuppressions(EmailAddress address);

    /** Returns the suppressions of each of these addresses as the method for one does, without those that have none. */
    Map<EmailAddress, List<Suppression>> listSuppressions(Collection<EmailAddress> addresses);

    /**
     * Returns the suppressions that are recorded for exactly these addresses, ordered by address, without those by a
     * domain.
     */
    List<Suppression> listRecordedSuppressions(Collection<EmailAddress> addresses);

    /**
     * Returns the oldest suppression of each of these addresses, ordered by address, without those that are not
     * suppressed. If several are equally old, it is the first of {@link #listSuppressions(EmailAddress)}.
     */
    Map<EmailAddress, Suppression> findOldestSuppressions(Collection<EmailAddress> addresses);

    /** Returns the history of additions and removals of this address on the suppression list itself, in order. */
    List<SuppressionEntry> listSuppressionEntries(EmailAddress address);

    /** Returns the number of addresses that are suppressed because the people who had them were erased. */
    long countErasedAddresses();

    /** Returns the number of addresses that {@link UnitOfWork#deleteErasures} would forget for good. */
    long countErasures(Instant before);

    /** Returns the number of suppressed domains. */
    long countSuppressedDomains();

    /** Returns the next suppressed domains, ordered by their text. Pass an empty text to start. */
    List<Suppression.DomainEntry> listSuppressedDomains(String after, int limit);

    /** Returns the history of additions and removals of this domain on the suppression list, in order. */
    List<SuppressionEntry> listSuppressionEntries(SuppressedDomain domain);
}
