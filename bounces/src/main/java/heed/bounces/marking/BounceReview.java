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
 * Corrects the effects of bounces: after a better diagnosis, after an outage, or when somebody ends a pause. Each affected address
 * is judged again by its whole history. Bounces before a person cleared an address never mark it again. Each call is one
 * transaction. Thread-safe.
 */
public final class BounceReview {
    private static final int PAGE_SIZE = 1_000;

    private final BounceRecords records;
    private final String actor;

    /** @param actor the name under which the history of a prospect shows the changes */
    public BounceReview(BounceRecords records, String actor) {
        this.records = records;
        this.actor = actor;
    }

    /** Whether the corrections are applied. */
    public enum ReviewMode {
        /** Returns what would change, and changes nothing. */
        PREVIEW,
        /** Changes the bounces and the addresses. */
        APPLY
    }

    /** A bounce before and after its correction. */
    public record BounceChange(Bounce before, Bounce after) {}

    /**
     * The corrections that were made, or that a preview would make.
     *
     * @param marked the addresses that are Bounced because of them
     * @param unmarked the addresses that are no longer Bounced because of them
     */
    public record ReviewResult(List<BounceChange> changes, Set<EmailAddress> marked, Set<EmailAddress> unmarked) {}

    /** Diagnoses the matching bounces again that another version of the classifier diagnosed. */
    public ReviewResult reclassify(BounceQuery query, BounceDiagnoser diagnoser, ReviewMode mode, Instant now) {
        return review(mode, now, work -> {
            List<BounceChange> changes = new ArrayList<>();
            findMatching(
                            work,
                            query,
                            bounce -> bounce.diagnosis().isPresent()
                                    && !bounce.classifier().equals(diagnoser.version()))
                    .forEach(bounce -> {
                        Bounce rediagnosed = rediagnose(bounce, diagnoser);
                        work.update(rediagnosed);
                        if (!rediagnosed.diagnosis().equals(bounce.diagnosis())) {
                            changes.add(new BounceChange(bounce, rediagnosed));
                        }
                    });
            return changes;
        });
    }

    private static Bounce rediagnose(Bounce bounce, BounceDiagnoser diagnoser) {
        Diagnosis before = bounce.diagnosis().orElseThrow();
        Diagnosis current = diagnoser.diagnose(bounce.report());
        // A mail of ours that expired stays soft, whatever the last reply was.
        boolean expired = bounce.messageHash().isEmpty() && before.kind() == BounceKind.SOFT;
        Diagnosis after = new Diagnosis(
                current.reason(), expired ? BounceKind.SOFT : current.kind(), current.evidence(), current.ruleId());
        boolean same = before.reason() == after.reason() && before.kind() == after.kind();
        return new Bounce(
                bounce.id(),
                bounce.recordedAt(),
                bounce.kind(),
                bounce.bouncedMail(),
                bounce.target(),
                bounce.messageHash(),
                Optional.of(same ? before : after),
                bounce.report(),
                diagnoser.version(),
                bounce.status());
    }

    /** Reverses the matching bounces, so that none of them marks or counts any more. Complaints are not reversed. */
    public ReviewResult reverse(BounceQuery query, ReviewMode mode, Instant now) {
        return review(mode, now, work -> reverse(work, query, bounce -> true));
    }

    /**
     * Ends a pause because its bounces are real. The bounces that it held take effect.
     *
     * @param pause the number of the pause
     * @return empty if there is no open pause with this number
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
     * Ends a pause because of an outage. The bounces that it held are reversed, and so are those of its hour that were recorded
     * before it started.
     *
     * @param pause the number of the pause
     * @return empty if there is no open pause with this number
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

    private Optional<ReviewResult> end(
            long number, boolean confirmed, ReviewMode mode, Instant now, PauseEnding ending) {
        Optional<MarkingPause> pause = records.read(reading -> findOpenPause(reading, number));
        return pause.map(known -> review(mode, now, work -> {
            Optional<MarkingPause> open = findOpenPause(work, number);
            if (open.isEmpty()) {
                return List.of(); // somebody else has just ended it
            }
            List<BounceChange> changes = ending.apply(work, open.get());
            work.endPause(open.get(), new MarkingPause.PauseEnd(now, confirmed, actor));
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

    private static BounceChange change(BounceWork work, Bounce bounce, BounceStatus status) {
        Bounce changed = bounce.withStatus(status);
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

    /** Judges the addresses of the changed bounces again. */
    private ReviewResult rejudge(BounceWork work, List<BounceChange> changes, Instant now) {
        BounceMarker marker = new BounceMarker(work, actor, now);
        Set<EmailAddress> affected = new LinkedHashSet<>();
        changes.forEach(change -> change.after.bouncedMail().address().ifPresent(affected::add));
        Set<EmailAddress> marked = new TreeSet<>();
        Set<EmailAddress> unmarked = new TreeSet<>();
        for (EmailAddress address : affected) {
            switch (marker.judge(address)) {
                case MARKED -> marked.add(address);
                case UNMARKED -> unmarked.add(address);
                case SAME -> {}
            }
        }
        return new ReviewResult(List.copyOf(changes), marked, unmarked);
    }

    private static List<Bounce> findMatching(BounceReading reading, BounceQuery query, Predicate<Bounce> filter) {
        List<Bounce> all = new ArrayList<>();
        List<Bounce> page = reading.listBounces(query, BounceId.START, PAGE_SIZE);
        while (!page.isEmpty()) {
            page.stream().filter(filter).forEach(all::add);
            page = reading.listBounces(query, page.get(page.size() - 1).id(), PAGE_SIZE);
        }
        return all;
    }
}
