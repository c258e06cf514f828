package heed.bounces.marking;

import heed.bounces.BounceKind;
import heed.bounces.Diagnosis;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceDiagnoser;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Puts right what bounces did: by a better diagnosis, after an outage, or when somebody says what a pause was. Each address
 * that is concerned is judged again by all that is known of it; what a person cleared is never marked again by what came
 * before. Each call is one transaction, or none of it happens.
 */
public final class BounceReview {
    private static final int PAGE = 1_000;

    private final BounceRecords records;
    private final String actor;

    public BounceReview(BounceRecords records, String actor) {
        this.records = records;
        this.actor = actor;
    }

    /** Whether what would be done is done. */
    public enum ReviewMode {
        PREVIEW,
        APPLY
    }

    /** A bounce before and after. */
    public record BounceChange(Bounce before, Bounce after) {}

    /** What was put right, or would be. */
    public record ReviewResult(List<BounceChange> changes, Set<EmailAddress> marked, Set<EmailAddress> unmarked) {}

    /** Gives bounces that fit the diagnosis that the classifier has today. */
    public ReviewResult reclassify(BounceQuery query, BounceDiagnoser diagnosing, ReviewMode mode, Instant now) {
        return review(mode, now, work -> {
            List<BounceChange> changes = new ArrayList<>();
            findMatching(
                            work,
                            query,
                            bounce -> bounce.diagnosis().isPresent()
                                    && !bounce.classifier().equals(diagnosing.version()))
                    .forEach(bounce -> {
                        Bounce rediagnosed = rediagnose(bounce, diagnosing);
                        work.update(rediagnosed);
                        if (!rediagnosed.diagnosis().equals(bounce.diagnosis())) {
                            changes.add(new BounceChange(bounce, rediagnosed));
                        }
                    });
            return changes;
        });
    }

    private static Bounce rediagnose(Bounce bounce, BounceDiagnoser diagnosing) {
        Diagnosis before = bounce.diagnosis().orElseThrow();
        Diagnosis current = diagnosing.diagnose(bounce.report());
        // Our own mail that expired is soft whatever the reply is.
        boolean expired = bounce.messageHash().isEmpty() && before.kind() == BounceKind.SOFT;
        Diagnosis after = new Diagnosis(
                current.reason(), expired ? BounceKind.SOFT : current.kind(), current.evidence(), current.ruleId());
        boolean same = before.reason() == after.reason() && before.kind() == after.kind();
        return new Bounce(
                bounce.id(),
                bounce.recordedAt(),
                bounce.kind(),
                bounce.bouncedMail(),
                bounce.messageHash(),
                Optional.of(same ? before : after),
                bounce.report(),
                diagnosing.version(),
                bounce.status());
    }

    /** Takes back the bounces that fit: none of them marks or counts any more. Complaints stay. */
    public ReviewResult reverse(BounceQuery query, ReviewMode mode, Instant now) {
        return review(mode, now, work -> reverse(work, query, bounce -> true));
    }

    /**
     * Ends a pause: the bounces that it held are taken for what they say.
     *
     * @return empty if there is no such pause that lasts
     */
    public Optional<ReviewResult> confirm(long pause, ReviewMode mode, Instant now) {
        return end(
                pause,
                true,
                mode,
                now,
                (work, openPause) -> work.listHeld(openPause).stream()
                        .map(bounce -> change(work, bounce, BounceStatus.COUNTS))
                        .toList());
    }

    /**
     * Ends a pause: the bounces that it held are taken back, and so are those of its hour that came before it.
     *
     * @return empty if there is no such pause that lasts
     */
    public Optional<ReviewResult> discard(long pause, ReviewMode mode, Instant now) {
        return end(pause, false, mode, now, (work, openPause) -> {
            List<BounceChange> changes = new ArrayList<>();
            work.listHeld(openPause).forEach(bounce -> changes.add(change(work, bounce, BounceStatus.REVERSED)));
            changes.addAll(reverse(
                    work,
                    queryOf(openPause),
                    bounce -> bounce.status() == BounceStatus.COUNTS
                            && bounce.bouncedMail()
                                    .sentAt()
                                    .map(BounceMarker::hourOf)
                                    .equals(Optional.of(openPause.hour()))));
            return changes;
        });
    }

    private static BounceQuery queryOf(MarkingPause pause) {
        return new BounceQuery(
                Optional.empty(),
                pause.domain(),
                Optional.empty(),
                Optional.of(pause.reason()),
                Optional.of(VerdictKind.FAILED),
                Optional.empty(),
                Optional.empty());
    }

    private interface PauseEnding {
        List<BounceChange> apply(BounceWork work, MarkingPause pause);
    }

    private Optional<ReviewResult> end(long number, boolean real, ReviewMode mode, Instant now, PauseEnding ending) {
        Optional<MarkingPause> pause = records.read(reading -> findOpenPause(reading, number));
        return pause.map(known -> review(mode, now, work -> {
            Optional<MarkingPause> still = findOpenPause(work, number);
            if (still.isEmpty()) {
                return List.of(); // somebody else has just ended it
            }
            List<BounceChange> changes = ending.apply(work, still.get());
            work.endPause(still.get(), new MarkingPause.PauseEnd(now, real, actor));
            return changes;
        }));
    }

    private static Optional<MarkingPause> findOpenPause(BounceReading reading, long number) {
        return reading.listPauses().stream()
                .filter(pause -> pause.number() == number && pause.end().isEmpty())
                .findFirst();
    }

    private List<BounceChange> reverse(BounceWork work, BounceQuery query, Predicate<Bounce> filter) {
        List<BounceChange> changes = new ArrayList<>();
        findMatching(
                        work,
                        query,
                        bounce -> bounce.kind() == VerdictKind.FAILED
                                && (bounce.status() == BounceStatus.COUNTS || bounce.status() == BounceStatus.HELD)
                                && filter.test(bounce))
                .forEach(bounce -> changes.add(change(work, bounce, BounceStatus.REVERSED)));
        return changes;
    }

    private static BounceChange change(BounceWork work, Bounce bounce, BounceStatus standing) {
        Bounce changed = bounce.withStatus(standing);
        work.update(changed);
        return new BounceChange(bounce, changed);
    }

    private ReviewResult review(ReviewMode mode, Instant now, Function<BounceWork, List<BounceChange>> reviewing) {
        Function<BounceWork, ReviewResult> work = transaction -> {
            List<BounceChange> changes = reviewing.apply(transaction);
            return rejudge(transaction, changes, now);
        };
        return mode == ReviewMode.APPLY ? records.write(work) : records.preview(work);
    }

    private ReviewResult rejudge(BounceWork work, List<BounceChange> changes, Instant now) {
        BounceMarker marking = new BounceMarker(work, actor, now);
        Set<EmailAddress> concerned = new LinkedHashSet<>();
        changes.forEach(change -> change.after.bouncedMail().address().ifPresent(concerned::add));
        Set<EmailAddress> marked = new TreeSet<>();
        Set<EmailAddress> unmarked = new TreeSet<>();
        for (EmailAddress address : concerned) {
            switch (marking.judge(address)) {
                case MARKED -> marked.add(address);
                case UNMARKED -> unmarked.add(address);
                case SAME -> {}
            }
        }
        return new ReviewResult(List.copyOf(changes), marked, unmarked);
    }

    private static List<Bounce> findMatching(BounceReading reading, BounceQuery query, Predicate<Bounce> filter) {
        List<Bounce> all = new ArrayList<>();
        List<Bounce> page = reading.listBounces(query, BounceId.START, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(filter).forEach(all::add);
            page = reading.listBounces(query, page.get(page.size() - 1).id(), PAGE);
        }
        return all;
    }
}
