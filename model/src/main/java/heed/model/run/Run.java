package heed.model.run;

import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of one version of an automation.
 *
 * @param id the run's id in its store
 * @param automation the automation's id
 * @param version the version of the automation's definition
 * @param number the run's place among the runs of the automation, from 1; unique within the automation
 * @param mailing the number of the mailing that the run's messages belong to, from 1; a repeated run keeps the number,
 *     so that nobody gets a message twice, and a run that sends anew increments it
 * @param status the state of the run
 * @param evaluationTime the instant and zone at which the criteria are evaluated, stored for a resumption
 * @param fromStoredPlan whether the run applies a stored plan
 * @param startedAt when the run was started
 * @param finishedAt when the run finished; empty while it has not
 * @param checkpoint the last prospect of the last committed batch
 * @param tally the counts so far
 * @param lease the worker that holds the lease and the lease's expiry; empty if no worker holds it
 * @param undoneAt when the run was undone; empty if it was not
 */
public record Run(
        RunId id,
        String automation,
        int version,
        int number,
        int mailing,
        Status status,
        EvaluationTime evaluationTime,
        boolean fromStoredPlan,
        Instant startedAt,
        Optional<Instant> finishedAt,
        ProspectId checkpoint,
        RunTally tally,
        Optional<Lease> lease,
        Optional<Instant> undoneAt) {

    /** The state of a run. A run whose process died is RUNNING with an expired lease. */
    public enum Status {
        RUNNING,
        FINISHED,
        /** Stopped by an error; the run can be resumed. */
        FAILED
    }

    /**
     * The right to work on a run. One process holds it at a time and renews it while it is alive.
     *
     * @param worker the process that holds the lease
     * @param expiresAt when the lease expires unless it is renewed
     */
    public record Lease(String worker, Instant expiresAt) {
        public boolean isHeldAt(Instant now) {
            return now.isBefore(expiresAt);
        }
    }
}
