package heed.engine;

import heed.actions.ActionTypes;
import heed.engine.definition.Automation;
import heed.engine.definition.AutomationSource;
import heed.engine.internal.core.DefinitionStore;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.core.RunLease;
import heed.engine.internal.core.WorkerName;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.AutomationMatcher;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.mail.MailPreviewBuilder;
import heed.engine.internal.mail.RunMailComposer;
import heed.engine.internal.plan.PlanWriter;
import heed.engine.internal.preview.AffectedCounter;
import heed.engine.internal.preview.PreviewBuilder;
import heed.engine.internal.preview.QueryExplainer;
import heed.engine.internal.preview.SelectionPreview;
import heed.engine.internal.run.RunExecutor;
import heed.engine.internal.run.RunReporter;
import heed.engine.internal.run.RunStarter;
import heed.engine.internal.run.RunStarter.StartedRun;
import heed.engine.internal.undo.FactPruner;
import heed.engine.internal.undo.UndoExecutor;
import heed.engine.preview.AffectedCount;
import heed.engine.preview.QueryExplanation;
import heed.engine.preview.RenderedMessage;
import heed.engine.preview.RunPreview;
import heed.engine.preview.SelectionExplanation;
import heed.engine.preview.SelectionExplanation.PlannedAction;
import heed.engine.run.MessageDefaults;
import heed.engine.run.PlanFileException;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.engine.run.UndoReport;
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
    private final EngineSettings settings;

    private Engine(EngineSettings settings) {
        this.settings = settings;
    }

    public static Builder builder(AccountStore store) {
        return new Builder(store);
    }

    /** The automation that an author wrote for this account, or everything that is wrong with it. */
    public ReadResult<AutomationSource> read(SourceText definition) {
        return new DefinitionStore(settings).read(definition);
    }

    /** What the automation would do now; nothing is changed. */
    public RunPreview preview(Automation automation, int samples, ProgressListener progress) {
        return new SelectionPreview(settings, progress)
                .preview(automation, settings.evaluationTime(), samples, plannedSteps -> {});
    }

    /**
     * How many the automation would affect now, exactly, and nothing more: far faster than {@link #preview} where the store
     * can count them itself.
     *
     * @throws IllegalStateException if the store's reading of the criteria and the rules differ on a sample
     */
    public AffectedCount countAffected(Automation automation, ProgressListener progress) {
        return new AffectedCounter(settings, progress).count(automation);
    }

    /** How those whom the automation may select now would be read; nobody is. */
    public QueryExplanation explainQuery(Automation automation) {
        return new QueryExplainer(settings).explain(automation);
    }

    /**
     * A preview that also writes a plan, which {@link #run} applies as it stands.
     *
     * @throws UncheckedIOException if the file cannot be written; then there is none, or the one that was there before
     */
    public RunPreview plan(AutomationSource source, int samples, Path file, ProgressListener progress) {
        EvaluationTime evaluationTime = settings.evaluationTime();
        try (PlanWriter planWriter = new PlanWriter(file, settings, source, evaluationTime)) {
            RunPreview preview = new SelectionPreview(settings, progress)
                    .preview(source.automation(), evaluationTime, samples, planWriter::add);
            planWriter.finish(preview);
            return preview;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs an automation that has not run, or goes on with a run of it that stopped.
     *
     * @throws RunRefusedException and nothing has changed
     * @throws PlanFileException and nothing has changed
     * @throws RunFailedException if an error stopped it
     */
    public RunReport run(AutomationSource source, RunOptions options, ProgressListener progress) {
        RunLease lease = new RunLease(settings);
        return execute(lease, new RunStarter(settings, lease, progress).start(source, options), progress);
    }

    /** Goes on with a run that stopped, with the definition it was started with. Throws as {@link #run} does. */
    public RunReport resume(RunId run, ProgressListener progress) {
        RunLease lease = new RunLease(settings);
        return execute(lease, new RunStarter(settings, lease, progress).resume(run), progress);
    }

    private RunReport execute(RunLease lease, StartedRun started, ProgressListener progress) {
        new RunExecutor(settings, lease, started.automation(), started.run()).execute(started.total(), progress);
        return new RunReporter(settings).report(started.run().id(), started.resumed());
    }

    /**
     * What came of a run so far.
     *
     * @throws RunRefusedException if there is no such run
     */
    public RunReport report(RunId run) {
        return new RunReporter(settings).report(run, false);
    }

    /**
     * Puts back every value that the run asserted and nobody has asserted since, as if the run had asserted nothing: a value
     * that rests only on another run which itself was undone is looked through. After a crash the same call goes on.
     *
     * @throws RunRefusedException if the run was undone, or is being worked on
     */
    public UndoReport undo(RunId run, ProgressListener progress) {
        return new UndoExecutor(settings, run, progress).undo();
    }

    /** What undoing would do now; nothing is changed. */
    public UndoReport previewUndo(RunId run, ProgressListener progress) {
        return new UndoExecutor(settings, run, progress).preview();
    }

    /** How many facts {@link #dropFacts} would drop. */
    public long countDroppableFacts(Instant before) {
        return settings.store().read(reading -> reading.countDeletableFacts(before));
    }

    /**
     * Drops facts for good that are older than a moment: what was said of other fields than the flags, and no creation. A run
     * that loses facts cannot be undone any more. Stopped in the middle, the same call goes on.
     *
     * @return how many were dropped
     */
    public long dropFacts(Instant before, ProgressListener progress) {
        return new FactPruner(settings, progress).dropFacts(before);
    }

    /** Why the automation selects a prospect or not, now. */
    public SelectionExplanation explain(Automation automation, Prospect prospect) {
        EvaluationTime evaluationTime = settings.evaluationTime();
        try (AutomationMatcher matcher = new AutomationMatcher(automation, evaluationTime)) {
            List<Prospect> selected = matcher.select(List.of(prospect));
            List<PlannedAction> actions = settings.store()
                    .read(reading -> planSteps(reading, automation, evaluationTime, selected).stream()
                            .map(plannedStep -> new PlannedAction(
                                    plannedStep.step().id(),
                                    PreviewBuilder.changes(plannedStep),
                                    previewMail(reading, automation, plannedStep, evaluationTime),
                                    plannedStep.failure()))
                            .toList());
            ExplanationOf.ExplanationNode criteria =
                    ExplanationOf.criterion(automation.criteria(), prospect, evaluationTime);
            if (criteria.matched() == selected.isEmpty()) {
                throw new IllegalStateException("two readings of " + automation.id() + " differ on " + prospect);
            }
            return new SelectionExplanation(criteria.matched(), criteria, actions);
        }
    }

    /** The messages that the automation would send to a prospect now, as far as they can be known before they are sent. */
    public List<RenderedMessage> renderMessages(Automation automation, Prospect prospect) {
        EvaluationTime evaluationTime = settings.evaluationTime();
        return settings.store()
                .read(reading -> planSteps(reading, automation, evaluationTime, List.of(prospect)).stream()
                        .flatMap(plannedStep -> previewMail(reading, automation, plannedStep, evaluationTime).stream()
                                .map(plannedMail ->
                                        RenderedMessage.of(plannedMail, plannedStep, settings.messageDefaults())))
                        .toList());
    }

    /** What would become of a message to one prospect; empty for an outcome that sends none. */
    private Optional<RunPreview.PlannedMail> previewMail(
            StoreReading reading, Automation automation, PlannedStep plannedStep, EvaluationTime evaluationTime) {
        return plannedStep
                .emailSend()
                .flatMap(send ->
                        MailPreviewBuilder.of(settings, reading, automation, plannedStep.step(), evaluationTime))
                .map(mailPreview -> mailPreview.previewMail(reading, plannedStep));
    }

    private List<PlannedStep> planSteps(
            StoreReading reading, Automation automation, EvaluationTime evaluationTime, List<Prospect> selected) {
        return new ActionPlanner(automation, settings.store().fields(), evaluationTime).planSteps(reading, selected);
    }

    /**
     * Who writes the messages of this account's runs, with what the prospects hold when they are sent.
     *
     * @throws IllegalStateException if the engine was given no letterhead
     */
    public MessageComposer composer() {
        return new RunMailComposer(
                settings,
                settings.messageDefaults()
                        .orElseThrow(() -> new IllegalStateException("this engine was given no letterhead")));
    }

    /** What an engine can be told; the account's store is all that it needs. */
    public static final class Builder {
        private final AccountStore store;
        private Optional<Outbox> outbox = Optional.empty();
        private Optional<MessageDefaults> messageDefaults = Optional.empty();
        private PrefilterFactory prefilterFactory = (who, moment) -> Prefilter.EVERYONE;
        private ActionTypes actionTypes = ActionTypes.standard();
        private Clock clock = Clock.systemUTC();
        private Optional<String> workerName = Optional.empty();
        private String actor = System.getProperty("user.name", "unknown");
        private int batchSize = 5_000;
        private Duration leaseDuration = Duration.ofSeconds(30);
        private double maxAffectedShare = 0.5;

        private Builder(AccountStore store) {
            this.store = store;
        }

        /** The store's reading of criteria; without it, everyone is read. */
        public Builder prefilter(PrefilterFactory factory) {
            prefilterFactory = factory;
            return this;
        }

        /** Where messages are queued; without it, an automation that sends email is refused. */
        public Builder outbox(Outbox accountOutbox) {
            outbox = Optional.of(accountOutbox);
            return this;
        }

        /** What messages carry; without it, an automation that sends email is refused. */
        public Builder messageDefaults(MessageDefaults defaults) {
            messageDefaults = Optional.of(defaults);
            return this;
        }

        /** Those that a stored definition may name; without it, the standard ones. */
        public Builder actionTypes(ActionTypes types) {
            actionTypes = types;
            return this;
        }

        /** Without it, the system's. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** What this process is called in leases; without it, by host and process number. */
        public Builder worker(String name) {
            workerName = Optional.of(name);
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
        public Builder leaseDuration(Duration duration) {
            leaseDuration = inRange(duration, !duration.isNegative() && !duration.isZero());
            return this;
        }

        /** The share of the account's prospects, from 0 to 1, that a run may affect unconfirmed; without it, 0.5. */
        public Builder maxAffectedShare(double share) {
            maxAffectedShare = inRange(share, share >= 0 && share <= 1);
            return this;
        }

        private static <T> T inRange(T value, boolean valid) {
            if (!valid) {
                throw new IllegalArgumentException("out of range: " + value);
            }
            return value;
        }

        public Engine build() {
            return new Engine(new EngineSettings(
                    store,
                    outbox,
                    messageDefaults,
                    prefilterFactory,
                    actionTypes,
                    clock,
                    workerName,
                    WorkerName::isDead,
                    actor,
                    batchSize,
                    leaseDuration,
                    maxAffectedShare));
        }
    }
}
