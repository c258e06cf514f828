package heed.model.store;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.person.ErasureRefusedException;
import heed.model.person.ErasureResult;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.ImportCount;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.run.StoredDefinition;
import heed.model.suppression.FreedAddresses;
import heed.model.suppression.SuppressedDomain;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A transaction: its changes are committed together or not at all. It reads its own changes. */
public interface UnitOfWork extends StoreReading {

    /**
     * Asserts field values in the given order: sets the values, appends the facts (for a flag also if the value does
     * not change), and updates the suppression list to match the flags. Setting Email moves the prospect's opt-out to
     * the new address, leaves its bounce evidence and the opt-outs that were given for the old address with that address,
     * and clears its Bounced flag.
     *
     * @throws IllegalArgumentException if a prospect does not exist or a field is not settable
     * @throws heed.model.suppression.ErasedAddressException if an assertion gives a prospect the address of an erased person
     */
    void assertFields(List<FieldAssertion> assertions, Provenance provenance);

    /**
     * Creates and updates prospects. A row is matched to the prospects that are stored already and to earlier rows.
     * Only the fields of a row are changed.
     *
     * @return one outcome for each row, in order
     */
    List<ImportOutcome> importRows(List<ImportRow> rows, ImportOptions options, Provenance provenance);

    /**
     * Adds addresses to the suppression list, whether or not a prospect has them now or later. An address that was
     * added before stays as it is, and nothing is recorded.
     *
     * @return the addresses that had not been added before, in order
     * @throws IllegalArgumentException if the provenance names a run of an automation
     */
    Set<EmailAddress> suppress(Collection<EmailAddress> addresses, Provenance provenance);

    /**
     * Removes addresses from the suppression list that {@link #suppress} added, and ends the opt-outs that were given for
     * them ({@link heed.model.suppression.Suppression.OptedOutAddress}) and the suppression of erased people ({@link
     * heed.model.suppression.Suppression.ErasedPerson}). Suppressions by a prospect's flag, or by a
     * bounce that stayed with an address, do not end.
     *
     * @return the addresses that had been added, opted out or erased, in order
     * @throws IllegalArgumentException if the provenance names a run
     */
    Set<EmailAddress> unsuppress(Collection<EmailAddress> addresses, Provenance provenance);

    /**
     * Adds domains to the suppression list: from then on every address of them is suppressed, also one that becomes known
     * later. A domain that was added before stays as it is, and nothing is recorded. In a transaction that also adds or
     * removes addresses, call this first: it locks all addresses of the account.
     *
     * @return the domains that had not been added before, in order
     * @throws IllegalArgumentException if the provenance names a run that the account does not have
     */
    Set<SuppressedDomain> suppressDomains(Collection<SuppressedDomain> domains, Provenance provenance);

    /**
     * Removes domains from the suppression list. The other suppressions of their addresses do not end. Call this before
     * changes of addresses, as {@link #suppressDomains}.
     *
     * @return the domains that had been added, in order
     * @throws IllegalArgumentException if the provenance names a run
     */
    Set<SuppressedDomain> unsuppressDomains(Collection<SuppressedDomain> domains, Provenance provenance);

    /**
     * Returns the addresses that this transaction has freed so far: they were suppressed, the transaction has ended a
     * reason, and no reason is left.
     */
    Set<EmailAddress> findFreedAddresses();

    /**
     * Returns {@link #findFreedAddresses()}, and the prospects' addresses that this transaction has freed by removing their
     * domains from the suppression list.
     *
     * @param removed the domains that this transaction has removed
     */
    FreedAddresses findFreedAddresses(Collection<SuppressedDomain> removed);

    /**
     * Permanently deletes old facts among the next {@code limit} facts after a sequence. Only facts about fields other
     * than the flags are deleted, never a creation, the assertion of a flag, or the history of the suppression list.
     * The remaining facts of a field are its latest ones, without gaps. A run that loses a fact is marked as such.
     *
     * @param before facts older than this instant are deleted
     * @param after the sequence after which the search starts
     * @param limit how many facts are examined at most
     */
    RetentionBatch deleteFacts(Instant before, long after, int limit);

    /**
     * Deletes what is kept of people who were erased before an instant. Their addresses are not suppressed by it any more.
     *
     * @return the number of addresses
     */
    long deleteErasures(Instant before);

    /** Stores a definition and returns its version. Storing the same text again returns the existing version. */
    StoredDefinition saveDefinition(String automation, String name, String json, Instant now);

    /**
     * Starts a run of an automation, with the lease claimed.
     *
     * @param number {@link Run#number()}
     * @param mailing {@link Run#mailing()}
     * @throws IllegalArgumentException if the automation already has a run of that number
     */
    Run startRun(
            StoredDefinition definition,
            int number,
            int mailing,
            EvaluationTime evaluationTime,
            boolean fromStoredPlan,
            Run.Lease lease);

    /**
     * Starts a run that is an import, with the lease claimed. Its number follows that of the last run of its definition.
     *
     * @throws IllegalArgumentException if the kind is {@link Run.Kind#AUTOMATION}
     */
    Run startImport(Run.Kind kind, StoredDefinition definition, EvaluationTime evaluationTime, Run.Lease lease);

    /** Adds to the counts of a run that is an import. */
    void addImportCounts(RunId run, Map<ImportCount, Long> counts);

    /**
     * Removes those of these prospects that nothing {@linkplain #findReferenced refers to} and whose flags are No, with all
     * their facts. Their keys are never used again.
     *
     * @return the prospects that were removed, in order
     */
    Set<ProspectId> removeProspects(Collection<ProspectId> prospects);

    /**
     * Erases a person: the prospects who have one of the addresses and the given prospects, with their values and facts, and
     * every address that only they have or had. A keyed hash of each address stays, which suppresses it ({@link
     * heed.model.suppression.SuppressionReason#FORGOTTEN}) until {@link #unsuppress} ends that. Mails and bounces stay without
     * address, prospect and texts; mails that wait are cancelled. A repeated call changes nothing.
     *
     * @throws ErasureRefusedException if a run is being worked on, or if a mail to the person is in flight
     */
    ErasureResult erasePerson(
            Collection<EmailAddress> addresses, Collection<ProspectId> prospects, Provenance provenance);

    /** Claims or renews the lease of a run; returns false if another worker holds it. */
    boolean claimLease(RunId run, Run.Lease lease, Instant now);

    /** Appends entries to the ledger. */
    void recordLedgerEntries(List<LedgerEntry> entries);

    /**
     * Records that a plan file is one of this account, by the SHA-256 hash of its content in hexadecimal digits.
     *
     * @return false if it was recorded before
     */
    boolean recordPlan(String sha256, Instant now);

    /** Adds effects to the stored plan of a run. */
    void savePlannedEffects(RunId run, List<PlannedEffects> effects);

    /** Saves the last completed prospect of a run and its counts. */
    void saveCheckpoint(RunId run, ProspectId last, RunTally tally);

    /** Sets the final status of a run and releases its lease. */
    void endRun(RunId run, Run.Status status, Instant now);

    /** Records that a run was undone. */
    void markUndone(RunId run, Instant now);
}
