package heed.engine;

import heed.actions.ActionTypes;
import heed.engine.definition.Automation;
import heed.filters.Narrower;
import heed.model.AccountStore;
import heed.model.Prospect;
import heed.model.RunId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Runs the automations of one account. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class Engine {

    private Engine() {}

    public static Builder on(AccountStore store) {
        return new Builder(store);
    }

    /** What the automation would do now; nothing is changed. */
    public Preview preview(Automation automation, int samples, Progress progress) {
        throw new UnsupportedOperationException();
    }

    /** A preview that also writes a plan, which {@link #run} applies as it stands. */
    public Preview plan(AutomationSource source, int samples, Path out, Progress progress) {
        throw new UnsupportedOperationException();
    }

    /**
     * Runs an automation that has not run, or goes on with a run of it that stopped.
     *
     * @throws RefusedException and nothing has changed
     * @throws PlanFileException and nothing has changed
     * @throws RunFailedException if an error stopped it
     */
    public RunReport run(AutomationSource source, RunOptions options, Progress progress) {
        throw new UnsupportedOperationException();
    }

    /** Goes on with a run that stopped, with the definition it was started with. Throws as {@link #run} does. */
    public RunReport resume(RunId run, Progress progress) {
        throw new UnsupportedOperationException();
    }

    /** What came of a run so far. */
    public RunReport report(RunId run) {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts back every value that the run asserted and nobody has asserted since; a value before the run that rests on
     * another run which itself was undone is looked through. After a crash the same call goes on.
     */
    public UndoReport undo(RunId run, Progress progress) {
        throw new UnsupportedOperationException();
    }

    /** What undoing would do now; nothing is changed. */
    public UndoReport previewUndo(RunId run, Progress progress) {
        throw new UnsupportedOperationException();
    }

    /** Why the automation selects a prospect or not. */
    public Explanation explain(Automation automation, Prospect prospect) {
        throw new UnsupportedOperationException();
    }

    /** What an engine can be told; the account's store is all that it needs. */
    public static final class Builder {
        Builder(AccountStore store) {}

        /** The store's reading of criteria; without it, everyone is read. */
        public Builder narrowing(Narrower narrower) {
            return this;
        }

        /** Those that a stored definition may name; without it, the standard ones. */
        public Builder actions(ActionTypes types) {
            return this;
        }

        /** Without it, the system's. */
        public Builder clock(Clock clock) {
            return this;
        }

        /** What this process is called in leases; without it, by host and process number. */
        public Builder worker(String name) {
            return this;
        }

        /** Whose assertions the facts say these are; without it, the operating system's user. */
        public Builder actor(String name) {
            return this;
        }

        /** How many prospects are read in one transaction; without it, 5,000. */
        public Builder batchSize(int prospects) {
            return this;
        }

        /** How long a worker that stops renewing it keeps a run to itself; without it, 30 s. */
        public Builder leaseTime(Duration time) {
            return this;
        }

        /** The share of the account's prospects, from 0 to 1, that a run may affect unconfirmed; without it, 0.5. */
        public Builder largestShare(double share) {
            return this;
        }

        public Engine build() {
            return new Engine();
        }
    }
}
