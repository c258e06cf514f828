package heed.engine;

import heed.engine.Progress.Phase;
import heed.engine.Trail.Fate;
import heed.engine.Trail.Verdict;
import heed.engine.UndoReport.Left;
import heed.engine.UndoReport.Why;
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
final class Undo {
    /** An address brings its bounce along, so it is put back before the flags. */
    private static final Comparator<Decided> ADDRESS_FIRST = Comparator.comparing(Decided::prospect)
            .thenComparing(decided -> !decided.field.equals(StandardFields.EMAIL))
            .thenComparing(decided -> decided.field.slot());

    private static final Set<SendState> GONE = Set.of(SendState.SENT, SendState.IN_FLIGHT, SendState.UNKNOWN);

    private final Settings settings;
    private final RunId run;
    private final Progress progress;
    private final List<Left> left = new ArrayList<>();
    private long restored;
    private long same;
    private long kept;
    private Progress.Step step = new Progress.Step(Phase.UNDOING, 0, 0, 0, OptionalLong.empty());

    Undo(Settings settings, RunId run, Progress progress) {
        this.settings = settings;
        this.run = run;
        this.progress = progress;
    }

    /** What becomes of one field of one prospect. */
    private record Decided(ProspectId prospect, Field field, Verdict verdict) {}

    /** What becomes of the next prospects, the values that stay told apart. */
    private record Page(Optional<ProspectId> last, long prospects, List<Decided> decided, List<Left> left) {}

    /** What {@link #undo} would do. */
    UndoReport preview() {
        return settings.store().read(reading -> {
            requireUndoable(reading);
            Optional<ProspectId> last = Optional.of(ProspectId.START);
            while (last.isPresent()) {
                last = count(page(reading, last.get()));
            }
            return report();
        });
    }

    UndoReport undo() {
        Lease lease = new Lease(settings);
        Run undoing = settings.store().write(work -> {
            Run found = requireUndoable(work);
            lease.take(work, found);
            return found;
        });
        withdraw();
        Optional<ProspectId> last = Optional.of(ProspectId.START);
        while (last.isPresent()) {
            ProspectId after = last.get();
            last = count(settings.store().write(work -> {
                lease.hold(work, run);
                Page page = page(work, after);
                assertAnew(work, page.decided, undoing);
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
    private void withdraw() {
        settings.outbox()
                .ifPresent(outbox -> outbox.cancel(run, settings.clock().instant()));
    }

    private long mails(Predicate<SendState> states) {
        return settings.outbox()
                .map(outbox -> outbox.countSends(Optional.of(run)).stream()
                        .filter(count -> states.test(count.state()))
                        .mapToLong(SendCount::count)
                        .sum())
                .orElse(0L);
    }

    private Run requireUndoable(StoreReading reading) {
        Run found = reading.findRun(run).orElseThrow(() -> new RefusedException(new Refusal.UnknownRun(run)));
        found.undoneAt().ifPresent(at -> {
            throw new RefusedException(new Refusal.AlreadyUndone(run, at));
        });
        if (reading.hasDeletedFacts(run)) {
            throw new RefusedException(new Refusal.FactsDropped(run));
        }
        return found;
    }

    private Page page(StoreReading reading, ProspectId after) {
        Set<RunId> undone = reading.listRuns().stream()
                .filter(one -> one.undoneAt().isPresent())
                .map(Run::id)
                .collect(Collectors.toSet());
        Map<ProspectId, Map<Field, List<Fact>>> trails = new LinkedHashMap<>();
        Optional<ProspectId> last = Optional.empty();
        for (Fact fact : reading.listRunFacts(run, after, settings.batchSize())) {
            last = Optional.of(fact.prospect());
            fact.field()
                    .ifPresent(field -> trails.computeIfAbsent(fact.prospect(), key -> new LinkedHashMap<>())
                            .computeIfAbsent(field, key -> new ArrayList<>())
                            .add(fact));
        }
        List<Decided> decided = new ArrayList<>();
        trails.forEach((prospect, fields) -> fields.forEach((field, facts) -> new Trail(facts)
                .undoing(run, undone)
                .ifPresent(verdict -> decided.add(new Decided(prospect, field, verdict)))));
        decided.sort(ADDRESS_FIRST);
        return new Page(last, trails.size(), decided, left(reading, decided));
    }

    private List<Left> left(StoreReading reading, List<Decided> decided) {
        List<Decided> staying = decided.stream()
                .filter(one -> one.verdict.fate() != Fate.RESTORED)
                .limit(RunReport.MOST_LISTED)
                .toList();
        Map<ProspectId, Prospect> byKey =
                reading.listProspects(staying.stream().map(Decided::prospect).toList()).stream()
                        .collect(Collectors.toMap(Prospect::key, Function.identity()));
        return staying.stream()
                .map(one -> new Left(
                        one.prospect,
                        Optional.ofNullable(byKey.get(one.prospect))
                                .map(Prospect::id)
                                .orElseGet(one.prospect::toString),
                        one.field,
                        one.verdict.value(),
                        one.verdict.fate() == Fate.SAME_BEFORE ? Why.SAME_BEFORE : Why.ASSERTED_SINCE,
                        one.verdict.by()))
                .toList();
    }

    private void assertAnew(UnitOfWork work, List<Decided> decided, Run undoing) {
        List<FieldAssertion> assertions = decided.stream()
                .filter(one -> one.verdict.asserts())
                .map(one -> new FieldAssertion(
                        one.prospect,
                        one.field,
                        one.verdict
                                .value()
                                .flatMap(text -> ValueReader.read(
                                        one.field,
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
                            Optional.of(Trail.evidence(run)),
                            Optional.of(run)));
        }
    }

    /** A run that had stopped has no more to do. */
    private void end(UnitOfWork work, Lease lease, Run undoing) {
        if (undoing.status() == Status.FINISHED) {
            lease.release(work, run);
        } else {
            work.endRun(run, Status.FAILED, settings.clock().instant());
        }
        work.markUndone(run, settings.clock().instant());
    }

    /** Adds a page that was kept to the report; where the next begins, empty after the last. */
    private Optional<ProspectId> count(Page page) {
        for (Decided one : page.decided) {
            switch (one.verdict.fate()) {
                case RESTORED -> restored++;
                case SAME_BEFORE -> same++;
                case ASSERTED_SINCE -> kept++;
            }
        }
        page.left.stream().limit(RunReport.MOST_LISTED - left.size()).forEach(left::add);
        step = new Progress.Step(
                Phase.UNDOING, step.batches() + 1, step.read() + page.prospects, restored, step.total());
        progress.advanced(step);
        return page.last;
    }

    private UndoReport report() {
        return new UndoReport(
                run,
                restored,
                same,
                kept,
                List.copyOf(left),
                mails(state -> state.waiting() || state == SendState.CANCELLED),
                mails(GONE::contains));
    }
}
