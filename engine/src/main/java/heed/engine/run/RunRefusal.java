package heed.engine.run;

import heed.engine.Engine;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why the engine does not do what it was asked. */
public sealed interface RunRefusal {
    /** A stable word for it, in kebab case. */
    String code();

    /** One sentence for people, without a full stop. */
    String message();

    /** What would let it through, where something would. */
    default Optional<Remedy> remedy() {
        return Optional.empty();
    }

    /** A refusal because of a run. */
    sealed interface RunRelated extends RunRefusal {
        RunId run();
    }

    /** A refusal because of how many would be affected. */
    sealed interface CountRelated extends RunRefusal {
        long affected();
    }

    /** How whoever asks can insist. */
    enum Remedy {
        /** {@link RunOptions#again()}. */
        AGAIN,
        /** {@link RunOptions#confirmedCount()} with the number of affected prospects. */
        CONFIRM,
        /** {@link Engine#resume} of the run, with the definition it was started with. */
        RESUME
    }

    /** The automation runs once, and has run. */
    record AlreadyRan(
            String automation, RunId run, Instant started, Optional<Instant> finished, Optional<Instant> undone)
            implements RunRelated {
        @Override
        public String code() {
            return "already-ran";
        }

        @Override
        public String message() {
            return automation + " runs only once, and ran at " + started + " (run " + run + ")"
                    + undone.map(at -> ", undone at " + at).orElse("");
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.AGAIN);
        }
    }

    /** More of the account's prospects would be affected than may be without a word. */
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

    /** The automation selects without criteria. */
    record NoCriteria(long affected) implements CountRelated {
        @Override
        public String code() {
            return "no-criteria";
        }

        @Override
        public String message() {
            return String.format(
                    Locale.ROOT, "without criteria everyone is selected: %,d prospects would be affected", affected);
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.CONFIRM);
        }
    }

    /** Another number of prospects would be affected than was confirmed. */
    record CountMismatch(long confirmed, long affected) implements CountRelated {
        @Override
        public String code() {
            return "other-count";
        }

        @Override
        public String message() {
            return String.format(
                    Locale.ROOT, "%,d prospects would be affected, and not the %,d confirmed", affected, confirmed);
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.CONFIRM);
        }
    }

    /** A process is at work on the run, or was and its lease has not ended. */
    record RunBusy(RunId run, String worker, Instant until) implements RunRelated {
        @Override
        public String code() {
            return "busy";
        }

        @Override
        public String message() {
            return "run " + run + " is being worked on by " + worker + ", whose lease ends at " + until
                    + " unless it is renewed";
        }
    }

    /** Another worker took the run over from this one. */
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
     * A stopped run goes on with the definition it was started with, and this is another.
     *
     * @param diff from the stored definition to this one, as a unified diff
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
                    + " was started and stopped; the run goes on only with the definition it was started with";
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.RESUME);
        }
    }

    /** A stopped run was started with another plan, or without one. */
    record PlanMismatch(RunId run) implements RunRelated {
        @Override
        public String code() {
            return "other-plan";
        }

        @Override
        public String message() {
            return "run " + run + " was started and stopped, and not with this plan; it goes on only as it was started";
        }

        @Override
        public Optional<Remedy> remedy() {
            return Optional.of(Remedy.RESUME);
        }
    }

    /**
     * The plan was made elsewhere or of something else.
     *
     * @param subject "store", "account", "automation" or "definition"
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

    /** The automation sends email, and the engine was not told how. */
    record MailNotSetUp(String automation) implements RunRefusal {
        @Override
        public String code() {
            return "mail-not-set-up";
        }

        @Override
        public String message() {
            return automation + " sends email, and it is not set up how email is sent";
        }
    }

    /** A message says not who it is from, and neither does the account. */
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

    /** Marketing mail would go out without a link by which people can unsubscribe. */
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

    /** There is no such run. */
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

    /** The run has nothing left to do. */
    record AlreadyFinished(RunId run, Optional<Instant> finishedAt) implements RunRelated {
        @Override
        public String code() {
            return "finished";
        }

        @Override
        public String message() {
            return "run " + run + " has finished"
                    + finishedAt.map(when -> " at " + when).orElse("");
        }
    }

    /** The run was undone: it neither goes on nor is undone again. */
    record AlreadyUndone(RunId run, Instant undoneAt) implements RunRelated {
        @Override
        public String code() {
            return "already-undone";
        }

        @Override
        public String message() {
            return "run " + run + " was undone at " + undoneAt;
        }
    }

    /** Facts of the run were dropped, and nobody knows any more what was before it. */
    record FactsDropped(RunId run) implements RunRelated {
        @Override
        public String code() {
            return "facts-dropped";
        }

        @Override
        public String message() {
            return "run " + run
                    + " cannot be undone: what it changed is not known any more, because `heed retention` dropped"
                    + " facts of it";
        }
    }

    /** The definition that the run was started with cannot be read any more. */
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
