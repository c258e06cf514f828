package heed.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One run of one version of an automation.
 *
 * @param entry which time this automation runs, from 1; unique with the automation's id
 * @param mailing which time its messages are sent, from 1: the automation running again keeps it, so that nobody gets a
 *     message twice, and sending anew counts it up
 * @param moment the instant and zone that its criteria are decided at, kept for its resumption
 * @param planned whether it applies a stored plan
 * @param checkpoint the last prospect whose batch is committed
 * @param worker who holds the lease, and until when; empty when nobody does
 */
public record Run(
        RunId id,
        String automation,
        int version,
        int entry,
        int mailing,
        State state,
        Moment moment,
        boolean planned,
        Instant started,
        Optional<Instant> finished,
        ProspectId checkpoint,
        Tally tally,
        Optional<Lease> worker,
        Optional<Instant> undone) {

    /** What a run is doing. A run whose process died is RUNNING with a lease that has ended. */
    public enum State {
        RUNNING,
        FINISHED,
        /** Stopped by an error, resumable. */
        FAILED
    }

    /** The right to work on a run, held by one process at a time and renewed while it lives. */
    public record Lease(String worker, Instant until) {
        public boolean heldAt(Instant now) {
            return now.isBefore(until);
        }
    }
}
