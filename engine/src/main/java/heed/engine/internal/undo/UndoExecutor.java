package heed.engine.internal.undo;

import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.core.RunLease;
import heed.engine.internal.undo.FieldHistory.UndoDecision;
import heed.engine.internal.undo.FieldHistory.UndoOutcome;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.engine.run.UndoReport;
import heed.engine.run.UndoReport.RemainingReason;
import heed.engine.run.UndoReport.RemainingValue;
import heed.mail.SendState;
import heed.mail.outbox.SendCount;
import heed.model.fact.Fact;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.prospect.ValueReader;
import heed.model.run.Run;
import heed.model.run.Run.Status;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes back what a run asserted, batch by batch, by the facts. It needs no memory of its own: begun anew after a crash, it
 * finds what it has put back as it should be, and comes to the same report.
 */
public final class UndoExecutor {
    /** An address brings its bounce along, so it is put back before the flags. */
    private static final Comparator<UndoneField> ADDRESS_FIRST = Comparator.comparing(UndoneField::prospect)
            .thenComparing(decided -> !decided.field.equals(StandardFields.EMAIL))
            .thenComparing(decided -> decided.field.slot());

    private static final Set<SendState> SENT_STATES = Set.of(SendState.SENT, SendState.IN_FLIGHT, SendState.UNKNOWN);

    private final EngineSettings settings;
    private final RunId run;
    private final ProgressListener progress;
    private final List<RemainingValue> remaining = new ArrayList<>();
    private long restored;
    private long unchanged;
    private long assertedSince;
    private ProgressListener.ProgressState progressState =
            new ProgressListener.ProgressState(Phase.UNDOING, 0, 0, 0, OptionalLong.empty());

    public UndoExecutor(EngineSettings settings, RunId run, ProgressListener progress) {
        this.settings = settings;
        this.run = run;
        this.progress = progress;
    }

    /** What becomes of one field of one prospect. */
    private record UndoneField(ProspectId prospect, Field field, UndoDecision decision) {}

    /** What becomes of the next prospects, the values that stay told apart. */
    private record UndoPage(
            Optional<ProspectId> last, long prospects, List<UndoneField> decisions, List<RemainingValue> remaining) {}

    /** What {@link #undo} would do. */
    public UndoReport preview() {
        return settings.store().read(reading -> {
            requireUndoable(reading);
            Optional<ProspectId> last = Optional.of(ProspectId.START);
            while (last.isPresent()) {
                last = addToReport(readPage(reading, last.get()));
            }
            return report();
        });
    }

    public UndoReport undo() {
        RunLease lease = new RunLease(settings);
        Run undoing = settings.store().write(work -> {
            Run found = requireUndoable(work);
            lease.claim(work, found);
            return found;
        });
        cancelMails();
        Optional<ProspectId> last = Optional.of(ProspectId.START);
        while (last.isPresent()) {
            ProspectId after = last.get();
            last = addToReport(settings.store().write(work -> {
                lease.renewAndLoad(work, run);
                UndoPage page = readPage(work, after);
                assertDecisions(work, page.decisions, undoing);
                if (page.last.isPresent()) {
                    lease.renew(work, run);
                } else {
                    end(work, lease, undoing);
                }
                return page;
            }));
        }
        return report();
    }

    /** First of all: what is undone is not to be sent meanwhile. Whatever stops the undo, doing it again goes on. */
    private void cancelMails() {
        settings.outbox()
                .ifPresent(outbox -> outbox.cancel(run, settings.clock().instant()));
    }

    private long countMails(Predicate<SendState> states) {
        return settings.outbox()
                .map(outbox -> outbox.countSends(Optional.of(run)).stream()
                        .filter(count -> states.test(count.state()))
                        .mapToLong(SendCount::count)
                        .sum())
                .orElse(0L);
    }

    private Run requireUndoable(StoreReading reading) {
        Run found = reading.findRun(run).orElseThrow(() -> new RunRefusedException(new RunRefusal.UnknownRun(run)));
        found.undoneAt().ifPresent(at -> {
            throw new RunRefusedException(new RunRefusal.AlreadyUndone(run, at));
        });
        if (reading.hasDeletedFacts(run)) {
            throw new RunRefusedException(new RunRefusal.FactsDropped(run));
        }
        return found;
    }

    private UndoPage readPage(StoreReading reading, ProspectId after) {
        Set<RunId> undone = reading.listRuns().stream()
                .filter(undoneRun -> undoneRun.undoneAt().isPresent())
                .map(Run::id)
                .collect(Collectors.toSet());
        Map<ProspectId, Map<Field, List<Fact>>> histories = new LinkedHashMap<>();
        Optional<ProspectId> last = Optional.empty();
        for (Fact fact : reading.listRunFacts(run, after, settings.batchSize())) {
            last = Optional.of(fact.prospect());
            fact.field()
                    .ifPresent(field -> histories
                            .computeIfAbsent(fact.prospect(), key -> new LinkedHashMap<>())
                            .computeIfAbsent(field, key -> new ArrayList<>())
                            .add(fact));
        }
        List<UndoneField> decisions = new ArrayList<>();
        histories.forEach((prospect, fields) -> fields.forEach((field, facts) -> new FieldHistory(facts)
                .decideUndo(run, undone)
                .ifPresent(decision -> decisions.add(new UndoneField(prospect, field, decision)))));
        decisions.sort(ADDRESS_FIRST);
        return new UndoPage(last, histories.size(), decisions, remainingValues(reading, decisions));
    }

    private List<RemainingValue> remainingValues(StoreReading reading, List<UndoneField> decisions) {
        List<UndoneField> stayingFields = decisions.stream()
                .filter(undoneField -> undoneField.decision.outcome() != UndoOutcome.RESTORED)
                .limit(RunReport.MAX_LISTED)
                .toList();
        Map<ProspectId, Prospect> byKey =
                reading
                        .listProspects(stayingFields.stream()
                                .map(UndoneField::prospect)
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Prospect::key, Function.identity()));
        return stayingFields.stream()
                .map(undoneField -> new RemainingValue(
                        undoneField.prospect,
                        Optional.ofNullable(byKey.get(undoneField.prospect))
                                .map(Prospect::id)
                                .orElseGet(undoneField.prospect::toString),
                        undoneField.field,
                        undoneField.decision.value(),
                        undoneField.decision.outcome() == UndoOutcome.SAME_BEFORE
                                ? RemainingReason.SAME_BEFORE
                                : RemainingReason.ASSERTED_SINCE,
                        undoneField.decision.assertedBy()))
                .toList();
    }

    private void assertDecisions(UnitOfWork work, List<UndoneField> decisions, Run undoing) {
        List<FieldAssertion> assertions = decisions.stream()
                .filter(undoneField -> undoneField.decision.needsAssertion())
                .map(undoneField -> new FieldAssertion(
                        undoneField.prospect,
                        undoneField.field,
                        undoneField
                                .decision
                                .value()
                                .flatMap(text -> ValueReader.read(
                                        undoneField.field,
                                        text,
                                        undoing.evaluationTime().zone()))))
                .toList();
        if (!assertions.isEmpty()) {
            work.assertFields(
                    assertions,
                    new Provenance(
                            settings.clock().instant(),
                            settings.actor(),
                            Provenance.Origin.UNDO,
                            "run " + run + " of " + undoing.automation() + " was undone",
                            Optional.of(FieldHistory.evidence(run)),
                            Optional.of(run)));
        }
    }

    /** A run that had stopped has no more to do. */
    private void end(UnitOfWork work, RunLease lease, Run undoing) {
        if (undoing.status() == Status.FINISHED) {
            lease.release(work, run);
        } else {
            work.endRun(run, Status.FAILED, settings.clock().instant());
        }
        work.markUndone(run, settings.clock().instant());
    }

    /** Adds a page that was kept to the report; where the next begins, empty after the last. */
    private Optional<ProspectId> addToReport(UndoPage page) {
        for (UndoneField undoneField : page.decisions) {
            switch (undoneField.decision.outcome()) {
                case RESTORED -> restored++;
                case SAME_BEFORE -> unchanged++;
                case ASSERTED_SINCE -> assertedSince++;
            }
        }
        page.remaining.stream().limit(RunReport.MAX_LISTED - remaining.size()).forEach(remaining::add);
        progressState = new ProgressListener.ProgressState(
                Phase.UNDOING,
                progressState.batches() + 1,
                progressState.read() + page.prospects,
                restored,
                progressState.total());
        progress.onProgress(progressState);
        return page.last;
    }

    private UndoReport report() {
        return new UndoReport(
                run,
                restored,
                unchanged,
                assertedSince,
                List.copyOf(remaining),
                countMails(state -> state.waiting() || state == SendState.CANCELLED),
                countMails(SENT_STATES::contains));
    }
}
