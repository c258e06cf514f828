package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.definition.AutomationSource;
import heed.engine.internal.core.DefinitionStore;
import heed.engine.internal.core.LatestRun;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.core.RunLease;
import heed.engine.internal.mail.SendRequirements;
import heed.engine.internal.plan.PlanFormat;
import heed.engine.internal.plan.PlanFormat.PlanHeader;
import heed.engine.internal.plan.PlanReader;
import heed.engine.run.PlanFileException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.model.field.FieldCatalog;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.Run.Status;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import heed.model.store.UnitOfWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides whether an automation may run now, starts a new run or resumes a stopped one, and claims its lease. */
public final class RunStarter {
    private final ProspectAccess access;
    private final DefinitionStore definitions;
    private final SendRequirements sendRequirements;
    private final RunGuard guard;
    private final RunLease lease;

    public RunStarter(
            ProspectAccess access,
            DefinitionStore definitions,
            SendRequirements sendRequirements,
            RunGuard guard,
            RunLease lease) {
        this.access = access;
        this.definitions = definitions;
        this.sendRequirements = sendRequirements;
        this.guard = guard;
        this.lease = lease;
    }

    /**
     * A run whose lease is claimed.
     *
     * @param resumed whether it is a stopped run that continues
     * @param total how many prospects it has yet to consider; empty if unknown
     */
    public record StartedRun(Run run, Automation automation, boolean resumed, OptionalLong total) {}

    /** Returns the options without which {@link #start} would refuse a run that affects this many of all prospects. */
    public RunOptions requiredOptions(Automation automation, long affected, long total) {
        Optional<Run> latest = access.store().read(reading -> LatestRun.find(reading, automation));
        if (latest.filter(RunStarter::unfinished).isPresent()) {
            return RunOptions.DEFAULT; // That run is resumed, which needs no options.
        }
        RunOptions options = latest.isPresent() ? RunOptions.DEFAULT.withAgain() : RunOptions.DEFAULT;
        return guard.needsConfirmation(automation, affected, total) ? options.withConfirmedCount(affected) : options;
    }

    /**
     * Starts a new run of the automation, or resumes its latest run if that is unfinished.
     *
     * @throws RunRefusedException if the automation may not run now; nothing has changed
     * @throws PlanFileException if the plan file cannot be used; nothing has changed
     */
    public StartedRun start(AutomationSource source, RunOptions options) {
        sendRequirements.check(source.automation());
        Optional<Run> latest = access.store().read(reading -> LatestRun.find(reading, source.automation()));
        if (latest.filter(RunStarter::unfinished).isPresent()) {
            return resume(latest.get(), source, options.planFile());
        }
        refuseSecondRun(latest, source, options.again());
        return options.planFile().isPresent()
                ? startPlanned(source, options, latest, options.planFile().get())
                : startSelected(source, options, latest);
    }

    /**
     * Resumes a stopped run with the definition it was started with.
     *
     * @throws RunRefusedException if the run cannot be resumed now; nothing has changed
     */
    public StartedRun resume(RunId id) {
        return resume(access.store()
                .read(reading -> reading.findRun(id))
                .orElseThrow(() -> new RunRefusedException(new RunRefusal.UnknownRun(id))));
    }

    private StartedRun resume(Run run) {
        requireUnfinished(run);
        Automation automation = definitions.automation(run);
        sendRequirements.check(automation);
        OptionalLong remaining = countRemaining(run, automation);
        Run claimed = access.store().write(work -> {
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
        PlanHeader expected = PlanFormat.createHeader(access.store(), source, access.evaluationTime());
        try (PlanReader plan = new PlanReader(file, expected, access.store().fields(), source.automation())) {
            boolean same = access.store().read(reading -> {
                ProspectId last = ProspectId.START;
                List<PlannedEffects> stored;
                do {
                    stored = reading.listPlannedEffects(run.id(), last, access.batchSize());
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
        EvaluationTime evaluationTime = access.evaluationTime();
        long candidates = guard.checkSelection(source.automation(), evaluationTime, options.confirmedCount());
        Run run =
                access.store().write(work -> insertRun(work, source, latest, options.resend(), evaluationTime, false));
        return new StartedRun(run, source.automation(), false, OptionalLong.of(candidates));
    }

    private StartedRun startPlanned(AutomationSource source, RunOptions options, Optional<Run> latest, Path file) {
        PlanHeader expected = PlanFormat.createHeader(access.store(), source, access.evaluationTime());
        FieldCatalog fields = access.store().fields();
        return access.store().write(work -> {
            try (PlanReader plan = new PlanReader(file, expected, fields, source.automation())) {
                // One transaction stores the run and its whole plan. If the guard refuses the run, or the end of the
                // plan turns out to be damaged, nothing of it is stored.
                Run run = insertRun(work, source, latest, options.resend(), plan.evaluationTime(), true);
                storePlan(work, run, plan);
                if (!work.isPlanRecorded(plan.checksum())) {
                    throw new RunRefusedException(new RunRefusal.UnknownPlan());
                }
                guard.check(source.automation(), plan.affected(), work.countProspects(), options.confirmedCount());
                lease.renew(work, run.id());
                return new StartedRun(run, source.automation(), false, OptionalLong.of(plan.affected()));
            }
        });
    }

    private Run insertRun(
            UnitOfWork work,
            AutomationSource source,
            Optional<Run> latest,
            boolean resend,
            EvaluationTime evaluationTime,
            boolean planned) {
        Automation automation = source.automation();
        Optional<Run> current = LatestRun.find(work, automation);
        if (!current.map(Run::id).equals(latest.map(Run::id))) { // another process has started a run in the meantime
            current.filter(RunStarter::unfinished).flatMap(Run::lease).ifPresent(currentLease -> {
                throw RunLease.busyException(current.get().id(), currentLease);
            });
            refuseSecondRun(current, source, false);
        }
        StoredDefinition definition = work.saveDefinition(
                automation.id(),
                automation.name(),
                source.json(),
                access.clock().instant());
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
            if (chunk.size() == access.batchSize() || next.isEmpty()) {
                if (countKnown(chunk) != chunk.size()) {
                    throw plan.unusable("it names a prospect whom the account does not have");
                }
                work.savePlannedEffects(run.id(), chunk);
                chunk.clear();
            }
        } while (next.isPresent());
    }

    /**
     * Counts by a read transaction of its own, so that the write transaction need not track the reads of a plan of
     * millions.
     */
    private long countKnown(List<PlannedEffects> planned) {
        List<ProspectId> keys = planned.stream().map(PlannedEffects::prospect).toList();
        return access.store().read(reading -> reading.listProspects(keys)).size();
    }

    /** Returns how many prospects the run has yet to consider; empty for a stored plan, whose rest is not counted. */
    private OptionalLong countRemaining(Run run, Automation automation) {
        return run.fromStoredPlan()
                ? OptionalLong.empty()
                : OptionalLong.of(access.store()
                        .read(reading -> reading.countProspects(
                                access.prefilter(automation.criteria(), run.evaluationTime()), run.checkpoint())));
    }

    private static boolean unfinished(Run run) {
        return run.status() != Status.FINISHED && run.undoneAt().isEmpty();
    }

    private void refuseSecondRun(Optional<Run> latest, AutomationSource source, boolean again) {
        if (latest.isPresent() && !again) {
            Run run = latest.get();
            throw new RunRefusedException(new RunRefusal.AlreadyRan(
                    run.automation(),
                    run.id(),
                    run.startedAt(),
                    run.finishedAt(),
                    run.undoneAt(),
                    sendRequirements.countUnsent(run.id()),
                    !definitions.definition(run).json().equals(source.json())));
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
