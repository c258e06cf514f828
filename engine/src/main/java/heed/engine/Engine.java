package heed.engine;

import heed.actions.ActionTypes;
import heed.engine.Explanation.Planned;
import heed.engine.Starter.Started;
import heed.engine.definition.Automation;
import heed.filters.PrefilterFactory;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.filters.reading.ExplanationOf;
import heed.mail.delivery.MessageComposer;
import heed.mail.outbox.Outbox;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs the automations of one account. Thread-safe. */
public final class Engine {
    private final Settings settings;

    private Engine(Settings settings) {
        this.settings = settings;
    }

    public static Builder on(AccountStore store) {
        return new Builder(store);
    }

    /** The automation that an author wrote for this account, or everything that is wrong with it. */
    public ReadResult<AutomationSource> read(SourceText definition) {
        return new Definitions(settings).read(definition);
    }

    /** What the automation would do now; nothing is changed. */
    public Preview preview(Automation automation, int samples, Progress progress) {
        return new Survey(settings, progress).preview(automation, settings.now(), samples, outcomes -> {});
    }

    /**
     * How many the automation would affect now, exactly, and nothing more: far faster than {@link #preview} where the store
     * can count them itself.
     *
     * @throws IllegalStateException if the store's reading of the criteria and the rules differ on a sample
     */
    public Reach count(Automation automation, Progress progress) {
        return new Counting(settings, progress).reach(automation);
    }

    /** How those whom the automation may select now would be read; nobody is. */
    public ReadingPlan plan(Automation automation) {
        return new Conditions(settings).plan(automation);
    }

    /**
     * A preview that also writes a plan, which {@link #run} applies as it stands.
     *
     * @throws UncheckedIOException if the file cannot be written; then there is none, or the one that was there before
     */
    public Preview plan(AutomationSource source, int samples, Path out, Progress progress) {
        EvaluationTime moment = settings.now();
        try (PlanWriter plan = new PlanWriter(out, settings, source, moment)) {
            Preview preview = new Survey(settings, progress).preview(source.automation(), moment, samples, plan::add);
            plan.finish(preview);
            return preview;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs an automation that has not run, or goes on with a run of it that stopped.
     *
     * @throws RefusedException and nothing has changed
     * @throws PlanFileException and nothing has changed
     * @throws RunFailedException if an error stopped it
     */
    public RunReport run(AutomationSource source, RunOptions options, Progress progress) {
        Lease lease = new Lease(settings);
        return work(lease, new Starter(settings, lease, progress).start(source, options), progress);
    }

    /** Goes on with a run that stopped, with the definition it was started with. Throws as {@link #run} does. */
    public RunReport resume(RunId run, Progress progress) {
        Lease lease = new Lease(settings);
        return work(lease, new Starter(settings, lease, progress).goOn(run), progress);
    }

    private RunReport work(Lease lease, Started started, Progress progress) {
        new Runner(settings, lease, started.automation(), started.run()).work(started.total(), progress);
        return new Reports(settings).report(started.run().id(), started.resumed());
    }

    /**
     * What came of a run so far.
     *
     * @throws RefusedException if there is no such run
     */
    public RunReport report(RunId run) {
        return new Reports(settings).report(run, false);
    }

    /**
     * Puts back every value that the run asserted and nobody has asserted since, as if the run had asserted nothing: a value
     * that rests only on another run which itself was undone is looked through. After a crash the same call goes on.
     *
     * @throws RefusedException if the run was undone, or is being worked on
     */
    public UndoReport undo(RunId run, Progress progress) {
        return new Undo(settings, run, progress).undo();
    }

    /** What undoing would do now; nothing is changed. */
    public UndoReport previewUndo(RunId run, Progress progress) {
        return new Undo(settings, run, progress).preview();
    }

    /** How many facts {@link #dropFacts} would drop. */
    public long countDroppable(Instant before) {
        return settings.store().read(reading -> reading.countDeletableFacts(before));
    }

    /**
     * Drops facts for good that are older than a moment: what was said of other fields than the flags, and no creation. A run
     * that loses facts cannot be undone any more. Stopped in the middle, the same call goes on.
     *
     * @return how many were dropped
     */
    public long dropFacts(Instant before, Progress progress) {
        return new Retention(settings, progress).dropFacts(before);
    }

    /** Why the automation selects a prospect or not, now. */
    public Explanation explain(Automation automation, Prospect prospect) {
        EvaluationTime moment = settings.now();
        try (Decider decider = new Decider(automation, moment)) {
            List<Prospect> selected = decider.selected(List.of(prospect));
            List<Planned> actions = settings.store()
                    .read(reading -> outcomes(reading, automation, moment, selected).stream()
                            .map(outcome -> new Planned(
                                    outcome.step().id(),
                                    Gathering.changes(outcome),
                                    mail(reading, automation, outcome, moment),
                                    outcome.failure()))
                            .toList());
            ExplanationOf.ExplanationNode who = ExplanationOf.criterion(automation.who(), prospect, moment);
            if (who.matched() == selected.isEmpty()) {
                throw new IllegalStateException("two readings of " + automation.id() + " differ on " + prospect);
            }
            return new Explanation(who.matched(), who, actions);
        }
    }

    /** The messages that the automation would send to a prospect now, as far as they can be known before they are sent. */
    public List<Letter> letters(Automation automation, Prospect prospect) {
        EvaluationTime moment = settings.now();
        return settings.store()
                .read(reading -> outcomes(reading, automation, moment, List.of(prospect)).stream()
                        .flatMap(outcome -> mail(reading, automation, outcome, moment).stream()
                                .map(mail -> Letter.of(mail, outcome, settings.letterhead())))
                        .toList());
    }

    /** What would become of a message to one prospect; empty for an outcome that sends none. */
    private Optional<Preview.Mail> mail(
            StoreReading reading, Automation automation, Outcome outcome, EvaluationTime moment) {
        return outcome.send()
                .flatMap(send -> MailSurvey.of(settings, reading, automation, outcome.step(), moment))
                .map(survey -> survey.one(reading, outcome));
    }

    private List<Outcome> outcomes(
            StoreReading reading, Automation automation, EvaluationTime moment, List<Prospect> selected) {
        return new Steps(automation, settings.store().fields(), moment).outcomes(reading, selected);
    }

    /**
     * Who writes the messages of this account's runs, with what the prospects hold when they are sent.
     *
     * @throws IllegalStateException if the engine was given no letterhead
     */
    public MessageComposer composer() {
        return new RunComposer(
                settings,
                settings.letterhead()
                        .orElseThrow(() -> new IllegalStateException("this engine was given no letterhead")));
    }

    /** What an engine can be told; the account's store is all that it needs. */
    public static final class Builder {
        private final AccountStore store;
        private Optional<Outbox> outbox = Optional.empty();
        private Optional<Letterhead> letterhead = Optional.empty();
        private PrefilterFactory narrower = (who, moment) -> Prefilter.EVERYONE;
        private ActionTypes types = ActionTypes.standard();
        private Clock clock = Clock.systemUTC();
        private Optional<String> worker = Optional.empty();
        private String actor = System.getProperty("user.name", "unknown");
        private int batchSize = 5_000;
        private Duration leaseTime = Duration.ofSeconds(30);
        private double largestShare = 0.5;

        private Builder(AccountStore store) {
            this.store = store;
        }

        /** The store's reading of criteria; without it, everyone is read. */
        public Builder narrowing(PrefilterFactory storesReading) {
            narrower = storesReading;
            return this;
        }

        /** Where messages are queued; without it, an automation that sends email is refused. */
        public Builder outbox(Outbox accountsOutbox) {
            outbox = Optional.of(accountsOutbox);
            return this;
        }

        /** What messages carry; without it, an automation that sends email is refused. */
        public Builder letterhead(Letterhead ofAccount) {
            letterhead = Optional.of(ofAccount);
            return this;
        }

        /** Those that a stored definition may name; without it, the standard ones. */
        public Builder actions(ActionTypes known) {
            types = known;
            return this;
        }

        /** Without it, the system's. */
        public Builder clock(Clock given) {
            clock = given;
            return this;
        }

        /** What this process is called in leases; without it, by host and process number. */
        public Builder worker(String name) {
            worker = Optional.of(name);
            return this;
        }

        /** Whose assertions the facts say these are; without it, the operating system's user. */
        public Builder actor(String name) {
            actor = name;
            return this;
        }

        /** How many prospects are read in one transaction; without it, 5,000. */
        public Builder batchSize(int prospects) {
            batchSize = inRange(prospects, prospects > 0);
            return this;
        }

        /** How long a worker that stops renewing it keeps a run to itself; without it, 30 s. */
        public Builder leaseTime(Duration time) {
            leaseTime = inRange(time, !time.isNegative() && !time.isZero());
            return this;
        }

        /** The share of the account's prospects, from 0 to 1, that a run may affect unconfirmed; without it, 0.5. */
        public Builder largestShare(double share) {
            largestShare = inRange(share, share >= 0 && share <= 1);
            return this;
        }

        private static <T> T inRange(T value, boolean right) {
            if (!right) {
                throw new IllegalArgumentException("out of range: " + value);
            }
            return value;
        }

        public Engine build() {
            return new Engine(new Settings(
                    store,
                    outbox,
                    letterhead,
                    narrower,
                    types,
                    clock,
                    worker,
                    OwnProcess::gone,
                    actor,
                    batchSize,
                    leaseTime,
                    largestShare));
        }
    }
}
