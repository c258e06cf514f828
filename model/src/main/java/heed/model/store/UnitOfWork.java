package heed.model.store;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.run.StoredDefinition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Changes that are kept together or not at all. What is read in it is what it changes. */
public interface UnitOfWork extends StoreReading {

    /**
     * Asserts fields in the order given: sets the values, appends the facts (for a flag also where the value stays), and
     * keeps the suppression list true to the flags. Setting Email moves the prospect's opt-out to the new address, leaves
     * its bounce evidence with the old one and clears its Bounced (semantics.md).
     *
     * @throws IllegalArgumentException if a prospect does not exist or a field is not settable
     */
    void assertFields(List<FieldAssertion> assertions, Provenance provenance);

    /**
     * Creates and updates prospects. A row is matched to what was kept before it and by earlier rows. Only the fields of a
     * row are touched.
     *
     * @return an outcome for each row, in order
     */
    List<ImportOutcome> importRows(List<ImportRow> rows, ImportOptions options, Provenance provenance);

    /**
     * Puts addresses on the suppression list, whether or not any prospect has them, now or later. One that was put on it
     * before stays as it is, with no record of this.
     *
     * @return those that were not on it in this way, in order
     * @throws IllegalArgumentException if the provenance names a run
     */
    Set<EmailAddress> suppress(Collection<EmailAddress> addresses, Provenance provenance);

    /**
     * Takes addresses off the suppression list that were put on it by {@link #suppress}. Reasons that a prospect's flag gives, or
     * a bounce that stayed with an address, are not ended.
     *
     * @return those that had been put on it, in order
     * @throws IllegalArgumentException if the provenance names a run
     */
    Set<EmailAddress> unsuppress(Collection<EmailAddress> addresses, Provenance provenance);

    /**
     * Drops facts for good that are older than a moment, among the next so many after a sequence. Only what was said of
     * other fields than the flags is dropped: never a creation, a flag's assertion or anything of the suppression list. What
     * stays of one field is what was said of it last, without a gap. A run that loses a fact says so from then on.
     */
    RetentionBatch deleteFacts(Instant before, long after, int limit);

    /** Keeps a definition; the same text again is the version it was. */
    StoredDefinition saveDefinition(String automation, String name, String json, Instant now);

    /**
     * Starts the next entry of an automation, with the lease taken.
     *
     * @param mailing {@link Run#mailing()}
     * @throws IllegalArgumentException if the automation has that entry
     */
    Run startRun(
            StoredDefinition definition,
            int number,
            int mailing,
            EvaluationTime evaluationTime,
            boolean fromStoredPlan,
            Run.Lease lease);

    /** Takes or renews the lease; false if another worker holds it. */
    boolean claimLease(RunId run, Run.Lease lease, Instant now);

    void recordLedgerEntries(List<LedgerEntry> entries);

    void savePlannedEffects(RunId run, List<PlannedEffects> effects);

    /** Says how far a run has come. */
    void saveCheckpoint(RunId run, ProspectId last, RunTally tally);

    /** Ends the work on a run, and its lease. */
    void endRun(RunId run, Run.Status status, Instant now);

    void markUndone(RunId run, Instant now);
}
