package heed.engine;

import heed.actions.ActionTypes;
import heed.engine.definition.Automation;
import heed.engine.definition.AutomationSource;
import heed.engine.definition.MessageFolder;
import heed.engine.definition.MessageTextFiles;
import heed.engine.internal.core.DefinitionStore;
import heed.engine.internal.core.LatestRun;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.core.RunLease;
import heed.engine.internal.core.WorkerName;
import heed.engine.internal.core.WorkerSettings;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.AutomationMatcher;
import heed.engine.internal.evaluation.PastProspect;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.mail.MailPreviewFactory;
import heed.engine.internal.mail.MessageRenderer;
import heed.engine.internal.mail.RunMailComposer;
import heed.engine.internal.mail.SendRequirements;
import heed.engine.internal.plan.PlanWriter;
import heed.engine.internal.preview.AffectedCounter;
import heed.engine.internal.preview.PreviewBuilder;
import heed.engine.internal.preview.QueryExplainer;
import heed.engine.internal.preview.SelectionPreview;
import heed.engine.internal.preview.UnmatchedCriteria;
import heed.engine.internal.run.RunExecutor;
import heed.engine.internal.run.RunGuard;
import heed.engine.internal.run.RunReporter;
import heed.engine.internal.run.RunStarter;
import heed.engine.internal.run.RunStarter.StartedRun;
import heed.engine.internal.undo.FactPruner;
import heed.engine.internal.undo.ImportedSuppressionsReader;
import heed.engine.internal.undo.UndoExecutor;
import heed.engine.preview.AffectedCount;
import heed.engine.preview.PastSelection;
import heed.engine.preview.QueryExplanation;
import heed.engine.preview.RenderedMessage;
import heed.engine.preview.RunPreview;
import heed.engine.preview.RunPreview.PlannedMail;
import heed.engine.preview.SelectionExplanation;
import heed.engine.preview.SelectionExplanation.PlannedAction;
import heed.engine.preview.UnmatchedCriterion;
import heed.engine.run.ImportedSuppressions;
import heed.engine.run.MessageDefaults;
import heed.engine.run.PlanFileException;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunActivity;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
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
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import heed.model.store.StoreException;
import heed.model.store.StoreReading;
import heed.model.suppression.FreedAddresses;
import heed.model.system.SystemUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Runs the automations of one account. Build it with {@link #builder}; an application needs one engine per account.
 *
 * <pre>{@code
 * Engine engine = Engine.builder(account).prefilter(store).build();
 * AutomationSource automation = engine.read(new SourceText("opt-out.json", json))
 *         .either(valid -> valid.value(), invalid -> refuse(invalid.problems()));
 * RunPreview preview = engine.preview(automation.automation(), 10, ProgressListener.NONE);
 * RunReport report = engine.run(automation, RunOptions.DEFAULT, ProgressListener.NONE);
 * }</pre>
 *
 * <p><b>Runs.</b> {@link #run} works in batches, and each batch is one transaction of the store. A run that stops,
 * because of an error or because its process died, keeps the batches that it has committed. {@link #run} with the same
 * definition, or {@link #resume} with the run's id, continues after the last one. One worker at a time works on a run; a
 * lease in the store ensures this across threads, processes and hosts.
 *
 * <p><b>Email.</b> A run does not send messages; it queues them in the {@link Builder#outbox outbox}. A delivery worker
 * sends them later, with {@link #composer} as the source of their contents. Suppression is checked at that time.
 *
 * <p><b>Failures.</b> If the store cannot be used, every method that reads or writes it throws a {@link
 * StoreException}, except {@link #run} and {@link #resume} once the run has started; see there. No parameter may be
 * null.
 *
 * <p>Thread-safe. Each method blocks until its work is done and calls its {@link ProgressListener} in the calling
 * thread. To stop a method early, throw an exception from the listener.
 */
public final class Engine {
    private final ProspectAccess access;
    private final WorkerSettings workerSettings;
    private final DefinitionStore definitions;
    private final Optional<Outbox> outbox;
    private final Optional<MessageDefaults> messageDefaults;
    private final MailPreviewFactory mailPreviews;
    private final String actor;
    private final double maxAffectedShare;

    private Engine(Builder builder) {
        access = new ProspectAccess(builder.store, builder.prefilterFactory, builder.batchSize, builder.clock);
        workerSettings =
                new WorkerSettings(builder.clock, builder.workerName, WorkerName::hasEnded, builder.leaseDuration);
        definitions = new DefinitionStore(builder.store, builder.actionTypes);
        outbox = builder.outbox;
        messageDefaults = builder.messageDefaults;
        mailPreviews = new MailPreviewFactory(builder.store, builder.outbox);
        actor = builder.actor;
        maxAffectedShare = builder.maxAffectedShare;
    }

    /** Returns a builder of engines for the account. */
    public static Builder builder(AccountStore store) {
        return new Builder(store);
    }

    /**
     * Reads an automation from its JSON definition, with the current fields and time zone of the account.
     *
     * @return the automation with its warnings, or every problem of the definition
     */
    public ReadResult<AutomationSource> read(SourceText definition) {
        return read(definition, MessageTextFiles.NONE);
    }

    /**
     * Reads an automation from its JSON definition, like {@link #read(SourceText)}, and from the files that it names. They are
     * read now; runs keep their texts.
     *
     * @param files the files, such as those of a {@link MessageFolder}
     */
    public ReadResult<AutomationSource> read(SourceText definition, MessageTextFiles files) {
        return definitions.read(definition, files);
    }

    /**
     * Previews what the automation would do if it ran now. Changes nothing, and evaluates every candidate.
     *
     * @param samples how many affected prospects the preview lists at most
     */
    public RunPreview preview(Automation automation, int samples, ProgressListener progress) {
        return new SelectionPreview(access, mailPreviews, progress)
                .preview(automation, access.evaluationTime(), samples, plannedSteps -> {});
    }

    /**
     * Counts exactly how many prospects the automation would affect if it ran now. This is much faster than {@link
     * #preview} if the store can evaluate the criteria itself.
     *
     * @throws IllegalStateException if the store and the rules disagree on a sample of prospects
     */
    public AffectedCount countAffected(Automation automation, ProgressListener progress) {
        return new AffectedCounter(access, progress).count(automation, access.evaluationTime());
    }

    /**
     * Finds the comparisons of the automation's criteria that nobody matches now, such as one with a mistyped value.
     * {@link #preview} and {@link #countAffected} find them, too.
     */
    public List<UnmatchedCriterion> findUnmatched(Automation automation) {
        return access.store()
                .read(reading ->
                        new UnmatchedCriteria(access, access.evaluationTime()).find(reading, automation.criteria()));
    }

    /** Explains the database query that would read the automation's candidates now. Reads no prospect. */
    public QueryExplanation explainQuery(Automation automation) {
        return new QueryExplainer(access).explain(automation);
    }

    /**
     * Previews the automation and writes its effects to a plan file. {@link #run} with {@link RunOptions#withPlan}
     * applies exactly these effects, and leaves out prospects that have changed in the meantime.
     *
     * @param samples how many affected prospects the preview lists at most
     * @param file the plan file; replaced if it exists
     * @throws UncheckedIOException if the file cannot be written; an existing file is then unchanged
     */
    public RunPreview plan(AutomationSource source, int samples, Path file, ProgressListener progress) {
        EvaluationTime evaluationTime = access.evaluationTime();
        try (PlanWriter planWriter = new PlanWriter(file, access.store(), source, evaluationTime)) {
            RunPreview preview = new SelectionPreview(access, mailPreviews, progress)
                    .preview(source.automation(), evaluationTime, samples, planWriter::add);
            planWriter.finish(preview, access.clock().instant());
            return preview;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the options that a run of what was previewed needs so that it is not refused: {@link
     * RunOptions#withAgain} if the automation has run, and {@link RunOptions#withConfirmedCount} if it affects too many
     * prospects or has no criteria.
     */
    public RunOptions requiredOptions(Automation automation, RunPreview preview) {
        return runStarter(new RunLease(workerSettings), ProgressListener.NONE)
                .requiredOptions(automation, preview.affected(), preview.affected() + preview.ignored());
    }

    /**
     * Runs the automation. If its latest run is unfinished, that run is resumed; the definition, and a plan file if the
     * options name one, must then be the ones it was started with.
     *
     * @return the report of the finished run
     * @throws RunRefusedException if the run may not start, in which case nothing has changed, or if another worker has
     *     claimed the run, in which case the committed batches stay
     * @throws PlanFileException if the plan file cannot be used; nothing has changed
     * @throws RunFailedException if an error, or an exception of the listener, stopped the run; the committed batches
     *     stay, and the run can be resumed
     */
    public RunReport run(AutomationSource source, RunOptions options, ProgressListener progress) {
        RunLease lease = new RunLease(workerSettings);
        return execute(lease, runStarter(lease, progress).start(source, options), progress);
    }

    /**
     * Resumes a stopped run with the definition, evaluation time and plan that it was started with.
     *
     * @return the report of the finished run
     * @throws RunRefusedException as {@link #run}; also if there is no such run, or it has finished or was undone
     * @throws RunFailedException as {@link #run}
     */
    public RunReport resume(RunId run, ProgressListener progress) {
        RunLease lease = new RunLease(workerSettings);
        return execute(lease, runStarter(lease, progress).resume(run), progress);
    }

    private RunStarter runStarter(RunLease lease, ProgressListener progress) {
        return new RunStarter(
                access,
                definitions,
                new SendRequirements(outbox, messageDefaults),
                new RunGuard(access, maxAffectedShare, progress),
                lease);
    }

    private RunReport execute(RunLease lease, StartedRun started, ProgressListener progress) {
        FreedAddresses freed = new RunExecutor(access, lease, outbox, actor, started).execute(progress);
        return new RunReporter(access)
                .report(
                        started.run().id(),
                        started.resumed(),
                        freed,
                        Optional.of(started.automation().criteria()));
    }

    /**
     * Reports on a run as it is now, finished or not.
     *
     * @throws RunRefusedException if there is no such run
     */
    public RunReport report(RunId run) {
        return new RunReporter(access).report(run, false, FreedAddresses.NONE, Optional.empty());
    }

    /** Returns what happens to a run at the moment. */
    public RunActivity activity(Run run) {
        return RunActivity.of(run, access.clock().instant(), workerSettings.hasEnded());
    }

    /** Returns the latest run of an automation, finished or not; empty if it has never run. */
    public Optional<Run> latestRun(Automation automation) {
        return access.store().read(reading -> LatestRun.find(reading, automation));
    }

    /**
     * Starts an import as a run.
     *
     * @return the run, which the caller closes
     */
    public ImportRun startImport(ImportRun.ImportSource source) {
        RunLease lease = new RunLease(workerSettings);
        String title = source.kind() == Run.Kind.IMPORT
                ? "Import of " + source.file()
                : "Import of " + source.file() + " into the suppression list";
        Run run = access.store().write(work -> {
            StoredDefinition definition = work.saveDefinition(
                    source.kind().definitionOf(source.file()),
                    title,
                    source.options(),
                    access.clock().instant());
            return work.startImport(source.kind(), definition, access.evaluationTime(), lease.newLease());
        });
        return new ImportRun(access.store(), access.clock(), lease, run);
    }

    /**
     * Undoes a run: each value that the run asserted, and that nobody has asserted since, becomes what it would be if
     * the run had asserted nothing. Assertions of other runs that are themselves undone do not count. Waiting messages
     * of the run are cancelled; sent ones stay sent. If the undo is interrupted, the same call completes it.
     *
     * <p>The undo of an import also removes the prospects that it created, unless something else touched them. A no that
     * it brought stays.
     *
     * @throws RunRefusedException if there is no such run, it is undone already, facts of it were deleted, a worker is
     *     working on it, or it is an import of suppressed addresses
     */
    public UndoReport undo(RunId run, ProgressListener progress) {
        return new UndoExecutor(access, outbox, run, progress).undo(new RunLease(workerSettings), actor);
    }

    /**
     * Reports what {@link #undo} would do now. Changes nothing.
     *
     * @throws RunRefusedException if there is no such run, it is undone already, or facts of it were deleted
     */
    public UndoReport previewUndo(RunId run, ProgressListener progress) {
        return new UndoExecutor(access, outbox, run, progress).preview();
    }

    /** Reports what an import added to the suppression list and what depends on it now. Changes nothing. */
    public ImportedSuppressions importedSuppressions(RunId run) {
        return access.store().read(reading -> ImportedSuppressionsReader.read(reading, run));
    }

    /** Counts the facts that {@link #deleteFacts} would delete now. */
    public long countDeletableFacts(Instant before) {
        return access.store().read(reading -> reading.countDeletableFacts(before));
    }

    /**
     * Deletes facts that are older than an instant, for good. Facts of the two flags, and facts that record the
     * creation of a prospect, are never deleted. A run of which facts were deleted cannot be undone any more. If the
     * method is interrupted, the same call deletes the rest.
     *
     * @return how many facts were deleted
     */
    public long deleteFacts(Instant before, ProgressListener progress) {
        return new FactPruner(access.store(), progress).deleteFacts(before);
    }

    /**
     * Explains why the automation selects a prospect or not, and what its actions would do to a selected one. Changes
     * nothing.
     *
     * @param prospect the prospect with its current values
     * @throws IllegalStateException if the explanation and the rules disagree on whether the prospect is selected
     */
    public SelectionExplanation explain(Automation automation, Prospect prospect) {
        EvaluationTime evaluationTime = access.evaluationTime();
        try (AutomationMatcher matcher = new AutomationMatcher(automation, evaluationTime)) {
            List<Prospect> selected = matcher.select(List.of(prospect));
            List<PlannedAction> actions = access.store()
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
                throw new IllegalStateException(
                        "the explanation and the rules of " + automation.id() + " differ on " + prospect);
            }
            return new SelectionExplanation(criteria.matched(), criteria, actions);
        }
    }

    /**
     * Explains why a run selected a prospect or not, by the definition, the time and the prospect's values of that run.
     *
     * @param prospect the prospect with its current values
     * @throws RunRefusedException if there is no such run, or its stored definition is no longer valid
     */
    public PastSelection explainRun(RunId id, Prospect prospect) {
        Run run = access.store()
                .read(reading -> reading.findRun(id))
                .orElseThrow(() -> new RunRefusedException(new RunRefusal.UnknownRun(id)));
        Automation automation = definitions.automation(run);
        return access.store().read(reading -> {
            Optional<Prospect> past = PastProspect.before(run, prospect, reading.listFacts(prospect.key()));
            ProspectId before = new ProspectId(prospect.key().value() - 1);
            return new PastSelection(
                    run,
                    automation.name(),
                    past,
                    past.map(found -> ExplanationOf.criterion(automation.criteria(), found, run.evaluationTime())),
                    reading.listLedgerEntries(id, before, 1).stream()
                            .filter(entry -> entry.prospect().equals(prospect.key()))
                            .toList(),
                    reading.hasDeletedFacts(id));
        });
    }

    /**
     * Renders the messages that the automation would send to a prospect now, whether or not it selects the prospect.
     * Queues and sends nothing.
     *
     * @param prospect the prospect with its current values
     * @return a message for each send-email action that does not fail, in order
     */
    public List<RenderedMessage> renderMessages(Automation automation, Prospect prospect) {
        EvaluationTime evaluationTime = access.evaluationTime();
        return access.store()
                .read(reading -> planSteps(reading, automation, evaluationTime, List.of(prospect)).stream()
                        .flatMap(plannedStep -> previewMail(reading, automation, plannedStep, evaluationTime).stream()
                                .map(mail -> MessageRenderer.render(mail, plannedStep, messageDefaults)))
                        .toList());
    }

    /** Returns what would happen to the message of a step; empty if the step sends none. */
    private Optional<PlannedMail> previewMail(
            StoreReading reading, Automation automation, PlannedStep plannedStep, EvaluationTime evaluationTime) {
        return plannedStep
                .emailSend()
                .flatMap(send -> mailPreviews.create(reading, automation, plannedStep.step(), evaluationTime))
                .map(mailPreview -> mailPreview.previewMail(reading, plannedStep));
    }

    private List<PlannedStep> planSteps(
            StoreReading reading, Automation automation, EvaluationTime evaluationTime, List<Prospect> selected) {
        return new ActionPlanner(automation, access.store().fields(), evaluationTime).planSteps(reading, selected);
    }

    /**
     * Returns the composer of the account's run messages. It takes each message from the definition that its run was
     * started with, and fills in the prospect's values at the time of sending. Thread-safe.
     *
     * @throws IllegalStateException if the engine was built without {@link Builder#messageDefaults}
     */
    public MessageComposer composer() {
        MessageDefaults defaults = messageDefaults.orElseThrow(
                () -> new IllegalStateException("the engine was built without message defaults"));
        return new RunMailComposer(access.store(), access.clock(), defaults, definitions);
    }

    /** Builds an engine. Only the account's store is required; every other setting has a default. Not thread-safe. */
    public static final class Builder {
        private final AccountStore store;
        private Optional<Outbox> outbox = Optional.empty();
        private Optional<MessageDefaults> messageDefaults = Optional.empty();
        private PrefilterFactory prefilterFactory = (criterion, evaluationTime) -> Prefilter.EVERYONE;
        private ActionTypes actionTypes = ActionTypes.standard();
        private Clock clock = Clock.systemUTC();
        private Optional<String> workerName = Optional.empty();
        private String actor = SystemUser.name();
        private int batchSize = 5_000;
        private Duration leaseDuration = Duration.ofSeconds(30);
        private double maxAffectedShare = 0.5;

        private Builder(AccountStore store) {
            this.store = store;
        }

        /**
         * Sets how criteria are translated into queries of the store, usually the store itself. By default there is no
         * translation, and every prospect is read.
         */
        public Builder prefilter(PrefilterFactory factory) {
            prefilterFactory = factory;
            return this;
        }

        /**
         * Sets where messages are queued. By default there is no outbox, and {@link Engine#run} refuses automations
         * that send email. {@link Engine#undo} needs it to cancel messages.
         */
        public Builder outbox(Outbox accountOutbox) {
            outbox = Optional.of(accountOutbox);
            return this;
        }

        /**
         * Sets the sender, bounce correlation and unsubscribe links of messages. By default there are none, and {@link
         * Engine#run} refuses automations that send email.
         */
        public Builder messageDefaults(MessageDefaults defaults) {
            messageDefaults = Optional.of(defaults);
            return this;
        }

        /** Sets the action types that definitions may use. By default these are {@link ActionTypes#standard()}. */
        public Builder actionTypes(ActionTypes types) {
            actionTypes = types;
            return this;
        }

        /** Sets the source of the current time. By default this is the system clock. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Sets the name of this process in leases; it need not be unique. By default the name consists of the process
         * id and the host name, so that another process on the host can take over at once when this one has died. With
         * another name it has to wait until the lease expires.
         */
        public Builder worker(String name) {
            workerName = Optional.of(name);
            return this;
        }

        /** Sets the actor that facts are attributed to. By default this is the user of the operating system. */
        public Builder actor(String name) {
            actor = name;
            return this;
        }

        /**
         * Sets how many prospects are read at a time; a run processes this many in one transaction. By default these
         * are 5,000.
         *
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder batchSize(int prospects) {
            batchSize = requireInRange(prospects, prospects > 0);
            return this;
        }

        /**
         * Sets how long a lease is valid without renewal: for how long a run stays blocked after its worker has died or
         * hung. By default these are 30 seconds.
         *
         * @throws IllegalArgumentException if the duration is not positive
         */
        public Builder leaseDuration(Duration duration) {
            leaseDuration = requireInRange(duration, !duration.isNegative() && !duration.isZero());
            return this;
        }

        /**
         * Sets the share of the account's prospects that a run may affect without {@link
         * RunOptions#withConfirmedCount}. By default this is 0.5.
         *
         * @throws IllegalArgumentException if the share is not from 0 to 1
         */
        public Builder maxAffectedShare(double share) {
            maxAffectedShare = requireInRange(share, share >= 0 && share <= 1);
            return this;
        }

        private static <T> T requireInRange(T value, boolean valid) {
            if (!valid) {
                throw new IllegalArgumentException("out of range: " + value);
            }
            return value;
        }

        /** Returns an engine with the current settings. */
        public Engine build() {
            return new Engine(this);
        }
    }
}
