package heed.engine.internal.run;

import heed.actions.MessageAction;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.engine.definition.AutomationSource;
import heed.engine.internal.core.DefinitionStore;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.core.RunLease;
import heed.engine.internal.plan.PlanFormat;
import heed.engine.internal.plan.PlanFormat.PlanHeader;
import heed.engine.internal.plan.PlanReader;
import heed.engine.internal.preview.SelectionPreview;
import heed.engine.run.MessageDefaults;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.mail.MessageClass;
import heed.model.field.FieldCatalog;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.Run.Status;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import heed.model.store.Prefilter;
import heed.model.store.PrefilterCount;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides whether an automation may run now, as a new run or by going on with one that stopped, and takes its lease. */
public final class RunStarter {
    private final EngineSettings settings;
    private final RunLease lease;
    private final ProgressListener progress;
    private final DefinitionStore definitions;

    public RunStarter(EngineSettings settings, RunLease lease, ProgressListener progress) {
        this.settings = settings;
        this.lease = lease;
        this.progress = progress;
        this.definitions = new DefinitionStore(settings);
    }

    /**
     * A run whose lease is taken.
     *
     * @param total how many prospects are to be considered
     */
    public record StartedRun(Run run, Automation automation, boolean resumed, OptionalLong total) {}

    public StartedRun start(AutomationSource source, RunOptions options) {
        requireSendable(source.automation());
        Optional<Run> latest = settings.store().read(reading -> findLatest(reading, source.automation()));
        if (latest.filter(RunStarter::unfinished).isPresent()) {
            return resume(latest.get(), source, options.planFile());
        }
        refuseSecondRun(latest, options.again());
        return options.planFile().isPresent()
                ? startPlanned(source, options, latest, options.planFile().get())
                : startSelected(source, options, latest);
    }

    /** Goes on with a run that stopped. */
    public StartedRun resume(RunId id) {
        return resume(settings.store()
                .read(reading -> reading.findRun(id))
                .orElseThrow(() -> new RunRefusedException(new RunRefusal.UnknownRun(id))));
    }

    private StartedRun resume(Run run) {
        requireUnfinished(run);
        Automation automation = definitions.automation(run);
        requireSendable(automation);
        OptionalLong remaining = countRemaining(run, automation);
        Run claimed = settings.store().write(work -> {
            Run current = work.findRun(run.id()).orElseThrow();
            requireUnfinished(current);
            lease.claim(work, current);
            return current;
        });
        return new StartedRun(claimed, automation, true, remaining);
    }

    private StartedRun resume(Run run, AutomationSource source, Optional<Path> plan) {
        StoredDefinition stored = definitions.definition(run);
        if (!stored.json().equals(source.json())) {
            String name = source.automation().id();
            throw new RunRefusedException(new RunRefusal.DefinitionEdited(
                    name,
                    run.id(),
                    TextDiff.between(name + " of run " + run.id(), stored.json(), name + " now", source.json())));
        }
        plan.ifPresent(file -> requireSamePlan(run, source, file));
        return resume(run);
    }

    private void requireSamePlan(Run run, AutomationSource source, Path file) {
        if (!run.fromStoredPlan()) {
            throw new RunRefusedException(new RunRefusal.PlanMismatch(run.id()));
        }
        PlanHeader expected = PlanFormat.createHeader(settings, source, settings.evaluationTime());
        try (PlanReader plan = new PlanReader(file, expected, settings.store().fields(), source.automation())) {
            boolean same = settings.store().read(reading -> {
                ProspectId last = ProspectId.START;
                List<PlannedEffects> stored;
                do {
                    stored = reading.listPlannedEffects(run.id(), last, settings.batchSize());
                    for (PlannedEffects plannedEffects : stored) {
                        if (!plan.next().equals(Optional.of(plannedEffects))) {
                            return false;
                        }
                        last = plannedEffects.prospect();
                    }
                } while (!stored.isEmpty());
                return plan.next().isEmpty();
            });
            if (!same || !plan.evaluationTime().equals(run.evaluationTime())) {
                throw new RunRefusedException(new RunRefusal.PlanMismatch(run.id()));
            }
        }
    }

    private StartedRun startSelected(AutomationSource source, RunOptions options, Optional<Run> latest) {
        EvaluationTime evaluationTime = settings.evaluationTime();
        long candidates = countCandidates(source.automation(), evaluationTime, options.confirmedCount());
        Run run = settings.store()
                .write(work -> insertRun(work, source, latest, options.resend(), evaluationTime, false));
        return new StartedRun(run, source.automation(), false, OptionalLong.of(candidates));
    }

    private StartedRun startPlanned(AutomationSource source, RunOptions options, Optional<Run> latest, Path file) {
        PlanHeader expected = PlanFormat.createHeader(settings, source, settings.evaluationTime());
        FieldCatalog fields = settings.store().fields();
        return settings.store().write(work -> {
            try (PlanReader plan = new PlanReader(file, expected, fields, source.automation())) {
                // All of it or nothing is kept with the run: what the guard or the plan's end refuses was never there.
                Run run = insertRun(work, source, latest, options.resend(), plan.evaluationTime(), true);
                storePlan(work, run, plan);
                createGuard()
                        .check(source.automation(), plan.affected(), work.countProspects(), options.confirmedCount());
                lease.renew(work, run.id());
                return new StartedRun(run, source.automation(), false, OptionalLong.of(plan.affected()));
            }
        });
    }

    /** How many candidates there are, if the guard lets the automation through. */
    private long countCandidates(Automation automation, EvaluationTime evaluationTime, OptionalLong confirmed) {
        Prefilter prefilter = settings.prefilter(automation.criteria(), evaluationTime);
        PrefilterCount candidates = settings.store().read(reading -> reading.countByPrefilter(prefilter));
        // Those affected are among the candidates: deciding each is only for whom their number does not tell.
        if (!createGuard().allows(automation, candidates.passed(), candidates.total(), confirmed)) {
            SelectionPreview.SelectionCount selectionCount =
                    new SelectionPreview(settings, progress).count(automation, evaluationTime);
            createGuard().check(automation, selectionCount.affected(), selectionCount.total(), confirmed);
        }
        return candidates.passed();
    }

    private RunGuard createGuard() {
        return new RunGuard(settings.maxAffectedShare());
    }

    private Run insertRun(
            UnitOfWork work,
            AutomationSource source,
            Optional<Run> latest,
            boolean resend,
            EvaluationTime evaluationTime,
            boolean planned) {
        Automation automation = source.automation();
        Optional<Run> current = findLatest(work, automation);
        if (!current.map(Run::id).equals(latest.map(Run::id))) { // someone was faster
            current.filter(RunStarter::unfinished).flatMap(Run::lease).ifPresent(currentLease -> {
                throw RunLease.busyException(current.get().id(), currentLease);
            });
            refuseSecondRun(current, false);
        }
        StoredDefinition definition = work.saveDefinition(
                automation.id(),
                automation.name(),
                source.json(),
                settings.clock().instant());
        int mailing = current.map(run -> run.mailing() + (resend ? 1 : 0)).orElse(1);
        return work.startRun(
                definition, current.map(Run::number).orElse(0) + 1, mailing, evaluationTime, planned, lease.newLease());
    }

    private void storePlan(UnitOfWork work, Run run, PlanReader plan) {
        List<PlannedEffects> chunk = new ArrayList<>();
        Optional<PlannedEffects> next;
        do {
            next = plan.next();
            next.ifPresent(chunk::add);
            if (chunk.size() == settings.batchSize() || next.isEmpty()) {
                if (countKnown(chunk) != chunk.size()) {
                    throw plan.unusable("it names a prospect whom the account does not have");
                }
                work.savePlannedEffects(run.id(), chunk);
                chunk.clear();
            }
        } while (next.isPresent());
    }

    /** By a reading of its own: the work on a plan of millions need not go by all of them. */
    private long countKnown(List<PlannedEffects> planned) {
        List<ProspectId> keys = planned.stream().map(PlannedEffects::prospect).toList();
        return settings.store().read(reading -> reading.listProspects(keys)).size();
    }

    /** How many are to be considered; of a plan that is applied in part, nobody counts. */
    private OptionalLong countRemaining(Run run, Automation automation) {
        return run.fromStoredPlan()
                ? OptionalLong.empty()
                : OptionalLong.of(settings.store()
                        .read(reading -> reading.countProspects(
                                settings.prefilter(automation.criteria(), run.evaluationTime()), run.checkpoint())));
    }

    /** Refuses what could not be sent before anything is queued. */
    private void requireSendable(Automation automation) {
        for (ActionStep step : automation.steps()) {
            if (step.action() instanceof MessageAction messageAction) {
                MessageDefaults messageDefaults = settings.messageDefaults()
                        .filter(defaults -> settings.outbox().isPresent())
                        .orElseThrow(() -> new RunRefusedException(new RunRefusal.MailNotSetUp(automation.id())));
                if (messageAction.from().or(messageDefaults::from).isEmpty()) {
                    throw new RunRefusedException(new RunRefusal.NoSender(automation.id(), step.id()));
                }
                if (messageAction.messageClass() == MessageClass.MARKETING
                        && messageDefaults.unsubscribeLinks().isEmpty()) {
                    throw new RunRefusedException(new RunRefusal.NoPublicUrl(automation.id(), step.id()));
                }
            }
        }
    }

    public static Optional<Run> findLatest(StoreReading reading, Automation automation) {
        return reading.listRuns().stream()
                .filter(run -> run.automation().equals(automation.id()))
                .max(Comparator.comparingInt(Run::number));
    }

    private static boolean unfinished(Run run) {
        return run.status() != Status.FINISHED && run.undoneAt().isEmpty();
    }

    private static void refuseSecondRun(Optional<Run> latest, boolean again) {
        if (latest.isPresent() && !again) {
            Run run = latest.get();
            throw new RunRefusedException(new RunRefusal.AlreadyRan(
                    run.automation(), run.id(), run.startedAt(), run.finishedAt(), run.undoneAt()));
        }
    }

    private static void requireUnfinished(Run run) {
        run.undoneAt().ifPresent(at -> {
            throw new RunRefusedException(new RunRefusal.AlreadyUndone(run.id(), at));
        });
        if (run.status() == Status.FINISHED) {
            throw new RunRefusedException(new RunRefusal.AlreadyFinished(run.id(), run.finishedAt()));
        }
    }
}
