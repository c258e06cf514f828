package heed.engine.internal.undo;

import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.core.RunLease;
import heed.engine.internal.undo.FieldHistory.UndoDecision;
import heed.engine.internal.undo.FieldHistory.UndoOutcome;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.engine.run.ProgressListener.ProgressState;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.engine.run.UndoReport;
import heed.engine.run.UndoReport.RemainingReason;
import heed.engine.run.UndoReport.RemainingValue;
import heed.mail.SendState;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.SendCount;
import heed.model.fact.Fact;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.prospect.ValueReader;
import heed.model.run.ImportCount;
import heed.model.run.Run;
import heed.model.run.Run.Status;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import heed.model.suppression.FreedAddresses;
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
 * Undoes a run batch by batch, from the facts that it asserted. The undo stores no progress of its own: if it is
 * repeated after a crash, it finds the values that are already restored, asserts nothing for them, and arrives at the
 * same report. For one undo or preview; not thread-safe.
 */
public final class UndoExecutor {
    /** Restores Email before the flags, because the store sets Bounced when the address changes. */
    private static final Comparator<UndoneField> ADDRESS_FIRST = Comparator.comparing(UndoneField::prospect)
            .thenComparing(undoneField -> !undoneField.field.equals(StandardFields.EMAIL))
            .thenComparing(undoneField -> undoneField.field.slot());

    private static final Set<SendState> SENT_STATES = Set.of(SendState.SENT, SendState.IN_FLIGHT, SendState.UNKNOWN);

    private static final Optional<String> YES = Optional.of(Value.of(true).text());

    private final ProspectAccess access;
    private final Optional<Outbox> outbox;
    private final RunId run;
    private final ProgressListener progress;
    private final UndoneRuns undoneRuns;
    private final List<RemainingValue> remaining = new ArrayList<>();
    private FreedAddresses freed = FreedAddresses.NONE;
    private long restored;
    private long unchanged;
    private long assertedSince;
    private long noesOfImport;
    private long removed;
    private long keptProspects;
    private ProgressState progressState = new ProgressState(Phase.UNDOING, 0, 0, 0, OptionalLong.empty());

    /** @param outbox where the run's messages are queued; if empty, the run has none */
    public UndoExecutor(ProspectAccess access, Optional<Outbox> outbox, RunId run, ProgressListener progress) {
        this.access = access;
        this.outbox = outbox;
        this.run = run;
        this.progress = progress;
        this.undoneRuns = new UndoneRuns(run);
    }

    /** The decision about one field of one prospect. */
    private record UndoneField(ProspectId prospect, Field field, UndoDecision decision) {}

    /**
     * The decisions about one page of prospects.
     *
     * @param last the last prospect of the page; empty if there are no more prospects
     * @param prospects how many prospects the page has
     * @param decisions all decisions, in the order in which they are applied
     * @param remaining the first of the values that stay
     * @param created the prospects that the run created
     */
    private record UndoPage(
            Optional<ProspectId> last,
            long prospects,
            List<UndoneField> decisions,
            List<RemainingValue> remaining,
            CreatedProspects created) {}

    private record UndonePage(UndoPage page, long removed, Set<EmailAddress> freed) {}

    /**
     * Reports what {@link #undo} would do, from one snapshot of the store, and changes nothing.
     *
     * @throws RunRefusedException if the run cannot be undone
     */
    public UndoReport preview() {
        return access.store().read(reading -> {
            startProgress(reading, requireUndoable(reading));
            removed = countRemoved(reading);
            FreedAddressPreview freedPreview = new FreedAddressPreview();
            Optional<ProspectId> last = Optional.of(ProspectId.START);
            while (last.isPresent()) {
                UndoPage page = readPage(reading, last.get());
                page.decisions.stream()
                        .filter(undoneField -> undoneField.decision.needsAssertion())
                        .forEach(undoneField -> freedPreview.add(
                                undoneField.prospect,
                                undoneField.field,
                                undoneField.decision.value().equals(YES)));
                last = addToReport(page, page.created.removable(reading).size());
            }
            freed = freedPreview.find(reading, access.batchSize());
            return report();
        });
    }

    /**
     * Undoes the run.
     *
     * @param lease the worker that undoes it
     * @param actor the actor of the restored values, as recorded in their facts
     * @throws RunRefusedException if the run cannot be undone, or another worker holds or takes over the run
     */
    public UndoReport undo(RunLease lease, String actor) {
        Run undoing = access.store().write(work -> {
            Run found = requireUndoable(work);
            lease.claim(work, found);
            removed = countRemoved(work);
            return found;
        });
        access.store().read(reading -> startProgress(reading, undoing));
        cancelMails();
        Optional<ProspectId> last = Optional.of(ProspectId.START);
        while (last.isPresent()) {
            ProspectId after = last.get();
            UndonePage undone = access.store().write(work -> {
                lease.renewAndLoad(work, run);
                UndoPage page = readPage(work, after);
                assertDecisions(work, page.decisions, undoing, actor);
                long removedNow = work.removeProspects(page.created.untouched()).size();
                work.addImportCounts(run, Map.of(ImportCount.REMOVED, removedNow));
                if (page.last.isPresent()) {
                    lease.renew(work, run); // writing the page may have taken longer than the lease lasts
                } else {
                    end(work, lease, undoing);
                }
                return new UndonePage(page, removedNow, work.findFreedAddresses());
            });
            freed = freed.plus(undone.freed);
            last = addToReport(undone.page, undone.removed);
        }
        return report();
    }

    /** Reports that nothing is undone yet, of as many prospects as the run has changed. */
    private ProgressState startProgress(StoreReading reading, Run undoing) {
        long changed = undoing.kind() == Run.Kind.AUTOMATION
                ? undoing.tally().affected()
                : ImportCount.toTally(reading.countImported(run)).applied();
        progressState = new ProgressState(Phase.UNDOING, 0, 0, 0, OptionalLong.of(changed));
        progress.onProgress(progressState);
        return progressState;
    }

    /** Cancels the run's waiting messages before anything else, so that none is sent during the undo. Repeatable. */
    private void cancelMails() {
        outbox.ifPresent(
                accountOutbox -> accountOutbox.cancel(run, access.clock().instant()));
    }

    private long countMails(Predicate<SendState> states) {
        return outbox.map(accountOutbox -> accountOutbox.countSends(Optional.of(run)).stream()
                        .filter(count -> states.test(count.state()))
                        .mapToLong(SendCount::count)
                        .sum())
                .orElse(0L);
    }

    /** Returns how many prospects an earlier attempt at this undo has removed. */
    private long countRemoved(StoreReading reading) {
        return reading.countImported(run).getOrDefault(ImportCount.REMOVED, 0L);
    }

    private Run requireUndoable(StoreReading reading) {
        Run found = reading.findRun(run).orElseThrow(() -> new RunRefusedException(new RunRefusal.UnknownRun(run)));
        if (found.kind() == Run.Kind.SUPPRESSION_IMPORT) {
            throw new RunRefusedException(new RunRefusal.SuppressionsStay(run));
        }
        found.undoneAt().ifPresent(at -> {
            throw new RunRefusedException(new RunRefusal.AlreadyUndone(run, at));
        });
        if (reading.hasDeletedFacts(run)) {
            throw new RunRefusedException(new RunRefusal.FactsDeleted(run));
        }
        return found;
    }

    private UndoPage readPage(StoreReading reading, ProspectId after) {
        List<Fact> facts = reading.listRunFacts(run, after, access.batchSize());
        Set<RunId> undone = undoneRuns.among(reading, facts);
        Map<ProspectId, List<Fact>> histories = new LinkedHashMap<>();
        facts.forEach(fact -> histories
                .computeIfAbsent(fact.prospect(), key -> new ArrayList<>())
                .add(fact));
        CreatedProspects created = CreatedProspects.of(histories, run, undone);
        List<UndoneField> decisions = new ArrayList<>();
        histories.forEach((prospect, prospectFacts) -> {
            if (!created.untouched().contains(prospect)) {
                decisions.addAll(
                        decide(prospect, prospectFacts, created.created().contains(prospect), undone));
            }
        });
        decisions.sort(ADDRESS_FIRST);
        return new UndoPage(
                facts.isEmpty()
                        ? Optional.empty()
                        : Optional.of(facts.get(facts.size() - 1).prospect()),
                histories.size(),
                decisions,
                remainingValues(reading, decisions),
                created);
    }

    /** @param created whether the run created the prospect: then only its flags can have had a value before the run */
    private List<UndoneField> decide(ProspectId prospect, List<Fact> facts, boolean created, Set<RunId> undone) {
        Map<Field, List<Fact>> histories = new LinkedHashMap<>();
        for (Fact fact : facts) {
            fact.field()
                    .filter(field -> !created || field.isFlag())
                    .ifPresent(field -> histories
                            .computeIfAbsent(field, key -> new ArrayList<>())
                            .add(fact));
        }
        List<UndoneField> decisions = new ArrayList<>();
        histories.forEach((field, fieldFacts) -> new FieldHistory(fieldFacts)
                .decideUndo(run, undone)
                .ifPresent(decision -> decisions.add(new UndoneField(prospect, field, decision))));
        return decisions;
    }

    private List<RemainingValue> remainingValues(StoreReading reading, List<UndoneField> decisions) {
        List<UndoneField> remainingFields = decisions.stream()
                .filter(undoneField -> undoneField.decision.outcome() != UndoOutcome.RESTORED)
                .limit(RunReport.MAX_LISTED)
                .toList();
        List<ProspectId> keys =
                remainingFields.stream().map(UndoneField::prospect).toList();
        Map<ProspectId, Prospect> prospects =
                reading.listProspects(keys).stream().collect(Collectors.toMap(Prospect::key, Function.identity()));
        return remainingFields.stream()
                .map(undoneField -> new RemainingValue(
                        undoneField.prospect,
                        Optional.ofNullable(prospects.get(undoneField.prospect))
                                .map(Prospect::id)
                                .orElseGet(undoneField.prospect::toString),
                        undoneField.field,
                        undoneField.decision.value(),
                        reason(undoneField.decision.outcome()),
                        undoneField.decision.assertedBy()))
                .toList();
    }

    private static RemainingReason reason(UndoOutcome outcome) {
        return switch (outcome) {
            case SAME_BEFORE -> RemainingReason.SAME_BEFORE;
            case NO_OF_IMPORT -> RemainingReason.NO_OF_IMPORT;
            case ASSERTED_SINCE -> RemainingReason.ASSERTED_SINCE;
            case RESTORED -> throw new IllegalArgumentException("a restored value does not stay");
        };
    }

    private void assertDecisions(UnitOfWork work, List<UndoneField> decisions, Run undoing, String actor) {
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
                            access.clock().instant(),
                            actor,
                            Provenance.Origin.UNDO,
                            undoing.kind() == Run.Kind.AUTOMATION
                                    ? "run " + run + " of " + undoing.automation() + " was undone"
                                    : "run " + run + ", " + undoing.automation() + ", was undone",
                            Optional.of(FieldHistory.evidence(run)),
                            Optional.of(run)));
        }
    }

    /** Marks the run as undone. An unfinished run also ends as failed, because nothing of it is left to do. */
    private void end(UnitOfWork work, RunLease lease, Run undoing) {
        if (undoing.status() == Status.FINISHED) {
            lease.release(work, run);
        } else {
            work.endRun(run, Status.FAILED, access.clock().instant());
        }
        work.markUndone(run, access.clock().instant());
    }

    /**
     * Adds a page to the report and reports the progress. Returns the last prospect of the page; empty after the last
     * page.
     */
    private Optional<ProspectId> addToReport(UndoPage page, long removedNow) {
        removed += removedNow;
        keptProspects += page.created.created().size() - removedNow;
        for (UndoneField undoneField : page.decisions) {
            switch (undoneField.decision.outcome()) {
                case RESTORED -> restored++;
                case SAME_BEFORE -> unchanged++;
                case ASSERTED_SINCE -> assertedSince++;
                case NO_OF_IMPORT -> noesOfImport++;
            }
        }
        page.remaining.stream().limit(RunReport.MAX_LISTED - remaining.size()).forEach(remaining::add);
        progressState = new ProgressState(
                Phase.UNDOING,
                progressState.batches() + 1,
                progressState.read() + page.prospects,
                restored + removed,
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
                noesOfImport,
                removed,
                keptProspects,
                List.copyOf(remaining),
                countMails(state -> state.waiting() || state == SendState.CANCELLED),
                countMails(SENT_STATES::contains),
                freed);
    }
}
