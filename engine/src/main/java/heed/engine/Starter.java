package heed.engine;

import heed.actions.Mailing;
import heed.engine.PlanLines.Header;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
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
final class Starter {
    private final Settings settings;
    private final Lease lease;
    private final Progress progress;
    private final Definitions definitions;

    Starter(Settings settings, Lease lease, Progress progress) {
        this.settings = settings;
        this.lease = lease;
        this.progress = progress;
        this.definitions = new Definitions(settings);
    }

    /**
     * A run whose lease is taken.
     *
     * @param total how many prospects are to be considered
     */
    record Started(Run run, Automation automation, boolean resumed, OptionalLong total) {}

    Started start(AutomationSource source, RunOptions options) {
        requireSendable(source.automation());
        Optional<Run> latest = settings.store().read(reading -> latest(reading, source.automation()));
        if (latest.filter(Starter::unfinished).isPresent()) {
            return goOn(latest.get(), source, options.plan());
        }
        refuseSecond(latest, options.again());
        return options.plan().isPresent()
                ? startPlanned(source, options, latest, options.plan().get())
                : startSelected(source, options, latest);
    }

    /** Goes on with a run that stopped. */
    Started goOn(RunId id) {
        return goOn(settings.store()
                .read(reading -> reading.findRun(id))
                .orElseThrow(() -> new RefusedException(new Refusal.UnknownRun(id))));
    }

    private Started goOn(Run run) {
        requireUnfinished(run);
        Automation automation = definitions.automation(run);
        requireSendable(automation);
        OptionalLong left = left(run, automation);
        Run taken = settings.store().write(work -> {
            Run present = work.findRun(run.id()).orElseThrow();
            requireUnfinished(present);
            lease.take(work, present);
            return present;
        });
        return new Started(taken, automation, true, left);
    }

    private Started goOn(Run run, AutomationSource source, Optional<Path> plan) {
        StoredDefinition stored = definitions.stored(run);
        if (!stored.json().equals(source.json())) {
            String name = source.automation().id();
            throw new RefusedException(new Refusal.Edited(
                    name,
                    run.id(),
                    Difference.between(name + " of run " + run.id(), stored.json(), name + " now", source.json())));
        }
        plan.ifPresent(file -> requireSame(run, source, file));
        return goOn(run);
    }

    private void requireSame(Run run, AutomationSource source, Path file) {
        if (!run.fromStoredPlan()) {
            throw new RefusedException(new Refusal.OtherPlan(run.id()));
        }
        Header here = PlanLines.header(settings, source, settings.now());
        try (PlanReader plan = new PlanReader(file, here, settings.store().fields(), source.automation())) {
            boolean same = settings.store().read(reading -> {
                ProspectId last = ProspectId.START;
                List<PlannedEffects> kept;
                do {
                    kept = reading.listPlannedEffects(run.id(), last, settings.batchSize());
                    for (PlannedEffects one : kept) {
                        if (!plan.next().equals(Optional.of(one))) {
                            return false;
                        }
                        last = one.prospect();
                    }
                } while (!kept.isEmpty());
                return plan.next().isEmpty();
            });
            if (!same || !plan.moment().equals(run.evaluationTime())) {
                throw new RefusedException(new Refusal.OtherPlan(run.id()));
            }
        }
    }

    private Started startSelected(AutomationSource source, RunOptions options, Optional<Run> latest) {
        EvaluationTime moment = settings.now();
        long candidates = guarded(source.automation(), moment, options.confirm());
        Run run = settings.store().write(work -> begin(work, source, latest, options.resend(), moment, false));
        return new Started(run, source.automation(), false, OptionalLong.of(candidates));
    }

    private Started startPlanned(AutomationSource source, RunOptions options, Optional<Run> latest, Path file) {
        Header here = PlanLines.header(settings, source, settings.now());
        FieldCatalog fields = settings.store().fields();
        return settings.store().write(work -> {
            try (PlanReader plan = new PlanReader(file, here, fields, source.automation())) {
                // All of it or nothing is kept with the run: what the guard or the plan's end refuses was never there.
                Run run = begin(work, source, latest, options.resend(), plan.moment(), true);
                keep(work, run, plan);
                guard().check(source.automation(), plan.affected(), work.countProspects(), options.confirm());
                lease.renew(work, run.id());
                return new Started(run, source.automation(), false, OptionalLong.of(plan.affected()));
            }
        });
    }

    /** How many candidates there are, if the guard lets the automation through. */
    private long guarded(Automation automation, EvaluationTime moment, OptionalLong confirmed) {
        Prefilter narrowing = settings.narrowing(automation.who(), moment);
        PrefilterCount most = settings.store().read(reading -> reading.countByPrefilter(narrowing));
        // Those affected are among the candidates: deciding each is only for whom their number does not tell.
        if (!guard().passes(automation, most.passed(), most.total(), confirmed)) {
            Survey.Count count = new Survey(settings, progress).count(automation, moment);
            guard().check(automation, count.affected(), count.total(), confirmed);
        }
        return most.passed();
    }

    private Guard guard() {
        return new Guard(settings.largestShare());
    }

    private Run begin(
            UnitOfWork work,
            AutomationSource source,
            Optional<Run> latest,
            boolean resend,
            EvaluationTime moment,
            boolean planned) {
        Automation automation = source.automation();
        Optional<Run> present = latest(work, automation);
        if (!present.map(Run::id).equals(latest.map(Run::id))) { // someone was faster
            present.filter(Starter::unfinished).flatMap(Run::lease).ifPresent(held -> {
                throw Lease.busy(present.get().id(), held);
            });
            refuseSecond(present, false);
        }
        StoredDefinition definition = work.saveDefinition(
                automation.id(),
                automation.name(),
                source.json(),
                settings.clock().instant());
        int mailing = present.map(run -> run.mailing() + (resend ? 1 : 0)).orElse(1);
        return work.startRun(
                definition, present.map(Run::number).orElse(0) + 1, mailing, moment, planned, lease.next());
    }

    private void keep(UnitOfWork work, Run run, PlanReader plan) {
        List<PlannedEffects> chunk = new ArrayList<>();
        Optional<PlannedEffects> next;
        do {
            next = plan.next();
            next.ifPresent(chunk::add);
            if (chunk.size() == settings.batchSize() || next.isEmpty()) {
                if (known(chunk) != chunk.size()) {
                    throw plan.damaged("it names a prospect whom the account does not have");
                }
                work.savePlannedEffects(run.id(), chunk);
                chunk.clear();
            }
        } while (next.isPresent());
    }

    /** By a reading of its own: the work on a plan of millions need not go by all of them. */
    private long known(List<PlannedEffects> planned) {
        List<ProspectId> keys = planned.stream().map(PlannedEffects::prospect).toList();
        return settings.store().read(reading -> reading.listProspects(keys)).size();
    }

    /** How many are to be considered; of a plan that is applied in part, nobody counts. */
    private OptionalLong left(Run run, Automation automation) {
        return run.fromStoredPlan()
                ? OptionalLong.empty()
                : OptionalLong.of(settings.store()
                        .read(reading -> reading.countProspects(
                                settings.narrowing(automation.who(), run.evaluationTime()), run.checkpoint())));
    }

    /** Refuses what could not be sent before anything is queued. */
    private void requireSendable(Automation automation) {
        for (ActionStep step : automation.steps()) {
            if (step.action() instanceof Mailing mailing) {
                Letterhead letterhead = settings.letterhead()
                        .filter(set -> settings.outbox().isPresent())
                        .orElseThrow(() -> new RefusedException(new Refusal.MailNotSetUp(automation.id())));
                if (mailing.from().or(letterhead::from).isEmpty()) {
                    throw new RefusedException(new Refusal.NoSender(automation.id(), step.id()));
                }
                if (mailing.kind() == MessageClass.MARKETING
                        && letterhead.unsubscribe().isEmpty()) {
                    throw new RefusedException(new Refusal.NoPublicUrl(automation.id(), step.id()));
                }
            }
        }
    }

    static Optional<Run> latest(StoreReading reading, Automation automation) {
        return reading.listRuns().stream()
                .filter(run -> run.automation().equals(automation.id()))
                .max(Comparator.comparingInt(Run::number));
    }

    private static boolean unfinished(Run run) {
        return run.status() != Status.FINISHED && run.undoneAt().isEmpty();
    }

    private static void refuseSecond(Optional<Run> latest, boolean again) {
        if (latest.isPresent() && !again) {
            Run run = latest.get();
            throw new RefusedException(new Refusal.AlreadyRan(
                    run.automation(), run.id(), run.startedAt(), run.finishedAt(), run.undoneAt()));
        }
    }

    private static void requireUnfinished(Run run) {
        run.undoneAt().ifPresent(at -> {
            throw new RefusedException(new Refusal.AlreadyUndone(run.id(), at));
        });
        if (run.status() == Status.FINISHED) {
            throw new RefusedException(new Refusal.Finished(run.id(), run.finishedAt()));
        }
    }
}
