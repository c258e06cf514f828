package heed.model.run;

import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of one version of an automation, or one import of a file.
 *
 * @param id the run's id in its store
 * @param kind what the run is of
 * @param automation the automation's id; for an import, {@link Kind#definitionOf} its file
 * @param version the version of the definition: the automation's, or the import's options
 * @param number the run's place among the runs of the automation, from 1; unique within the automation
 * @param mailing the number of the mailing that the run's messages belong to, from 1; a repeated run keeps the number,
 *     so that nobody gets a message twice, and a run that sends anew increments it
 * @param status the state of the run
 * @param evaluationTime the instant and zone at which the criteria are evaluated, stored for a resumption
 * @param fromStoredPlan whether the run applies a stored plan
 * @param startedAt when the run was started
 * @param finishedAt when the run finished; empty while it has not
 * @param checkpoint the last prospect of the last committed batch
 * @param tally the counts so far; an import has an {@link ImportCount} of each result instead
 * @param lease the worker that holds the lease and the lease's expiry; empty if no worker holds it
 * @param undoneAt when the run was undone; empty if it was not
 */
public record Run(
        RunId id,
        Kind kind,
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

    /** Returns the automation's id or, of an import, the name of its file. */
    public String subject() {
        return kind == Kind.AUTOMATION
                ? automation
                : automation.substring(kind.definitionOf("").length());
    }

    /** Returns the run with other counts. */
    public Run withTally(RunTally newTally) {
        return new Run(
                id,
                kind,
                automation,
                version,
                number,
                mailing,
                status,
                evaluationTime,
                fromStoredPlan,
                startedAt,
                finishedAt,
                checkpoint,
                newTally,
                lease,
                undoneAt);
    }

    /** What a run is of. */
    public enum Kind {
        AUTOMATION("automation"),
        /** An import of prospects from a file. */
        IMPORT("import"),
        /** An import of addresses into the suppression list. */
        SUPPRESSION_IMPORT("suppression import");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /**
         * Returns the name under which the options of an import of a file are stored as a definition. It has a space, and
         * an automation's id has none.
         */
        public String definitionOf(String file) {
            return label + " " + file;
        }
    }

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
