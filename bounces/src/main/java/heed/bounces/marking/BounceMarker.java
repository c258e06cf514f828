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
import java.util.stream.Collectors;

/**
 * Applies the rules by which bounces affect addresses, in the transaction that stores the bounces. No other class contains these
 * rules. A hard bounce about the recipient or the domain marks the address immediately. Soft bounces mark it when there are
 * enough of them. A complaint opts the person out. Nothing else marks or opts out. Not thread-safe.
 */
public final class BounceMarker {
    /** The time for which marking does not pause again for a reason after somebody confirmed that its bounces are real. */
    private static final Duration CONFIRMATION_VALIDITY = Duration.ofHours(24);

    private final BounceWork work;
    private final BouncePolicy policy;
    private final String actor;
    private final Instant now;

    /** @param actor the name under which the history of a prospect shows the changes */
    public BounceMarker(BounceWork work, String actor, Instant now) {
        this.work = work;
        this.policy = work.policy();
        this.actor = actor;
        this.now = now;
    }

    /** The effect of recording a bounce. */
    public enum BounceEffect {
        /** The address is Bounced from now on. */
        MARKED("marked Bounced"),
        /** The bounce counts toward the mark. */
        COUNTED("counted as soft"),
        /** The person is opted out. */
        OPTED_OUT("opted out"),
        /** The bounce is stored and has no further effect. */
        NOTED("noted"),
        /** The bounce has no effect until somebody ends a pause. */
        HELD("held by a pause"),
        /** The bounce has no effect, because somebody declared its hour an outage. */
        REVERSED("of an outage, taken back"),
        /** The bounce has no effect, because nothing shows that it is about a mail of ours. */
        UNTRUSTED("not about mail of ours");

        private final String label;

        BounceEffect(String label) {
            this.label = label;
        }

        /** Returns the name of this effect in output. */
        public String label() {
            return label;
        }
    }

    /**
     * Returns the bounce for the final reply of a relay to our own delivery attempt. It can be passed to {@link #record} like the
     * bounce of a returned message.
     *
     * @param permanent whether the relay refused the mail for good; false for a mail that expired
     */
    public Bounce toBounce(SentMail mail, SmtpReply reply, boolean permanent, BounceDiagnoser diagnoser) {
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
                ReportTarget.RECIPIENT,
                Optional.empty(),
                Optional.of(diagnose(reply, permanent, diagnoser)),
                report,
                diagnoser.version(),
                BounceStatus.COUNTS);
    }

    private static Diagnosis diagnose(SmtpReply reply, boolean permanent, BounceDiagnoser diagnoser) {
        Diagnosis classified = diagnoser.diagnose(reply);
        // A reply to MAIL FROM is about our sender address, even if its text looks like one about a recipient.
        boolean aboutSender = reply.stage() == SmtpReply.Stage.MAIL_FROM
                && classified.reason().markRule() != BounceReason.MarkRule.NEVER;
        return new Diagnosis(
                aboutSender ? BounceReason.SENDER_BLOCKED : classified.reason(),
                permanent ? classified.kind() : BounceKind.SOFT, // a mail that expired is one soft bounce
                classified.evidence(),
                classified.ruleId());
    }

    /** A stored bounce, and its effect unless the address was already marked. */
    private record RecordedBounce(Bounce bounce, BounceEffect effect) {}

    /**
     * Stores bounces and applies them in their order. All addresses are marked together, at the end.
     *
     * @return the effect of each bounce, in the order of the bounces
     */
    public List<BounceEffect> record(List<Bounce> given) {
        List<Bounce> reported = withoutErasedPeople(given);
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
            // Only the first bounce of an address that was not marked before has marked it.
            boolean alreadyMarked = next.effect == BounceEffect.MARKED && !marked.remove(address(next.bounce));
            effects.add(alreadyMarked ? countedOrNoted(next.bounce) : next.effect);
        }
        return effects;
    }

    /** Erased people stay suppressed, and nothing is stored of them again. */
    private List<Bounce> withoutErasedPeople(List<Bounce> bounces) {
        Set<EmailAddress> erased = work.findErased(bounces.stream()
                .flatMap(bounce -> bounce.bouncedMail().address().stream())
                .collect(Collectors.toSet()));
        return bounces.stream()
                .map(bounce ->
                        bounce.bouncedMail().address().filter(erased::contains).isPresent()
                                ? bounce.withoutPerson()
                                : bounce)
                .toList();
    }

    /** Returns the pauses that may apply to any of the bounces. */
    private List<MarkingPause> findRelevantPauses(List<Bounce> reported) {
        Set<BounceReason> reasons = EnumSet.noneOf(BounceReason.class);
        Set<String> domains = new TreeSet<>();
        for (Bounce bounce : reported) {
            if (bounce.markRule() != BounceReason.MarkRule.NEVER
                    && bounce.bouncedMail().address().isPresent()) {
                reasons.add(bounce.diagnosis().orElseThrow().reason());
                domains.add(address(bounce).domain());
            }
        }
        return reasons.isEmpty() ? List.of() : work.listPauses(reasons, domains);
    }

    /**
     * Returns the effect of a stored bounce, and applies everything but marks.
     *
     * @param pauses the pauses that may apply; a pause that starts is added
     * @param marks receives the addresses to mark
     */
    private BounceEffect decide(Bounce bounce, List<MarkingPause> pauses, Map<EmailAddress, Provenance> marks) {
        if (bounce.status() == BounceStatus.UNTRUSTED) {
            return BounceEffect.UNTRUSTED;
        }
        if (bounce.kind() == VerdictKind.COMPLAINT) {
            work.optOut(bounce.bouncedMail(), provenance(Provenance.Origin.COMPLAINT, "called a mail spam", bounce));
            return BounceEffect.OPTED_OUT;
        }
        if (bounce.markRule() == BounceReason.MarkRule.NEVER
                || bounce.bouncedMail().address().isEmpty()) {
            return BounceEffect.NOTED;
        }
        BounceReason reason = bounce.diagnosis().orElseThrow().reason();
        List<MarkingPause> pausesOfReason =
                pauses.stream().filter(pause -> pause.reason() == reason).toList();
        if (isFromOutage(bounce, pausesOfReason)) {
            work.update(bounce.withStatus(BounceStatus.REVERSED));
            return BounceEffect.REVERSED;
        }
        Optional<MarkingPause> pause = findOpenPause(bounce, pausesOfReason);
        if (pause.isEmpty() && !isConfirmed(bounce, pausesOfReason)) {
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

    /** Returns the bounce that marks the address. The history is read only if needed, because it may be long. */
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

    /** The change that judging an address made. */
    enum Judgement {
        MARKED,
        UNMARKED,
        SAME
    }

    /** Marks an address if its history requires it, and ends a mark that its history no longer supports. */
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
        String reason = bounce.diagnosis().map(cause -> cause.reason().label()).orElse("");
        return bounce.marksImmediately()
                ? "hard bounce: " + reason
                : policy.softBounces() + " messages soft bounced, the last: " + reason;
    }

    private Provenance provenance(Provenance.Origin origin, String reason, Bounce bounce) {
        return new Provenance(now, actor, origin, reason, Optional.of("bounce " + bounce.id()), Optional.empty());
    }

    /** Whether a bounce arrives late for an hour whose pause was ended as an outage. */
    private boolean isFromOutage(Bounce bounce, List<MarkingPause> pauses) {
        Instant hour = hourOf(bounce);
        return pauses.stream()
                .anyMatch(pause -> pause.hour().equals(hour)
                        && covers(pause, bounce)
                        && pause.end().filter(end -> !end.confirmed()).isPresent());
    }

    /** Returns the open pause for a bounce; one for its domain takes precedence over one for all domains. */
    private static Optional<MarkingPause> findOpenPause(Bounce bounce, List<MarkingPause> pauses) {
        List<MarkingPause> open = pauses.stream()
                .filter(pause -> pause.end().isEmpty() && covers(pause, bounce))
                .toList();
        return open.stream()
                .filter(pause -> pause.domain().isPresent())
                .findFirst()
                .or(() -> open.stream().findFirst());
    }

    /** Whether somebody recently confirmed that bounces with this reason and domain are real. */
    private boolean isConfirmed(Bounce bounce, List<MarkingPause> pauses) {
        Instant hour = hourOf(bounce);
        return pauses.stream()
                .filter(pause -> covers(pause, bounce))
                .flatMap(pause -> pause.end().stream())
                .anyMatch(end -> end.confirmed() && hour.isBefore(end.endedAt().plus(CONFIRMATION_VALIDITY)));
    }

    /** Whether a pause is for the domain of a bounce, or for all domains. */
    private static boolean covers(MarkingPause pause, Bounce bounce) {
        String domain = address(bounce).domain();
        return pause.domain().orElse(domain).equals(domain);
    }

    /** Starts a pause if the bounce makes too many of one hour, to its domain or in all. */
    private Optional<MarkingPause> startPause(Bounce bounce, BounceReason reason) {
        Instant hour = hourOf(bounce);
        for (Optional<String> scope : List.of(Optional.of(address(bounce).domain()), Optional.<String>empty())) {
            long bounces = work.countBounced(scope, reason, hour);
            if (bounces >= policy.pauseMinimum()) { // counting the mails is needed only then
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

    /**
     * Returns the number of mails sent in an hour. It is 0 for an hour beyond the retention, whether or not its count was already
     * deleted, so that marking pauses at the least number of bounces.
     */
    private long mailsInHour(Optional<String> scope, Instant hour) {
        return hour.isBefore(now.minus(BouncePolicy.HOURLY_COUNT_RETENTION)) ? 0 : work.countMailed(scope, hour);
    }

    /** Returns the start of the hour in which a mail was sent. */
    public static Instant hourOf(Instant sent) {
        return sent.truncatedTo(ChronoUnit.HOURS);
    }
}
