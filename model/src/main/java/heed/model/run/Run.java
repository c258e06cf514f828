package heed.model.run;

import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of one version of an automation.
 *
 * @param number which time this automation runs, from 1; unique with the automation's id
 * @param mailing which time its messages are sent, from 1: the automation running again keeps it, so that nobody gets a
 *     message twice, and sending anew counts it up
 * @param evaluationTime the instant and zone that its criteria are decided at, kept for its resumption
 * @param fromStoredPlan whether it applies a stored plan
 * @param checkpoint the last prospect whose batch is committed
 * @param lease who holds the lease, and until when; empty when nobody does
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

    /** What a run is doing. A run whose process died is RUNNING with a lease that has ended. */
    public enum Status {
        RUNNING,
        FINISHED,
        /** Stopped by an error, resumable. */
        FAILED
    }

    /** The right to work on a run, held by one process at a time and renewed while it lives. */
    public record Lease(String worker, Instant expiresAt) {
        public boolean isHeldAt(Instant now) {
            return now.isBefore(expiresAt);
        }
    }
}
