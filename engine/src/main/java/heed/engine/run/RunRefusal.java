package heed.engine.run;

import heed.engine.Engine;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Why the engine refuses a request. Messages and remedies name no user interface: an application that shows them adds
 * how its users apply the remedy.
 */
public sealed interface RunRefusal {
    /** Returns a stable identifier of the kind of refusal, in kebab case. */
    String code();

    /** Returns what is wrong: one sentence for people, without a full stop. */
    String message();

    /**
     * Returns the message with its times in a format for the reader.
     *
     * @param timeFormat formats one time
     */
    default String message(Function<Instant, String> timeFormat) {
        return message();
    }

    /** Returns what the caller can do so that the request is accepted; empty if nothing is known to help. */
    default Optional<Remedy> remedy() {
        return Optional.empty();
    }

    /** A refusal that concerns one run. */
    sealed interface RunRelated extends RunRefusal {
        /** Returns the run that the refusal is about; it need not exist. */
        RunId run();
    }

    /** A refusal that concerns the number of affected prospects. */
    sealed interface CountRelated extends RunRefusal {
        /** Returns how many prospects would be affected now. */
        long affected();
    }

    /** What a caller can do about a refusal. */
    enum Remedy {
        /** Run the automation again, with {@link RunOptions#withAgain}. */
        AGAIN,
        /** Confirm the number of affected prospects, with {@link RunOptions#withConfirmedCount}. */
        CONFIRM,
        /**
         * Resume the run with the definition and plan it was started with, by {@link Engine#resume}; or send its mail, if
         * only that is left.
         */
        RESUME
    }

    /**
     * The automation runs only once, and has run.
     *
     * @param unsentMails how many mails of the run still wait or are in flight
     * @param edited whether the automation was edited after the run was started
     */
    record AlreadyRan(
            String automation,
            RunId run,
            Instant started,
            Optional<Instant> finished,
            Optional<Instant> undone,
            long unsentMails,
            boolean edited)
            implements RunRelated {
        /** Returns whether the run has mail to send, with the definition that the automation still has. */
        public boolean canContinue() {
            return unsentMails > 0 && !edited;
        }

        @Override
        public String code() {
            return "already-ran";
        }

        @Override
        public String message() {
            return message(Instant::toString);
        }

        @Override
        public String message(Function<Instant, String> timeFormat) {
            return automation + " runs only once, and ran at " + timeFormat.apply(started) + " (run " + run + ")"
                    + undone.map(timeFormat).map(at -> ", undone at " + at).orElse("")
                    + (unsentMails > 0
                            ? String.format(Locale.ROOT, "; %,d of its mails are not sent yet", unsentMails)
                            : "");
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(unsentMails > 0 ? Remedy.RESUME : Remedy.AGAIN);
        }
    }

    /**
     * A larger share of the account's prospects would be affected than {@link Engine.Builder#maxAffectedShare} allows.
     */
    record TooManyAffected(long affected, long total, double maxAffectedShare) implements CountRelated {
        @Override
        public String code() {
            return "too-many";
        }

        @Override
        public String message() {
            return String.format(
                    Locale.ROOT,
                    "%,d of %,d prospects would be affected, which is more than %s %%",
                    affected,
                    total,
                    Double.toString(maxAffectedShare * 100).replaceAll("\\.0$", ""));
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.CONFIRM);
        }
    }

    /** The automation has no criteria, so it selects every prospect. */
    record NoCriteria(long affected) implements CountRelated {
        @Override
        public String code() {
            return "no-criteria";
        }

        @Override
        public String message() {
            return String.format(
                    Locale.ROOT,
                    "the automation has no criteria and selects everyone: %,d prospects would be affected",
                    affected);
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.CONFIRM);
        }
    }

    /** The number of affected prospects is not the confirmed one. */
    record CountMismatch(long confirmed, long affected) implements CountRelated {
        @Override
        public String code() {
            return "other-count";
        }

        @Override
        public String message() {
            return String.format(
                    Locale.ROOT, "%,d prospects would be affected, but %,d were confirmed", affected, confirmed);
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.CONFIRM);
        }
    }

    /**
     * A worker holds the lease of the run. It may have died since: then the run is free once the lease has expired.
     *
     * @param worker the name of the worker
     * @param until when the lease expires unless it is renewed
     */
    record RunBusy(RunId run, String worker, Instant until) implements RunRelated {
        @Override
        public String code() {
            return "busy";
        }

        @Override
        public String message() {
            return message(Instant::toString);
        }

        @Override
        public String message(Function<Instant, String> timeFormat) {
            return "run " + run + " is being worked on by " + worker + ", whose lease expires at "
                    + timeFormat.apply(until) + " unless it is renewed";
        }
    }

    /** Another worker has claimed the run, because the lease of this one had expired. */
    record LeaseLost(RunId run) implements RunRelated {
        @Override
        public String code() {
            return "taken-over";
        }

        @Override
        public String message() {
            return "run " + run + " was taken over by another worker, because this one did not renew its lease in time";
        }
    }

    /**
     * The automation was edited after its unfinished run was started. A run can be resumed only with the definition it
     * was started with.
     *
     * @param diff the lines of a unified diff from the run's definition to the new one
     */
    record DefinitionEdited(String automation, RunId run, List<String> diff) implements RunRelated {
        public DefinitionEdited {
            diff = List.copyOf(diff);
        }

        @Override
        public String code() {
            return "edited";
        }

        @Override
        public String message() {
            return automation + " was edited after run " + run
                    + " was started; the run has not finished, and can be resumed only with the definition it was started with";
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.RESUME);
        }
    }

    /** The unfinished run was started with another plan, or without one. */
    record PlanMismatch(RunId run) implements RunRelated {
        @Override
        public String code() {
            return "other-plan";
        }

        @Override
        public String message() {
            return "run " + run
                    + " was not started with this plan; it has not finished, and can be resumed only as it was started";
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.RESUME);
        }
    }

    /**
     * The plan was made for another store, account, automation or definition.
     *
     * @param subject what differs: "store", "account", "automation" or "definition"
     */
    record ForeignPlan(String subject) implements RunRefusal {
        @Override
        public String code() {
            return "foreign-plan";
        }

        @Override
        public String message() {
            return "the plan was made for another " + subject;
        }
    }

    /** The store has not recorded the plan when it was made. */
    record UnknownPlan() implements RunRefusal {
        @Override
        public String code() {
            return "unknown-plan";
        }

        @Override
        public String message() {
            return "the store does not know this plan: somebody has edited it, or the store was restored from a backup since the"
                    + " plan was made; preview again";
        }
    }

    /** The automation sends email, and the engine has no outbox or no message defaults. */
    record MailNotSetUp(String automation) implements RunRefusal {
        @Override
        public String code() {
            return "mail-not-set-up";
        }

        @Override
        public String message() {
            return automation + " sends email, but sending email is not set up";
        }
    }

    /** Neither the message nor the account has a sender. */
    record NoSender(String automation, String action) implements RunRefusal {
        @Override
        public String code() {
            return "no-sender";
        }

        @Override
        public String message() {
            return "the message \"" + action + "\" of " + automation
                    + " does not say who it is \"from\", and no sender is set up for the account";
        }
    }

    /** The message is marketing mail, and the account has no public URL for unsubscribe links. */
    record NoPublicUrl(String automation, String action) implements RunRefusal {
        @Override
        public String code() {
            return "no-public-url";
        }

        @Override
        public String message() {
            return "the message \"" + action + "\" of " + automation
                    + " is marketing mail, and no public URL is set up at which people can unsubscribe";
        }
    }

    /** The account has no such run. */
    record UnknownRun(RunId run) implements RunRelated {
        @Override
        public String code() {
            return "unknown-run";
        }

        @Override
        public String message() {
            return "there is no run " + run;
        }
    }

    /** The run has finished, so it cannot be resumed. */
    record AlreadyFinished(RunId run, Optional<Instant> finishedAt) implements RunRelated {
        @Override
        public String code() {
            return "finished";
        }

        @Override
        public String message() {
            return message(Instant::toString);
        }

        @Override
        public String message(Function<Instant, String> timeFormat) {
            return "run " + run + " has finished"
                    + finishedAt.map(timeFormat).map(at -> " at " + at).orElse("");
        }
    }

    /** The run is undone, so it can be neither resumed nor undone again. */
    record AlreadyUndone(RunId run, Instant undoneAt) implements RunRelated {
        @Override
        public String code() {
            return "already-undone";
        }

        @Override
        public String message() {
            return message(Instant::toString);
        }

        @Override
        public String message(Function<Instant, String> timeFormat) {
            return "run " + run + " was undone at " + timeFormat.apply(undoneAt);
        }
    }

    /** Facts of the run were deleted ({@link Engine#deleteFacts}), so the values before the run are unknown. */
    record FactsDeleted(RunId run) implements RunRelated {
        @Override
        public String code() {
            return "facts-dropped";
        }

        @Override
        public String message() {
            return "run " + run + " cannot be undone: facts of it were deleted, so the values before it are unknown";
        }
    }

    /** The run is an import of suppressed addresses, and no undo takes back a no. */
    record SuppressionsStay(RunId run) implements RunRelated {
        @Override
        public String code() {
            return "noes-stay";
        }

        @Override
        public String message() {
            return "run " + run + " added addresses to the suppression list, and an undo never takes back a no";
        }
    }

    /** The run is an import, so it can be neither resumed nor explained. */
    record NotAnAutomation(RunId run) implements RunRelated {
        @Override
        public String code() {
            return "not-an-automation";
        }

        @Override
        public String message() {
            return "run " + run + " is an import, not a run of an automation";
        }
    }

    /**
     * The definition that the run was started with is no longer valid, for example because an action type is missing.
     *
     * @param problems the problems of the definition, one sentence each
     */
    record UnreadableDefinition(RunId run, List<String> problems) implements RunRelated {
        public UnreadableDefinition {
            problems = List.copyOf(problems);
        }

        @Override
        public String code() {
            return "unreadable-definition";
        }

        @Override
        public String message() {
            return "the definition that run " + run + " was started with cannot be read any more: "
                    + String.join("; ", problems);
        }
    }
}
