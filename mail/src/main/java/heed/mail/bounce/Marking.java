package heed.mail.bounce;

import heed.mail.Reply;
import heed.mail.bounce.BounceWork.Volume;
import heed.model.EmailAddress;
import heed.model.Provenance;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a bounce does to its address: the one home of these rules, in the transaction that keeps the bounce. A hard bounce of
 * the recipient or the domain marks at once, enough soft ones together; a complaint opts out; nothing else does either.
 */
public final class Marking {
    /** After somebody has said that bounces are real, marking does not pause for the same reason for so long. */
    private static final Duration CONFIRMED = Duration.ofHours(24);

    private final BounceWork work;
    private final BouncePolicy policy;
    private final String actor;
    private final Instant now;

    /** @param actor who says so in the history of a prospect */
    public Marking(BounceWork work, String actor, Instant now) {
        this.work = work;
        this.policy = work.policy();
        this.actor = actor;
        this.now = now;
    }

    /** What keeping a bounce came to. */
    public enum Effect {
        /** Its address is Bounced from now on. */
        MARKED("marked Bounced"),
        /** It counts towards that. */
        COUNTED("counted as soft"),
        /** The person is opted out. */
        OPTED_OUT("opted out"),
        /** Kept, and nothing more. */
        NOTED("noted"),
        /** Waits until somebody ends a pause. */
        HELD("held by a pause"),
        /** Somebody has said that its hour was an outage. */
        TAKEN_BACK("of an outage, taken back"),
        /** Nothing shows that it is about a mail of ours. */
        UNTRUSTED("not about mail of ours");

        private final String label;

        Effect(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What a relay answered to an attempt for the last time: kept as what a report of it would be. */
    public Effect answered(SentMail mail, Reply reply, boolean forGood, Diagnosing diagnosing) {
        BounceVerdict.Report report = new BounceVerdict.Report(
                reply.enhanced().flatMap(EnhancedStatusCode::find),
                Optional.of(reply.code()),
                Optional.empty(),
                Optional.empty(),
                reply.text());
        return keep(new Bounce(
                BounceId.START,
                now,
                VerdictKind.FAILED,
                mail.subject(),
                Optional.empty(),
                Optional.of(diagnosis(reply, forGood, diagnosing)),
                report,
                diagnosing.version(),
                Standing.COUNTS));
    }

    private static Diagnosis diagnosis(Reply reply, boolean forGood, Diagnosing diagnosing) {
        Diagnosis said = diagnosing.of(reply);
        boolean aboutUs =
                reply.stage() == Reply.Stage.MAIL_FROM && said.reason().marking() != BounceReason.Marking.NEVER;
        return new Diagnosis(
                aboutUs ? BounceReason.SENDER_BLOCKED : said.reason(),
                forGood ? said.kind() : BounceKind.SOFT, // a mail that expired is one soft bounce
                said.evidence(),
                said.rule());
    }

    /** Keeps a bounce and does what it does. */
    public Effect keep(Bounce said) {
        Bounce bounce = work.add(said);
        if (bounce.standing() == Standing.UNTRUSTED) {
            return Effect.UNTRUSTED;
        }
        if (bounce.kind() == VerdictKind.COMPLAINT) {
            work.optOut(bounce.subject(), provenance(Provenance.Source.COMPLAINT, "called a mail spam", bounce));
            return Effect.OPTED_OUT;
        }
        if (bounce.marking() == BounceReason.Marking.NEVER) {
            return Effect.NOTED;
        }
        BounceReason reason = bounce.diagnosis().orElseThrow().reason();
        List<MarkingPause> known =
                work.pauses().stream().filter(one -> one.reason() == reason).toList();
        if (isOfAnOutage(bounce, known)) {
            work.change(bounce.with(Standing.REVERSED));
            return Effect.TAKEN_BACK;
        }
        Optional<MarkingPause> pause = pause(bounce, reason, known);
        if (pause.isPresent()) {
            work.hold(bounce, pause.get());
            return Effect.HELD;
        }
        EmailAddress address = bounce.subject().address().orElseThrow();
        Optional<Bounce> because = policy.marking(work.history(address));
        if (because.isPresent() && mark(address, because.get())) {
            return Effect.MARKED;
        }
        return bounce.counts() ? Effect.COUNTED : Effect.NOTED;
    }

    /** What judging an address changed. */
    enum Judged {
        MARKED,
        UNMARKED,
        SAME
    }

    /** Marks the address if its history says so, and ends a mark that nothing carries any more. */
    Judged judge(EmailAddress address) {
        Optional<Bounce> because = policy.marking(work.history(address));
        if (because.isPresent()) {
            return mark(address, because.get()) ? Judged.MARKED : Judged.SAME;
        }
        Provenance reversed = new Provenance(
                now,
                actor,
                Provenance.Source.BOUNCE,
                "the bounces that marked it were taken back",
                Optional.empty(),
                Optional.empty());
        return work.marked(address).isPresent() && work.unmark(address, reversed) ? Judged.UNMARKED : Judged.SAME;
    }

    private boolean mark(EmailAddress address, Bounce because) {
        return work.mark(address, provenance(Provenance.Source.BOUNCE, words(because), because));
    }

    private String words(Bounce bounce) {
        String reason = bounce.diagnosis().map(why -> why.reason().label()).orElse("");
        return bounce.marksAtOnce()
                ? "hard bounce: " + reason
                : policy.softBounces() + " messages soft bounced, the last: " + reason;
    }

    private Provenance provenance(Provenance.Source source, String reason, Bounce bounce) {
        return new Provenance(now, actor, source, reason, Optional.of("bounce " + bounce.id()), Optional.empty());
    }

    /** Whether it comes late, to an hour of which a pause was ended as an outage. */
    private boolean isOfAnOutage(Bounce bounce, List<MarkingPause> known) {
        String domain = bounce.subject().address().orElseThrow().domain();
        Instant hour = hour(bounce.subject().sent().orElse(now));
        return known.stream()
                .anyMatch(pause -> pause.hour().equals(hour)
                        && pause.domain().orElse(domain).equals(domain)
                        && pause.ended().filter(end -> !end.real()).isPresent());
    }

    /** The pause that holds the bounce: one that lasts, or that begins with it. */
    private Optional<MarkingPause> pause(Bounce bounce, BounceReason reason, List<MarkingPause> known) {
        String domain = bounce.subject().address().orElseThrow().domain();
        Instant hour = hour(bounce.subject().sent().orElse(now));
        List<Optional<String>> scopes = List.of(Optional.of(domain), Optional.empty());
        boolean confirmed = false;
        for (Optional<String> scope : scopes) {
            List<MarkingPause> same =
                    known.stream().filter(one -> one.domain().equals(scope)).toList();
            Optional<MarkingPause> lasting =
                    same.stream().filter(one -> one.ended().isEmpty()).findFirst();
            if (lasting.isPresent()) {
                return lasting;
            }
            confirmed |= same.stream().anyMatch(one -> confirmed(one, hour));
        }
        if (confirmed) {
            return Optional.empty();
        }
        for (Optional<String> scope : scopes) {
            Volume volume = new Volume(work.bounced(scope, reason, hour), mailed(scope, hour));
            if (policy.pauses(volume.bounces(), volume.mails())) {
                return Optional.of(work.pause(scope, reason, hour, volume, now));
            }
        }
        return Optional.empty();
    }

    /** None of an hour that is too long ago, whether or not it has been dropped: a person looks sooner then. */
    private long mailed(Optional<String> scope, Instant hour) {
        return hour.isBefore(now.minus(BouncePolicy.HOURS)) ? 0 : work.mailed(scope, hour);
    }

    private static boolean confirmed(MarkingPause pause, Instant hour) {
        return pause.ended()
                .filter(end -> end.real() && hour.isBefore(end.at().plus(CONFIRMED)))
                .isPresent();
    }

    /** The hour that a mail belongs to. */
    public static Instant hour(Instant sent) {
        return sent.truncatedTo(ChronoUnit.HOURS);
    }
}
