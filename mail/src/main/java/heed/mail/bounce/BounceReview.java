package heed.mail.bounce;

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
    public enum Mode {
        PREVIEW,
        APPLY
    }

    /** A bounce before and after. */
    public record Change(Bounce from, Bounce to) {}

    /** What was put right, or would be. */
    public record Result(List<Change> changes, Set<EmailAddress> marked, Set<EmailAddress> unmarked) {}

    /** Gives bounces that fit the diagnosis that the classifier has today. */
    public Result reclassify(BounceQuery query, Diagnosing diagnosing, Mode mode, Instant now) {
        return review(mode, now, work -> {
            List<Change> changes = new ArrayList<>();
            each(
                            work,
                            query,
                            bounce -> bounce.diagnosis().isPresent()
                                    && !bounce.classifier().equals(diagnosing.version()))
                    .forEach(bounce -> {
                        Bounce again = again(bounce, diagnosing);
                        work.change(again);
                        if (!again.diagnosis().equals(bounce.diagnosis())) {
                            changes.add(new Change(bounce, again));
                        }
                    });
            return changes;
        });
    }

    private static Bounce again(Bounce bounce, Diagnosing diagnosing) {
        Diagnosis before = bounce.diagnosis().orElseThrow();
        Diagnosis said = diagnosing.of(bounce.report());
        // Our own mail that expired is soft whatever the reply is.
        boolean expired = bounce.message().isEmpty() && before.kind() == BounceKind.SOFT;
        Diagnosis after =
                new Diagnosis(said.reason(), expired ? BounceKind.SOFT : said.kind(), said.evidence(), said.rule());
        boolean same = before.reason() == after.reason() && before.kind() == after.kind();
        return new Bounce(
                bounce.id(),
                bounce.at(),
                bounce.kind(),
                bounce.subject(),
                bounce.message(),
                Optional.of(same ? before : after),
                bounce.report(),
                diagnosing.version(),
                bounce.standing());
    }

    /** Takes back the bounces that fit: none of them marks or counts any more. Complaints stay. */
    public Result reverse(BounceQuery query, Mode mode, Instant now) {
        return review(mode, now, work -> reverse(work, query, bounce -> true));
    }

    /**
     * Ends a pause: the bounces that it held are taken for what they say.
     *
     * @return empty if there is no such pause that lasts
     */
    public Optional<Result> confirm(long pause, Mode mode, Instant now) {
        return end(
                pause,
                true,
                mode,
                now,
                (work, one) -> work.held(one).stream()
                        .map(bounce -> change(work, bounce, Standing.COUNTS))
                        .toList());
    }

    /**
     * Ends a pause: the bounces that it held are taken back, and so are those of its hour that came before it.
     *
     * @return empty if there is no such pause that lasts
     */
    public Optional<Result> discard(long pause, Mode mode, Instant now) {
        return end(pause, false, mode, now, (work, one) -> {
            List<Change> changes = new ArrayList<>();
            work.held(one).forEach(bounce -> changes.add(change(work, bounce, Standing.REVERSED)));
            changes.addAll(reverse(
                    work,
                    query(one),
                    bounce -> bounce.standing() == Standing.COUNTS
                            && bounce.subject().sent().map(Marking::hour).equals(Optional.of(one.hour()))));
            return changes;
        });
    }

    private static BounceQuery query(MarkingPause pause) {
        return new BounceQuery(
                Optional.empty(),
                pause.domain(),
                Optional.empty(),
                Optional.of(pause.reason()),
                Optional.of(VerdictKind.FAILED),
                Optional.empty(),
                Optional.empty());
    }

    private interface Ending {
        List<Change> of(BounceWork work, MarkingPause pause);
    }

    private Optional<Result> end(long number, boolean real, Mode mode, Instant now, Ending ending) {
        Optional<MarkingPause> pause = records.read(reading -> lasting(reading, number));
        return pause.map(known -> review(mode, now, work -> {
            Optional<MarkingPause> still = lasting(work, number);
            if (still.isEmpty()) {
                return List.of(); // somebody else has just ended it
            }
            List<Change> changes = ending.of(work, still.get());
            work.end(still.get(), new MarkingPause.End(now, real, actor));
            return changes;
        }));
    }

    private static Optional<MarkingPause> lasting(BounceReading reading, long number) {
        return reading.pauses().stream()
                .filter(one -> one.number() == number && one.ended().isEmpty())
                .findFirst();
    }

    private List<Change> reverse(BounceWork work, BounceQuery query, Predicate<Bounce> which) {
        List<Change> changes = new ArrayList<>();
        each(
                        work,
                        query,
                        bounce -> bounce.kind() == VerdictKind.FAILED
                                && (bounce.standing() == Standing.COUNTS || bounce.standing() == Standing.HELD)
                                && which.test(bounce))
                .forEach(bounce -> changes.add(change(work, bounce, Standing.REVERSED)));
        return changes;
    }

    private static Change change(BounceWork work, Bounce bounce, Standing standing) {
        Bounce changed = bounce.with(standing);
        work.change(changed);
        return new Change(bounce, changed);
    }

    private Result review(Mode mode, Instant now, Function<BounceWork, List<Change>> reviewing) {
        Function<BounceWork, Result> work = one -> {
            List<Change> changes = reviewing.apply(one);
            return judge(one, changes, now);
        };
        return mode == Mode.APPLY ? records.write(work) : records.rehearse(work);
    }

    private Result judge(BounceWork work, List<Change> changes, Instant now) {
        Marking marking = new Marking(work, actor, now);
        Set<EmailAddress> concerned = new LinkedHashSet<>();
        changes.forEach(change -> change.to.subject().address().ifPresent(concerned::add));
        Set<EmailAddress> marked = new TreeSet<>();
        Set<EmailAddress> unmarked = new TreeSet<>();
        for (EmailAddress address : concerned) {
            switch (marking.judge(address)) {
                case MARKED -> marked.add(address);
                case UNMARKED -> unmarked.add(address);
                case SAME -> {}
            }
        }
        return new Result(List.copyOf(changes), marked, unmarked);
    }

    private static List<Bounce> each(BounceReading reading, BounceQuery query, Predicate<Bounce> which) {
        List<Bounce> all = new ArrayList<>();
        List<Bounce> page = reading.bounces(query, BounceId.START, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(which).forEach(all::add);
            page = reading.bounces(query, page.get(page.size() - 1).id(), PAGE);
        }
        return all;
    }
}
