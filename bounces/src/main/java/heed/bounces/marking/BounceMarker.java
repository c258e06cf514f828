package heed.bounces.marking;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.BounceWork.Volume;
import heed.mail.SmtpReply;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a bounce does to its address: the one home of these rules, in the transaction that keeps the bounce. A hard bounce of
 * the recipient or the domain marks at once, enough soft ones together; a complaint opts out; nothing else does either.
 */
public final class BounceMarker {
    /** After somebody has said that bounces are real, marking does not pause for the same reason for so long. */
    private static final Duration CONFIRMATION_VALIDITY = Duration.ofHours(24);

    private final BounceWork work;
    private final BouncePolicy policy;
    private final String actor;
    private final Instant now;

    /** @param actor who says so in the history of a prospect */
    public BounceMarker(BounceWork work, String actor, Instant now) {
        this.work = work;
        this.policy = work.policy();
        this.actor = actor;
        this.now = now;
    }

    /** What keeping a bounce came to. */
    public enum BounceEffect {
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
        REVERSED("of an outage, taken back"),
        /** Nothing shows that it is about a mail of ours. */
        UNTRUSTED("not about mail of ours");

        private final String label;

        BounceEffect(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What a relay answered to an attempt for the last time, as what a report of it would be: for {@link #record}. */
    public Bounce toBounce(SentMail mail, SmtpReply reply, boolean permanent, BounceDiagnoser diagnosing) {
        BounceVerdict.DeliveryReport report = new BounceVerdict.DeliveryReport(
                reply.enhanced().flatMap(EnhancedStatusCode::parse),
                Optional.of(reply.code()),
                Optional.empty(),
                Optional.empty(),
                reply.text());
        return new Bounce(
                BounceId.START,
                now,
                VerdictKind.FAILED,
                mail.toBouncedMail(),
                Optional.empty(),
                Optional.of(diagnose(reply, permanent, diagnosing)),
                report,
                diagnosing.version(),
                BounceStatus.COUNTS);
    }

    private static Diagnosis diagnose(SmtpReply reply, boolean permanent, BounceDiagnoser diagnosing) {
        Diagnosis classified = diagnosing.diagnose(reply);
        boolean aboutSender = reply.stage() == SmtpReply.Stage.MAIL_FROM
                && classified.reason().markRule() != BounceReason.MarkRule.NEVER;
        return new Diagnosis(
                aboutSender ? BounceReason.SENDER_BLOCKED : classified.reason(),
                permanent ? classified.kind() : BounceKind.SOFT, // a mail that expired is one soft bounce
                classified.evidence(),
                classified.ruleId());
    }

    /** A bounce, and what it comes to unless its address was marked before. */
    private record RecordedBounce(Bounce bounce, BounceEffect effect) {}

    /**
     * Keeps bounces and does what they do, each after the one before; what they mark is marked together, last.
     *
     * @return what each came to
     */
    public List<BounceEffect> record(List<Bounce> reported) {
        List<MarkingPause> pauses = new ArrayList<>(findRelevantPauses(reported));
        Map<EmailAddress, Provenance> marks = new LinkedHashMap<>();
        List<RecordedBounce> recorded = new ArrayList<>();
        for (Bounce next : reported) {
            Bounce bounce = work.insert(next);
            recorded.add(new RecordedBounce(bounce, decide(bounce, pauses, marks)));
        }
        Set<EmailAddress> marked = new HashSet<>(work.mark(marks));
        List<BounceEffect> effects = new ArrayList<>();
        for (RecordedBounce next : recorded) {
            boolean known = next.effect == BounceEffect.MARKED && !marked.remove(address(next.bounce));
            effects.add(known ? countedOrNoted(next.bounce) : next.effect);
        }
        return effects;
    }

    /** The pauses that may hold any of the bounces. */
    private List<MarkingPause> findRelevantPauses(List<Bounce> reported) {
        Set<BounceReason> reasons = EnumSet.noneOf(BounceReason.class);
        Set<String> domains = new TreeSet<>();
        for (Bounce bounce : reported) {
            if (bounce.markRule() != BounceReason.MarkRule.NEVER) {
                reasons.add(bounce.diagnosis().orElseThrow().reason());
                domains.add(address(bounce).domain());
            }
        }
        return reasons.isEmpty() ? List.of() : work.listPauses(reasons, domains);
    }

    private BounceEffect decide(Bounce bounce, List<MarkingPause> pauses, Map<EmailAddress, Provenance> marks) {
        if (bounce.status() == BounceStatus.UNTRUSTED) {
            return BounceEffect.UNTRUSTED;
        }
        if (bounce.kind() == VerdictKind.COMPLAINT) {
            work.optOut(bounce.bouncedMail(), provenance(Provenance.Origin.COMPLAINT, "called a mail spam", bounce));
            return BounceEffect.OPTED_OUT;
        }
        if (bounce.markRule() == BounceReason.MarkRule.NEVER) {
            return BounceEffect.NOTED;
        }
        BounceReason reason = bounce.diagnosis().orElseThrow().reason();
        List<MarkingPause> known = pauses.stream()
                .filter(candidate -> candidate.reason() == reason)
                .toList();
        if (isFromOutage(bounce, known)) {
            work.update(bounce.withStatus(BounceStatus.REVERSED));
            return BounceEffect.REVERSED;
        }
        Optional<MarkingPause> pause = findOpenPause(bounce, known);
        if (pause.isEmpty() && !isConfirmed(bounce, known)) {
            pause = startPause(bounce, reason);
            pause.ifPresent(started -> pauses.add(0, started));
        }
        if (pause.isPresent()) {
            work.hold(bounce, pause.get());
            return BounceEffect.HELD;
        }
        Optional<Bounce> cause = findMarkingBounce(bounce);
        cause.ifPresent(candidate -> marks.putIfAbsent(address(bounce), markProvenance(candidate)));
        return cause.isPresent() ? BounceEffect.MARKED : countedOrNoted(bounce);
    }

    /** What marks the address of a bounce that nothing holds; a history is long to read, and a hard bounce needs none. */
    private Optional<Bounce> findMarkingBounce(Bounce bounce) {
        return bounce.marksImmediately()
                ? Optional.of(bounce)
                : policy.findMarkingBounce(work.history(address(bounce)));
    }

    private static BounceEffect countedOrNoted(Bounce bounce) {
        return bounce.countsTowardMark() ? BounceEffect.COUNTED : BounceEffect.NOTED;
    }

    private static EmailAddress address(Bounce bounce) {
        return bounce.bouncedMail().address().orElseThrow();
    }

    /** What judging an address changed. */
    enum Judgement {
        MARKED,
        UNMARKED,
        SAME
    }

    /** Marks the address if its history says so, and ends a mark that nothing carries any more. */
    Judgement judge(EmailAddress address) {
        Optional<Bounce> cause = policy.findMarkingBounce(work.history(address));
        if (cause.isPresent()) {
            boolean changed =
                    !work.mark(Map.of(address, markProvenance(cause.get()))).isEmpty();
            return changed ? Judgement.MARKED : Judgement.SAME;
        }
        Provenance reversed = new Provenance(
                now,
                actor,
                Provenance.Origin.BOUNCE,
                "the bounces that marked it were taken back",
                Optional.empty(),
                Optional.empty());
        return work.findMarkedSince(address).isPresent() && work.unmark(address, reversed)
                ? Judgement.UNMARKED
                : Judgement.SAME;
    }

    private Provenance markProvenance(Bounce cause) {
        return provenance(Provenance.Origin.BOUNCE, describe(cause), cause);
    }

    private String describe(Bounce bounce) {
        String reason = bounce.diagnosis().map(why -> why.reason().label()).orElse("");
        return bounce.marksImmediately()
                ? "hard bounce: " + reason
                : policy.softBounces() + " messages soft bounced, the last: " + reason;
    }

    private Provenance provenance(Provenance.Origin source, String reason, Bounce bounce) {
        return new Provenance(now, actor, source, reason, Optional.of("bounce " + bounce.id()), Optional.empty());
    }

    /** Whether it comes late, to an hour of which a pause was ended as an outage. */
    private boolean isFromOutage(Bounce bounce, List<MarkingPause> pauses) {
        Instant hour = hourOf(bounce);
        return pauses.stream()
                .anyMatch(pause -> pause.hour().equals(hour)
                        && covers(pause, bounce)
                        && pause.end().filter(end -> !end.confirmed()).isPresent());
    }

    /** The pause that lasts: of the domain rather than of all. */
    private static Optional<MarkingPause> findOpenPause(Bounce bounce, List<MarkingPause> pauses) {
        List<MarkingPause> open = pauses.stream()
                .filter(pause -> pause.end().isEmpty() && covers(pause, bounce))
                .toList();
        return open.stream()
                .filter(pause -> pause.domain().isPresent())
                .findFirst()
                .or(() -> open.stream().findFirst());
    }

    /** Whether somebody has said of such bounces, not long before, that they are real. */
    private boolean isConfirmed(Bounce bounce, List<MarkingPause> pauses) {
        Instant hour = hourOf(bounce);
        return pauses.stream()
                .filter(pause -> covers(pause, bounce))
                .flatMap(pause -> pause.end().stream())
                .anyMatch(end -> end.confirmed() && hour.isBefore(end.endedAt().plus(CONFIRMATION_VALIDITY)));
    }

    private static boolean covers(MarkingPause pause, Bounce bounce) {
        String domain = address(bounce).domain();
        return pause.domain().orElse(domain).equals(domain);
    }

    /** The pause that begins with the bounce. */
    private Optional<MarkingPause> startPause(Bounce bounce, BounceReason reason) {
        Instant hour = hourOf(bounce);
        for (Optional<String> scope : List.of(Optional.of(address(bounce).domain()), Optional.<String>empty())) {
            long bounces = work.countBounced(scope, reason, hour);
            if (bounces >= policy.pauseMinimum()) { // else it is not asked how many were sent
                Volume volume = new Volume(bounces, mailsInHour(scope, hour));
                if (policy.shouldPause(volume.bounces(), volume.mails())) {
                    return Optional.of(work.startPause(scope, reason, hour, volume, now));
                }
            }
        }
        return Optional.empty();
    }

    private Instant hourOf(Bounce bounce) {
        return hourOf(bounce.bouncedMail().sentAt().orElse(now));
    }

    /** None of an hour that is too long ago, whether or not it has been dropped: a person looks sooner then. */
    private long mailsInHour(Optional<String> scope, Instant hour) {
        return hour.isBefore(now.minus(BouncePolicy.HOURLY_COUNT_RETENTION)) ? 0 : work.countMailed(scope, hour);
    }

    /** The hour that a mail belongs to. */
    public static Instant hourOf(Instant sent) {
        return sent.truncatedTo(ChronoUnit.HOURS);
    }
}
