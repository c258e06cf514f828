package heed.engine.run;

import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import heed.model.store.UnknownCountries;
import heed.model.suppression.FreedAddresses;
import java.util.List;

/**
 * The result of a run.
 *
 * @param run the run with its status and tally
 * @param resumed whether the call that returns this report resumed a stopped run
 * @param changedCount how many prospects were left out because they have changed since the plan was made
 * @param changedProspects the first {@link #MAX_LISTED} of these, by key; the ledger has all
 * @param failures the first {@link #MAX_LISTED} failed actions, by key; the ledger has all
 * @param freed the addresses that the call has freed for mail; none if it only reports on an earlier run
 * @param unknownCountries the values of the country fields of the criteria that name no known country, of all prospects
 *     after a run; empty if a run is only reported
 */
public record RunReport(
        Run run,
        boolean resumed,
        long changedCount,
        List<ChangedProspect> changedProspects,
        List<FailedAction> failures,
        FreedAddresses freed,
        List<UnknownCountries> unknownCountries) {
    /** How many entries a list of a report has at most. */
    public static final int MAX_LISTED = 1_000;

    /**
     * A prospect that has changed since the plan was made.
     *
     * @param prospect the key
     * @param id the Id field
     */
    public record ChangedProspect(ProspectId prospect, String id) {}

    /**
     * An action that failed for a prospect.
     *
     * @param prospect the key
     * @param id the Id field
     * @param action the action's id
     * @param reason why it failed, in words
     */
    public record FailedAction(ProspectId prospect, String id, String action, String reason) {}
}
